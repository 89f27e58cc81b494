// `clout sweep`: a study of many points in worker processes, its store, and what can be done with one.
#pragma once

#include <iosfwd>

#include "sim/cli/options.h"
#include "sim/plugin/catalogue.h"

namespace clout {

/// Returns an ExitCode: kDone also if some runs failed, which the last line and `sweep status` say.
/// @throws UsageError, ScenarioError, FileError
int sweep_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err);

}  // namespace clout
