// `clout export`: the agents of a run as CSV.
#pragma once

#include <iosfwd>

#include "sim/cli/options.h"

namespace clout {

/// Writes the table to `out`, or to the file that was asked for, which appears whole or not at all. Returns an
/// ExitCode.
/// @throws UsageError  the run has no world of that seed.
/// @throws FileError   no run, no finished world, or the file is there and is not to be replaced.
int export_verb(const Options& options, std::ostream& out);

}  // namespace clout
