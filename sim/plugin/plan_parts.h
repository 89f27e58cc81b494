// The parts of a plan: what is divided by its sum, and what stands by itself. For whoever varies plans: the search for
// the best one, and people who learn.
#pragma once

#include <array>

#include "sim/plugin/strategy.h"

namespace clout {

/// A parameter of a plan and the name it has in YAML.
struct PlanEntry {
  const char* name;
  double Plan::*value;
};

/// Shares of hours online.
inline constexpr std::array<PlanEntry, 4> kPlanTime = {
    {{"read", &Plan::read}, {"post", &Plan::post}, {"engage", &Plan::engage}, {"discover", &Plan::discover}}};
/// Weights of whom to approach.
inline constexpr std::array<PlanEntry, 5> kPlanApproach = {{{"by_score", &Plan::by_score},
                                                            {"by_affinity", &Plan::by_affinity},
                                                            {"by_bio", &Plan::by_bio},
                                                            {"among_ties", &Plan::among_ties},
                                                            {"at_random", &Plan::at_random}}};
/// Weights of whom to meet.
inline constexpr std::array<PlanEntry, 4> kPlanMeeting = {{{"meet_ties", &Plan::meet_ties},
                                                           {"meet_introduced", &Plan::meet_introduced},
                                                           {"meet_answered", &Plan::meet_answered},
                                                           {"meet_event", &Plan::meet_event}}};
/// Chances, each by itself.
inline constexpr std::array<PlanEntry, 4> kPlanChances = {{{"follow_back_prob", &Plan::follow_back_prob},
                                                           {"follow_prob", &Plan::follow_prob},
                                                           {"reply_prob", &Plan::reply_prob},
                                                           {"reshare_prob", &Plan::reshare_prob}}};

}  // namespace clout
