// One line of the table that says how far estimators and their intervals can be trusted: known truth, made-up worlds,
// many repetitions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace clout {

/// An estimator tried on one or more known truths, all with the same noise and number of worlds. Truths count alike.
struct EstimatorRow {
  std::string estimator;  ///< t50, slope of log, ...
  double noise = 0;       ///< sd of one observation over the range of the truth; 1 / SNR
  std::size_t worlds = 0;
  std::size_t repetitions = 0;  ///< of each truth
  double coverage = 0;          ///< share of repetitions whose 95 % interval holds the truth, over truths that exist
  double lowest = 0;            ///< coverage of the truth that is held least often ..
  std::string lowest_of;        ///< .. and its name
  double highest = 0;        ///< coverage of the truth that is held most often: near 1, intervals are too wide for it
  double median_error = 0;   ///< median of |estimate / truth - 1| over repetitions with an estimate
  double largest_error = 0;  ///< the same median of the truth that is missed by most
  double exists_share = 0;   ///< share of repetitions with an estimate
  /// Of truths that have no such point in the range: share of repetitions that leave open whether there is one. Nothing
  /// where all have one.
  std::optional<double> none_open;
  bool inside_limits = false;  ///< `coverage` is, and none_open is not below them
};

struct CoverageLimits {
  double low = 0, high = 1;
};

/// Between which the coverage of a right 95 % interval lies in 99 of 100 tables, less 3 points at the lower end, which
/// intervals of bent curves may lack: exact binomial, half a percent left out at either end, as shares.
/// @param repetitions  >= 1; else std::invalid_argument.
/// Example: 200: from (181 - 6) / 200 = .875 to 197 / 200 = .985.
CoverageLimits coverage_limits(std::size_t repetitions);

}  // namespace clout
