// The essay's chaser: behaves "in the patterned way required by the Klout algorithm": posts, reshares, and interacts
// with people of high scores to be reshared by them.
#pragma once

#include "sim/plugin/strategy.h"

namespace clout {

struct KloutChaserParams : Plan {
  static constexpr const char* kName = "klout_chaser";
  static constexpr const char* kSummary = "Posts and reshares much, approaches people by their score, follows back.";
  static constexpr const char* kSource = "the essay (seed); numbers assumed";
  KloutChaserParams();
};

}  // namespace clout
