// What striving for a score costs, from twins: people who strive for it beside people who strive for value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/analysis/agent_columns.h"
#include "sim/analysis/summary.h"

namespace clout {

/// Which people and figures are compared: indices into the strategies, scores and values of AgentColumnNames.
struct GoodhartTwins {
  std::uint32_t score_twin = 0, value_twin = 0;
  std::size_t score = 0, value = 0;
};

/// Over people of the background who have an account, S the score, G the gain of connection value:
///
/// - `goodhart_regret` (share): (G_v - G_s) / G_v, G_v the mean gain of those who strive for value, G_s of those who
///   strive for the score, in the same hours. 0: the score leads where value lies; 1: all is lost; above 1: worse than
///   nothing.
/// - `wedge`: 1 - theta_s / theta_v, theta = atan2(dG / sd G, dS / sd S), d the mean less that of all who strive for
///   neither, sd over those. 0: a point gained by striving for the score is worth what it is to the others; 1: nothing;
///   above 1: it harms.
///
/// One that has no value (nobody is of a kind, G_v not above 0, theta_v not above 0, all alike) is left out.
/// Cohort background, strategy ALL. Source: Goodhart 1975; forms as in sim/MODEL.md, 6.
/// Example: G_v = 10, G_s = 6: the regret is .4.
std::vector<Measure> goodhart_measures(const AgentColumns& columns, const GoodhartTwins& twins);

}  // namespace clout
