// What a response curve says, with intervals over worlds. The estimate is that of the average over families, fitted to
// the mean over worlds. For the interval families are fitted and weighted anew to each resample of whole worlds, and
// the resample is read from one of them, drawn with its Akaike weight: so doubt about the family widens the interval.
// Reading the average of each resample would leave that doubt out: where noise hides which family it is, all resamples
// lean the same way, and such intervals held the truth in 70 of 100 samples instead of 95.
// Source: Buckland, Burnham, Augustin 1997 (doubt about the model as part of the interval); Hesterberg 2015.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "sim/analysis/bootstrap.h"
#include "sim/analysis/response_fit.h"

namespace clout {

/// A figure that need not exist, with its 95 % interval over worlds and the chance that it exists.
struct PointInterval {
  std::optional<double> estimate, low, high;
  bool known = false;         ///< there is an interval: two worlds or more, and enough resamples
  double probability = 0;     ///< share of resamples that have the figure
  std::size_t resamples = 0;  ///< 0: `probability` says nothing

  /// Whether the interval holds this truth; std::nullopt is "there is no such point in the range", which is held where
  /// the interval reaches beyond the range or more than 2.5 % of resamples have no point. Of a truth that exists false
  /// where no interval is known.
  bool holds(std::optional<double> truth) const;
};

struct ResponseFigures {
  ResponseFit fit;  ///< to the mean over worlds
  /// Points of falls_to_share_of_first_hour for .5 and .1. A resample that has none lies beyond the range: an interval
  /// without `high` reaches beyond it, one without `low` lies there whole.
  PointInterval t50, t10;
  /// Kneedle's point; its interval is over the resamples that have one.
  PointInterval knee;
  std::vector<PointInterval> elasticity, elasticity_of_rise;       ///< one a dose that was asked for
  std::vector<PointInterval> slope;                                ///< y' of the average, one a dose
  std::vector<std::array<PointInterval, kFamilies>> family_slope;  ///< y' of each family by itself, [dose][Family]
};

/// @param fitter       holds doses and weights of the cells; its range must be at least 1 hour.
/// @param world_means  [world][cell], finite, worlds * fitter.cells() long; one world or more.
/// @param doses        > 0, at which elasticities and slopes are taken.
/// @throws std::invalid_argument  what is said above does not hold.
/// Cost: (1 + resamples) * about 40 microseconds with 12 cells.
/// Example: all worlds alike: low = estimate = high everywhere.
ResponseFigures response_figures(const ResponseFitter& fitter, std::span<const double> world_means,
                                 std::span<const double> doses, const BootstrapParams& params);

}  // namespace clout
