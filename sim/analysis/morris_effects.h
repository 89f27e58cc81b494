// Which parameters matter at all, from few runs: elementary effects along trajectories.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/analysis/bootstrap.h"

namespace clout {

/// Elementary effects of one parameter, in units of the response over the whole range of the parameter.
struct MorrisEffect {
  FigureInterval mu;       ///< mean effect
  FigureInterval mu_star;  ///< mean size of the effect: by this parameters are ranked
  FigureInterval sigma;    ///< sd (n - 1) of the effect: 0 if it is the same everywhere, neither bent nor interacting
};

struct MorrisEffects {
  std::vector<MorrisEffect> of;  ///< one entry a parameter
  std::size_t trajectories = 0;  ///< of which every response is there
};

/// Morris' measures from the responses along the trajectories of a Morris design.
///
/// The step of a trajectory in which x_i changes has the effect (y' - y) / (x'_i - x_i); mu, mu_star and sigma are its
/// mean, the mean of its size and its sd over trajectories. Intervals are over trajectories drawn with replacement
/// (bootstrap.h, where `worlds` are trajectories); sigma needs two trajectories.
///
/// @param points     the design in the unit cube, by rows of `dims` coordinates; dims + 1 rows a trajectory.
/// @param responses  one a row; a trajectory with a kNone is left out.
/// @throws std::invalid_argument  numbers that do not fit, or a step that changes not exactly one coordinate, or one
///                                that another step of the trajectory changes too.
/// Source: Morris 1991; mu_star: Campolongo, Cariboni, Saltelli 2007.
/// Example: y = 3 x_1 - 2 x_2: mu 3, -2; mu_star 3, 2; sigma 0, 0.
MorrisEffects morris_effects(std::span<const double> points, std::span<const double> responses, std::size_t dims,
                             const BootstrapParams& params);

}  // namespace clout
