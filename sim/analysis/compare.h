// Two runs side by side: every measure that both have, and how far apart it is.
//
// Worlds of one seed are a pair: they share their random numbers, so that much of what differs between worlds cancels.
// A run without a seed in common with the other is compared unpaired, and no table mixes the two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/analysis/interval.h"
#include "sim/analysis/summary.h"

namespace clout {

/// Worlds of one run: `worlds[i]` is that of `seeds[i]`, ascending.
struct RunMeasures {
  std::vector<std::uint64_t> seeds;
  std::vector<WorldMeasures> worlds;
};

/// One measure of both runs.
struct ComparisonRow {
  std::string cohort, strategy, measure, unit;
  Interval first, second;  ///< means over all worlds of that run that have the measure
  Interval difference;     ///< second less first, in the unit of the measure
  std::size_t pairs = 0;   ///< seeds whose worlds have the measure in both runs; 0 where not paired
  bool compared = false;   ///< there is a difference: two samples, or a pair at least
};

/// A row that one of the runs lacks, or whose units differ.
struct UnmatchedRow {
  std::string cohort, strategy, measure;
};

struct RunComparison {
  bool paired = false;                                       ///< some seed is in both
  std::size_t pairs = 0, first_alone = 0, second_alone = 0;  ///< seeds in both, in one run only
  std::vector<ComparisonRow> rows;                           ///< in the order of the first run
  std::vector<UnmatchedRow> first_only, second_only;
};

/// What stands for the name of a score in measures of whichever score is visible: score_visible,
/// payoff_visible_circles.
inline constexpr const char* kVisible = "visible";

/// Whether a measure is of the score that is visible, under kVisible: validity_visible, payoff_visible_circles.
bool is_of_visible(const std::string& measure);

/// Whether `text` is a horizon as measures end in one: "365d".
bool is_days(std::string_view text);

/// Gives each measure of a score a second row, in which the score is called `visible`, so that runs in which people see
/// different scores have rows in common.
///
/// @param score   the score that is visible in the run.
/// @param values  names of the run's value models.
/// Example: of `club` the rows score_club and payoff_club_circles come again as score_visible and
/// payoff_visible_circles; those of `club_2` do not. Cost: O(rows).
void add_visible(RunMeasures& run, const std::string& score, std::span<const std::string> values);

/// Compares two runs.
///
/// With a seed in common every difference is paired_difference over the seeds in which both have the measure; other
/// worlds count for the means alone, so that a difference need not be that of the means beside it. Without one, it is
/// welch_difference over all worlds.
/// @throws std::invalid_argument  not one world a seed, or seeds that do not rise.
/// Example: seeds 1, 2 with 10, 20 and seeds 2, 3 with 23, 90: one pair, difference 3, without an interval.
/// Cost: O(rows log rows) a world.
RunComparison compare_runs(const RunMeasures& first, const RunMeasures& second);

}  // namespace clout
