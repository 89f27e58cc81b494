// The worlds of a run, of its arms and of the points of its box on their way into their folders: engine and output meet
// here and nowhere else.
#pragma once

#include <atomic>
#include <cstdint>
#include <iosfwd>
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

/// What the arms of a run share while it goes on.
class Progress {
 public:
  Progress(std::ostream& err, bool visible, double agent_days, std::size_t landed, std::size_t all)
      : line_(err, visible, stderr_has_colour()), agent_days_(agent_days), all_(all), landed_(landed) {}
  void lived(std::uint64_t more) {
    const auto done = static_cast<double>(lived_ += more);
    line_.show(agent_days_ > 0 ? done / agent_days_ : 1,
               std::to_string(landed_.load()) + " of " + std::to_string(all_) + " worlds");
  }
  void landed() { ++landed_; }
  void clear() { line_.clear(); }
  double agent_days() const { return static_cast<double>(lived_.load()); }

 private:
  ProgressLine line_;
  const double agent_days_;
  const std::size_t all_;
  std::atomic<std::uint64_t> lived_{0};
  std::atomic<std::size_t> landed_;
};

/// What was done, for the line that says how fast it went.
struct Done {
  DayCounts counts;
  MemoryUse memory;  ///< of the largest world
};

/// Lives the missing worlds of one arm. False if interrupted. @throws FileError
bool live_worlds(const ArmRun& arm, unsigned threads, Progress& progress, Done& done);

}  // namespace clout
