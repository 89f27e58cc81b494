// `clout run` and `clout check`.
#pragma once

#include <iosfwd>

#include "sim/cli/options.h"
#include "sim/plugin/catalogue.h"

namespace clout {

/// All that a run is told, checked.
struct RunOrder {
  Scenario scenario;
  std::string folder;           ///< -o or the default
  std::string command;          ///< as the user might have written it, for the record
  unsigned threads = 1;         ///< at least 1
  double world_bytes = 0;       ///< that the files of a world take, roughly
  double table_bytes = 0;       ///< that the tables of the run take, roughly
  double checkpoint_bytes = 0;  ///< that checkpoints take while worlds live
  bool overwrite = false, quiet = false, json = false;
};

/// The scenario of the options. Its faults are printed to `err`; `exit_code` is then what to end with, else kDone.
Scenario read_checked(const Options& options, const Catalogue& catalogue, std::ostream& err, int& exit_code);
/// As asked for, else all that this process may use.
unsigned threads_of(const Options& options);

/// Reads and checks the scenario, then simulates. Returns an ExitCode.
int run_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err);
/// Prints the resolved scenario and the plan. Returns an ExitCode.
int check_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err);

/// Runs the worlds that are not in the folder yet, writes it, prints the summary. Returns an ExitCode.
/// @throws FileError, ScenarioError (faults in data files)
int simulate(const RunOrder& order, std::ostream& out, std::ostream& err);

}  // namespace clout
