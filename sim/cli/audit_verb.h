// clout audit: what cheating pays under a score.
#pragma once

#include <iosfwd>

#include "sim/cli/options.h"
#include "sim/plugin/catalogue.h"

namespace clout {

/// Lives worlds in which no score is visible, plays exploits of a score against what their people did, and prints which
/// pay, what they cost, which cap would stop them, and each plan as YAML. Returns an exit code.
/// @throws ScenarioError  faults of the score or of the scenario.
int audit_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err);

}  // namespace clout
