// One line of the table that says how far estimators and their intervals can be trusted: known truth, made-up worlds,
// many repetitions.
#pragma once

#include <cstddef>
#include <string>

namespace clout {

struct EstimatorRow {
  std::string estimator;    ///< "t50 of exponential", ...
  double noise = 0;         ///< sd of one observation over the range of the truth; 1 / SNR
  std::size_t worlds = 0;
  std::size_t repetitions = 0;
  bool truth_exists = true;  ///< false: the truth has no such point in the range, and intervals should say so
  double coverage = 0;       ///< share of repetitions whose 95 % interval holds the truth
  double median_error = 0;   ///< median of |estimate / truth - 1| over repetitions with an estimate; 0 without a truth
  double exists_share = 0;   ///< share of repetitions with an estimate
  bool inside_limits = false;
};

struct CoverageLimits {
  double low = 0, high = 1;
};

/// Between which the coverage of a right 95 % interval lies in 99 of 100 tables, less 3 points at the lower end, which
/// estimators of bent curves may lack: exact binomial, half a percent left out at either end, as shares.
/// Where there is no truth to be hit, an interval that is right every time is no fault: `high` is 1.
/// @param repetitions  >= 1; else std::invalid_argument.
/// Example: 200: from (180 - 6) / 200 = .87 to 198 / 200 = .99.
CoverageLimits coverage_limits(std::size_t repetitions, bool truth_exists);

}  // namespace clout
