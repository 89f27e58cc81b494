// Arms of a scenario side by side. All arms live on the same seeds, so what differs between two of them is taken world
// by world: what a seed brings to both falls out of the difference.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/interval.h"
#include "sim/analysis/summary.h"

namespace clout {

/// What came of the worlds of one arm.
struct ArmWorlds {
  std::string arm;
  std::vector<std::uint64_t> seeds;  ///< of `worlds`, ascending
  std::vector<WorldMeasures> worlds;
};

/// Two strategies whose difference is a row of its own.
struct StrategyPair {
  std::string strategy, than;
  /// "klout_chaser - balanced_networker": how the row is called.
  std::string text() const { return strategy + " - " + than; }
};

/// One measure of one arm, and how far it is from the same measure in the first arm.
struct ArmRow {
  std::string arm, cohort, strategy, measure, unit;
  Interval mean;        ///< over the worlds that have it
  Interval difference;  ///< to the first arm, over worlds that have it in both; unknown in the first arm itself
};

/// Every measure of every arm, in the order of the arms and, within one, in which measures first appear. The
/// differences between the two strategies of each pair, in the background and among probes, follow at the end of each
/// arm, for each measure that both have.
///
/// @param arms  the first is what the others are compared to.
/// @throws std::invalid_argument  seeds and worlds of different numbers.
/// Example: gains of 3 and 5 in the first arm, of 2 and 5 on the same seeds in the second: mean 3.5, difference -0.5.
/// Cost: O(rows log rows).
std::vector<ArmRow> compare_arms(std::span<const ArmWorlds> arms, std::span<const StrategyPair> pairs);

/// The row of an arm, or nullptr.
const ArmRow* find_arm_row(std::span<const ArmRow> rows, const std::string& arm, const std::string& cohort,
                           const std::string& strategy, const std::string& measure);

}  // namespace clout
