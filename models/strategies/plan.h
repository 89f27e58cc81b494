// A plan written out in the scenario: every field of Plan is a key. What is not written is as in `casual`.
#pragma once

#include "sim/plugin/strategy.h"

namespace clout {

struct PlanParams : Plan {
  static constexpr const char* kName = "plan";
  static constexpr const char* kSummary = "A plan of your own; fields that are not written are those of casual.";
  static constexpr const char* kSource = "the scenario";
  PlanParams();
};

}  // namespace clout
