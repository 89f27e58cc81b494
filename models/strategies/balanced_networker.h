// The essay's advice: connect with people instead of scores, search bios ("CTOs in Chicago"), and mix online and
// offline. How much of each is what was found to bring the largest gain.
#pragma once

#include "sim/plugin/strategy.h"

namespace clout {

struct BalancedNetworkerParams : Plan {
  static constexpr const char* kName = "balanced_networker";
  static constexpr const char* kSummary =
      "Writes to people found by bio; meets those it knows and those they introduce.";
  static constexpr const char* kSource =
      "the essay (seed); the best of a grid for its own gain (clout calibrate plans)";
  BalancedNetworkerParams();
};

}  // namespace clout
