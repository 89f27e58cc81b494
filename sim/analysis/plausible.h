// Does a conclusion hold in worlds that nobody can rule out? The conclusions of a run are drawn again at each point of
// a small box of what nobody knows, by each value model, and set beside what the run itself says. A point has few
// worlds, so often it cannot tell: that is counted apart, neither for nor against.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/arms.h"
#include "sim/analysis/dose_surface.h"
#include "sim/analysis/interval.h"
#include "sim/analysis/margins.h"
#include "sim/analysis/probe_outcomes.h"
#include "sim/analysis/summary.h"
#include "sim/core/parallel.h"

namespace clout {

/// next_hour: what an hour offline buys less what an hour online buys, at one dose, as matched, at the last horizon.
/// gain: what one strategy gained less what another did, world by world; of the background, or of probes where nobody
/// of the background has one of the two.
enum class ConclusionKind : std::uint8_t { next_hour, gain };
inline constexpr std::array<const char*, 2> kConclusionKindNames = {"next_hour", "gain"};

/// Something that a run says: the sign of a figure.
struct Conclusion {
  ConclusionKind kind = ConclusionKind::next_hour;
  std::string strategy;  ///< of gain the pair: "klout_chaser - balanced_networker"
  std::string unit;
  Interval interval;
};

/// Conclusions by one value model: next_hour of each strategy that has a margin there, then gain.
/// @param margins  of a grid that has the dose `at`; may be empty.
/// @param worlds   measures of the worlds; may be empty.
/// @param value    name of the value model.
/// Example: two worlds in which a gained 3 and 5 and b gained 1 and 1, pair {a, b}: "a - b", 3 [-9.71, 15.7].
std::vector<Conclusion> conclusions_of(const MarginTables& margins, std::span<const WorldMeasures> worlds,
                                       const std::string& value, Dose at, const std::optional<StrategyPair>& pair);

/// What is asked at every point.
struct BoxQuestion {
  std::vector<std::string> axes;        ///< their paths
  std::vector<std::string> values;      ///< names of the value models that the points have
  std::vector<std::string> strategies;  ///< names by index
  Dose at;                              ///< of the run itself, also where the point's people have other hours
  std::optional<StrategyPair> pair;
};

/// What came of the worlds of one point.
struct BoxPoint {
  std::string name;
  std::vector<std::string> at;  ///< the value of each axis
  std::vector<WorldMeasures> worlds;
  std::vector<ProbeOutcomes> probes;  ///< one a world; none without margins
};

/// same, reversed: both intervals exclude 0, on one side or on different ones.
enum class Agreement : std::uint8_t { same, reversed, cannot_tell };
inline constexpr std::array<const char*, 3> kAgreementNames = {"same", "reversed", "cannot tell"};

/// Example: 1 [.5, 1.5] and -2 [-3, -1]: reversed; 1 [.5, 1.5] and -2 [-5, 1]: cannot_tell.
Agreement agreement(const Interval& headline, const Interval& point);

/// One row of plausible.csv: one conclusion at one point by one value model.
struct PlausibleRow {
  std::string point;
  std::vector<std::string> at;
  std::string value;
  Conclusion conclusion;
  Agreement agreement = Agreement::cannot_tell;  ///< with the run itself; cannot_tell if that says nothing
};

/// Rows point by point, value model by value model, in the order of the conclusions.
/// @param headline  what the run itself says.
/// @throws std::invalid_argument  points of other numbers of axes than asked, or whose worlds do not fit each other.
/// Cost: margin_tables with one dose and one column a value model at each point, spread over the pool.
/// The same bits on any number of threads.
std::vector<PlausibleRow> plausible_rows(std::span<const BoxPoint> points, std::span<const Conclusion> headline,
                                         const BoxQuestion& question, ThreadPool& pool);

/// In how much of the box a conclusion is another.
struct Reversals {
  Conclusion headline;
  std::size_t points = 0;  ///< points by value models at which it was asked
  std::size_t reversed = 0, cannot_tell = 0;
  std::size_t above = 0, below = 0;  ///< signs at the points, whatever the run says
  struct At {
    std::string parameter, value;  ///< of an axis, or of the value models: parameter `value.models`
    std::size_t points = 0, reversed = 0;
  };
  std::vector<At> by;  ///< every value of every axis, then every value model, in the order of the rows
};

/// One entry a conclusion of the headline, in its order.
std::vector<Reversals> count_reversals(std::span<const PlausibleRow> rows, std::span<const Conclusion> headline,
                                       std::span<const std::string> axes);

}  // namespace clout
