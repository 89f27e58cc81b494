// The essay's chaser, who behaves "in the patterned way required by the Klout algorithm": whatever is found to bring
// the highest Klout. The essay thought of writing to people of high scores; a plan that goes by score brings less.
#pragma once

#include "sim/plugin/strategy.h"

namespace clout {

struct KloutChaserParams : Plan {
  static constexpr const char* kName = "klout_chaser";
  static constexpr const char* kSummary =
      "Does what brings the highest Klout: posts, and follows people of like interests to be followed.";
  static constexpr const char* kSource =
      "the essay (seed); the best of a grid for its own score (clout calibrate plans)";
  KloutChaserParams();
};

}  // namespace clout
