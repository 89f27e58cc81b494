// What `clout run` prints at the end.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/output/answer_files.h"
#include "sim/analysis/arms.h"
#include "sim/output/run_folder.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// Measures that the table by strategy shows, in its order.
/// @param value  the value model whose value and gain are shown.
std::vector<std::string> main_measures(const std::vector<std::string>& scores, const std::string& value);

/// Whether the table by score shows a measure: how well a score goes with worth or with value.
bool is_about_scores(const std::string& measure);

/// The two strategies whose difference the table of arms shows: those of the models klout_chaser and
/// balanced_networker, the first of each. Nothing if one is missing.
std::optional<StrategyPair> compared_pair(const Scenario& scenario);

/// Tables for people: what the next hour brings (with margins), per strategy, per score, how Twitter-like the worlds
/// were, and arms side by side. `width` as in Table::text.
/// @param arms  as of compare_arms with compared_pair(scenario); none: no table.
std::string report_text(const Scenario& scenario, const RunTables& tables, const RunAnswers& answers,
                        std::span<const ArmRow> arms,
                        std::size_t width);

/// The same figures and all others as one JSON object on several lines. A figure that is not known is null.
std::string report_json(const Scenario& scenario, const RunTables& tables, std::span<const ArmRow> arms,
                        const std::string& folder);

}  // namespace clout
