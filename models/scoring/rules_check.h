// What of rules that are each in order cannot work together. rules_params.cpp asks when it has read them all.
#pragma once

#include "models/scoring/rules_params.h"

namespace clout {

/// What was read without a fault. What hangs on the rest is not asked for: one fault is told once.
struct RulesKnown {
  bool all, levels;
};

/// Refuses levels that nobody reaches, badges that cannot be earned, names that stand for two, points taken back that
/// are forgotten or share a cap, and rules by which everybody would have the same score for ever.
void check_together(ParamVisitor& v, const RulesParams& rules, const RulesKnown& known);

}  // namespace clout
