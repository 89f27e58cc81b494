// `clout sweep`: a study of many points in worker processes, its store, and what can be done with one.
#pragma once

#include <iosfwd>

#include "sim/cli/options.h"
#include "sim/plugin/catalogue.h"

namespace clout {

/// Returns an ExitCode. A sweep, a shard or a merge in which a run has failed ends with kResourceError when all else is
/// done: the rest lived, the tables written. Runs that are missing in a merge are no failure: they may be still to
/// come.
/// @throws UsageError, ScenarioError, FileError
int sweep_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err);

}  // namespace clout
