// What `clout run` says of margins: a table, and a verdict in words that follows from its intervals alone.
#pragma once

#include <string>
#include <vector>

#include "sim/core/page.h"
#include "sim/output/answer_files.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// What the next hour brings by strategy at the median dose at the end of the horizon, as matched over roles, and the
/// verdict below it; then what an hour does to others, what pairing bought, and sentences on what could not be said.
/// Empty without margins.
Page answer_page(const Scenario& scenario, const RunAnswers& answers);

/// The verdict, a sentence an entry: which hour buys more, from where on it is time to take it offline, and from where
/// on an hour online brings little. Strategies that are alike share a sentence; an interval that holds 0 is "cannot
/// tell", and nothing is said of what is not known.
std::vector<std::string> verdict(const Scenario& scenario, const RunAnswers& answers);

}  // namespace clout
