// What `clout run` prints at the end.
#pragma once

#include <cstddef>
#include <string>

#include "sim/output/answer_files.h"
#include "sim/output/run_folder.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// Tables for people: what the next hour brings (with margins), per strategy, per score, and how Twitter-like the
/// worlds were. `width` as in Table::text.
std::string report_text(const Scenario& scenario, const RunTables& tables, const RunAnswers& answers,
                        std::size_t width);

/// The same figures and all others as one JSON object on several lines. A figure that is not known is null.
std::string report_json(const Scenario& scenario, const RunTables& tables, const std::string& folder);

}  // namespace clout
