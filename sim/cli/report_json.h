// What `clout run --json` prints: the figures of report.h and more, for programs. Its keys are described in
// scenarios/README.md.
#pragma once

#include <string>

#include "sim/cli/report.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// One JSON object on several lines. A figure that is not known is null; what a run does not have (margins, arms,
/// decomposition, plausible) is no key. `folder` is null.
std::string report_json(const Scenario& scenario, const Findings& findings);

/// The same with a folder: where a run lies is no part of what it says.
std::string with_folder(const std::string& json, const std::string& folder);

}  // namespace clout
