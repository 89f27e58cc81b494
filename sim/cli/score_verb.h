// clout score: algorithms on data of real people.
#pragma once

#include <iosfwd>

#include "sim/cli/options.h"
#include "sim/plugin/catalogue.h"

namespace clout {

/// Scores the people of a log of acts, a list of links or a table of counts; prints a table or writes it to a file, and
/// for judged pairs says how often each score agrees with the judge. Returns an exit code.
/// @throws ScenarioError  faults of a file, or a score that looks at what the data do not have.
/// @throws ModelError     a score has no finite number for somebody.
/// @throws FileError      a file cannot be written.
int score_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err);

}  // namespace clout
