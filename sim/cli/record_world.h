// A world of a scenario, lived and written down.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/core/ids.h"
#include "sim/core/parallel.h"
#include "sim/recorded/recording.h"
#include "sim/scenario/scenario.h"
#include "sim/world/society.h"

namespace clout {

struct RecordedWorld {
  Recording recording;  ///< with the bios
  std::shared_ptr<const Society> society;
  std::vector<std::uint8_t> strategy;      ///< index into Scenario::strategies, by agent
  std::vector<std::vector<float>> scores;  ///< at the end, by Scenario::scores
};

/// Lives a world from day 0 for so many days. Memory: about 30 bytes an act.
RecordedWorld record_world(const Scenario& scenario, std::uint64_t seed, Day days, ThreadPool& pool);

/// How the scenario weighs and forgets reactions.
RecordingParams recording_params(const Scenario& scenario, std::uint64_t seed);

}  // namespace clout
