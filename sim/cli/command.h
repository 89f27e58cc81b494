// The whole program as a function, so that tests can call it. Only this room prints, exits and reads argv.
#pragma once

#include <iosfwd>

namespace clout {

/// What the program ends with.
enum ExitCode : int {
  kDone = 0,
  kInternalError = 1,
  kUsageError = 2,      ///< the command line
  kScenarioFaults = 3,  ///< the scenario, its overrides
  kResourceError = 4,   ///< files, folders, memory
  kInterrupted = 130,   ///< Ctrl-C; what was finished is kept
};

/// Runs `clout` with these arguments; argv[0] is the program. Data goes to `out`, messages to `err`. Never throws.
int run_command(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace clout
