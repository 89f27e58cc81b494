// `clout calibrate`: how the constants were found that nobody published, and how far intervals can be trusted. It
// prints; people put what it prints into the sources, so that a figure changes only with a commit.
#pragma once

#include <iosfwd>

#include "sim/cli/options.h"
#include "sim/plugin/catalogue.h"

namespace clout {

/// `calibrate klout`, `calibrate plans` or `calibrate estimators`. Returns an ExitCode.
int calibrate_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err);

}  // namespace clout
