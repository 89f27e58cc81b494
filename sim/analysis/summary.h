// From the agents of one world to its measures, and from worlds to a table with intervals.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/agent_columns.h"
#include "sim/analysis/interval.h"

namespace clout {

inline constexpr const char* kAllStrategies = "ALL";
inline constexpr const char* kBackground = "background";  ///< people as they are; what strategy tables show
inline constexpr const char* kProbes = "probe";           ///< the cohort whose strategy and dose are drawn by design
inline constexpr const char* kEveryone = "everyone";      ///< both; validity and payoff

/// One figure of one world.
struct Measure {
  std::string cohort;    ///< kBackground, kProbes or kEveryone
  std::string strategy;  ///< name, or kAllStrategies
  std::string measure, unit;
  double value = 0;      ///< finite
  bool operator==(const Measure&) const = default;
};

struct WorldMeasures {
  std::vector<Measure> rows;
};

/// Measures of one world, over agents who are present.
///
/// For background and probes, for each strategy that somebody has and for ALL, means over agents of
///   score_NAME [points], value_NAME and gain_NAME [average people], followers, messages_sent, messages_answered,
///   answer_share (answered / sent, both summed; left out if none was sent), meetings_asked, meetings (held, by either
///   side), contacts, diversity [circles], contacts_made, gems_met, gem_met_share (share who met one), hours_online,
///   hours_offline (doses), hours_online_spent, hours_offline_spent [h/week], engagement (hours spent online over those
///   of the doses, both summed), items_read, posts; exposure [authors], over those who read at all; and agents, their
///   number. With mechanisms.motivation also days_online [days/week] and retention (share who have not left).
/// Of their sums over the horizon: gems_per_1000_hours, hours_per_gem (spent online and offline; left out if none was
///   met, so its mean is over the worlds in which one was), gem_lift (gems met / gems_by_chance; left out if that
///   is 0).
/// Over ALL of the background, of followers, score_NAME and value_NAME: gini_COLUMN, top_1_share_COLUMN,
///   top_10_share_COLUMN (inequality.h; left out if a figure is negative); of scores newcomer_parity_NAME (mobility.h):
///   newcomers are those who joined while the world ran, or if nobody did the quarter with the fewest initial
///   followers, and those behave alike who have the same strategy, third of quality and third of posts.
/// Of each strategy of the background validity_SCORE too, among those who live by it: in arms that leave them their
///   strategy they are one panel of people who do not game, however many others do.
/// For everyone: validity_SCORE = Spearman(score, network_worth) and payoff_SCORE_VALUE = Spearman(score, value), left
///   out where a column has no order; mobility_SCORE over the last 90 days. Absent ones included: gems, their number,
///   and gems_hidden_SCORE, the share of them below the 90th percentile of the score at the end.
/// Columns that are empty give no measure.
/// @throws std::invalid_argument  columns that do not fit (for_each_column), or a strategy index without a name.
/// Example: two agents of one strategy with scores 10 and 30: score 20. Cost: O(n log n) for the correlations.
WorldMeasures measure_world(const AgentColumns& columns, const AgentColumnNames& names);

/// One row of a table over worlds. `low` and `high` are meaningless unless `known` (two worlds or more).
struct SummaryRow {
  std::string cohort, strategy, measure, unit;
  double mean = 0, low = 0, high = 0, sd = 0;
  std::size_t worlds = 0;  ///< that had this measure
  bool known = false;
};

/// Mean, 95 % interval and sd over worlds of every measure, in the order in which measures first appear.
std::vector<SummaryRow> summarise(std::span<const WorldMeasures> worlds);

}  // namespace clout
