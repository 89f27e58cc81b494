// The essay's executive: "they are there, they watch, but don't have much time to spend chatting". Half of the chief
// executives who are present post at most once a month (CEO.com 2015).
#pragma once

#include "sim/plugin/strategy.h"

namespace clout {

struct LurkerExecutiveParams : Plan {
  static constexpr const char* kName = "lurker_executive";
  static constexpr const char* kSummary =
      "Reads, hardly posts; writes to people found by bio, meets those it knows and those they introduce.";
  static constexpr const char* kSource =
      "the essay (seed); CEO.com 2012-16; the best of a grid for its own gain (clout calibrate plans)";
  LurkerExecutiveParams();
};

}  // namespace clout
