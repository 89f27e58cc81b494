// The worlds of a run, of its arms and of the points of its box on their way into their folders: engine and output meet
// here and nowhere else.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/cli/progress.h"
#include "sim/cli/run_verb.h"
#include "sim/engine/run.h"
#include "sim/output/run_folder.h"

namespace clout {

/// The scenario itself, one of its arms or a point of its plausible box, with the folder that its worlds go to.
struct ArmRun {
  std::string name;
  const Scenario& scenario;
  RunIdentity identity;
  std::unique_ptr<RunFolder> folder;
  std::vector<std::uint64_t> seeds;  ///< of worlds that are missing
};

/// The scenario itself, its arms, then the points of its box, each with its folder; all folders are locked before
/// anything is lived. @throws FileError
std::vector<ArmRun> open_arms(const RunOrder& order);

/// What was done, for the line that says how fast it went.
struct Done {
  DayCounts counts;
  MemoryUse memory;  ///< of the largest world
};

/// Lives the missing worlds of one arm. False if interrupted. @throws FileError
bool live_worlds(const ArmRun& arm, unsigned threads, Progress& progress, Done& done);

}  // namespace clout
