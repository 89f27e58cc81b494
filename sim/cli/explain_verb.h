// clout explain: where an agent's points come from.
#pragma once

#include <iosfwd>

#include "sim/cli/options.h"
#include "sim/plugin/catalogue.h"

namespace clout {

/// Lives a world of a run again up to a day, and prints where the score of an agent, or of two, comes from. Returns an
/// exit code: kScenarioFaults for a score that an intervention has changed, as no act tells of it.
/// @throws FileError, ScenarioError  the folder is no run, or of a scenario that this program cannot read.
/// @throws UsageError  the run has no such agent, day, seed or score.
int explain_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err);

}  // namespace clout
