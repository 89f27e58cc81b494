// What `clout run` prints at the end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/analysis/arms.h"
#include "sim/analysis/plausible.h"
#include "sim/cli/decomposition_report.h"
#include "sim/core/page.h"
#include "sim/output/answer_files.h"
#include "sim/output/run_folder.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// Measures that the table by strategy shows, in its order.
/// @param value  the value model whose value and gain are shown.
std::vector<std::string> main_measures(const std::vector<std::string>& scores, const std::string& value);

/// Whether the table by score shows a measure: how well a score goes with worth or with value, over everyone.
bool is_about_scores(const std::string& cohort, const std::string& measure);

/// The two strategies whose difference the table of arms shows: those of the models klout_chaser and
/// balanced_networker, the first of each. Nothing if one is missing; then the table shows twins (twins_report.h).
std::optional<StrategyPair> compared_pair(const Scenario& scenario);

/// All that a run says.
struct Findings {
  RunTables base;
  RunAnswers answers;                ///< empty without margins
  std::vector<ArmRow> arms;          ///< as of compare_arms with compared_pair and twin_pair; of base alone if
                                     ///< there are only twins, empty if there is neither
  WhyTheyDiffer why;                 ///< empty without a decomposition
  std::vector<Reversals> reversals;  ///< in the plausible box; empty without one
};

/// For people: what the next hour brings (with margins), tables per strategy and per score, how Twitter-like the worlds
/// were, arms side by side, why two strategies differ, and in how much of the plausible box the answer is another.
Page report_page(const Scenario& scenario, const Findings& findings);

}  // namespace clout
