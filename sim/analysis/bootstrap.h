// Intervals of any figure that is made from several worlds, by drawing worlds with replacement. A resample is given as
// weights over worlds (how often each was drawn), so that a figure made from sums over worlds costs one weighted sum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "sim/analysis/interval.h"

namespace clout {

/// What stands for a figure that a resample does not have, such as a crossing of curves that do not cross. Used between
/// functions only; no result holds it.
inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Whether a figure is there (not kNone).
inline bool is_there(double figure) { return figure == figure; }

struct BootstrapParams {
  std::size_t resamples = 999;  ///< (resamples + 1) * .025 is then a whole number
  std::uint64_t seed = 0;
};

/// A figure with its interval and the chance that there is such a figure at all.
struct FigureInterval {
  Interval interval;          ///< over resamples that have the figure; `known` only where exists and two worlds or more
  bool exists = false;        ///< the worlds as they are have it: interval.estimate means something
  double probability = 0;     ///< share of resamples that have it, in [0, 1]; 0 with fewer than two worlds
  std::size_t resamples = 0;  ///< that were drawn; 0 with fewer than two worlds: `probability` says nothing
};

/// Fills one entry a figure, kNone where there is none, from the weight of each world, >= 0, which sum to their number.
using Figures = std::function<void(std::span<const double> world_weight, std::span<double> figures)>;

/// Chance to leave out at either end of a percentile interval over n worlds, so that it covers 95 %:
///   Phi(-sqrt(n / (n - 1)) t(.975, n - 1)) in place of .025.
/// The plain percentile interval is too short: it uses the normal for Student's t, and a sd with n for n - 1.
/// @param worlds  >= 2; else std::invalid_argument.
/// Source: Hesterberg 2015, "What teachers should know about the bootstrap", section 5.3: expanded percentile interval.
/// Example: n = 10: Phi(-sqrt(10/9) 2.262) = Phi(-2.384) = .0086; the limit of large n is .025.
double expanded_tail(std::size_t worlds);

/// Worlds from which on the tails of expanded_tail can be found among 999 resamples; below, see bootstrap_worlds.
inline constexpr std::size_t kPercentileWorlds = 6;

/// Whether an interval speaks for the worlds and not for the resamples that have the figure at all: all but a tail
/// (expanded_tail) of them do. Of fewer than kPercentileWorlds nothing is asked but that there is such a figure, as
/// many of their resamples are one world over and over.
bool is_representative(const FigureInterval& figure);

/// 95 % intervals of figures over worlds.
///
/// Calls `compute` once with weight 1 for every world (the estimate), then for each resample. From 6 worlds on the
/// interval is the expanded percentile interval of the resamples that have the figure, straight between order
/// statistics; with 2 to 5 worlds, where a resample can be one world over and over, estimate -+ t(.975, n-1)
/// sqrt(n/(n-1)) sd of those resamples (of a mean: Student's interval). An interval needs 40 resamples that have the
/// figure (one in each tail of .025); fewer than two worlds give none.
/// The resamples of (seed, worlds) are always the same, so figures of two calls may be compared.
///
/// @param worlds   number of worlds n; with 0 worlds `compute` is not called and nothing exists.
/// @param figures  number of figures that `compute` fills.
/// @throws std::invalid_argument  resamples is 0, or a figure is infinite.
/// Cost: 1 + resamples calls, 8 bytes a figure and resample; selection O(resamples) a figure.
/// Source: Efron 1979; Field, Welsh 2007 (resampling whole clusters); Hesterberg 2015.
/// Example: worlds of values 1, 2, 3 and the figure sum w x / sum w: 2, from about 2 -+ 4.30 / sqrt(3).
std::vector<FigureInterval> bootstrap_worlds(std::size_t worlds, std::size_t figures, const BootstrapParams& params,
                                             const Figures& compute);

}  // namespace clout
