// The essay's advice: connect with people instead of scores, search bios ("CTOs in Chicago"), and mix on line and off
// line: meet those who answered and those one is introduced to.
#pragma once

#include "sim/plugin/strategy.h"

namespace clout {

struct BalancedNetworkerParams : Plan {
  static constexpr const char* kName = "balanced_networker";
  static constexpr const char* kSummary = "Approaches by interests and bio, keeps up ties, meets people who answered.";
  static constexpr const char* kSource = "the essay (seed); numbers assumed";
  BalancedNetworkerParams();
};

}  // namespace clout
