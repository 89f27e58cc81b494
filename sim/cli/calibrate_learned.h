// How far what people learned is from the best that they could do: the distance to the best response.
//
// The worlds of a scenario are lived, and what a typical one of each strategy that learns came to do, the median of
// each entry over people, is averaged over worlds: the learned plan. In fresh worlds all of them live by it, and probes
// try others (calibrate_plans.h): what one of many gains by doing something else is what is left to learn.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/cli/calibrate_plans.h"

namespace clout {

/// What the people of a strategy came to do, and what they strive for.
struct LearnedPlan {
  std::string strategy;
  std::string measure;  ///< of measure_world: score_NAME or gain_NAME
  Plan plan;            ///< of a typical one; shares sum to 1
};

/// Lives the worlds of the scenario. Empty if nobody learns, or if it was stopped.
std::vector<LearnedPlan> learned_plans(const TrialOrder& order);

/// The scenario with everybody who learns living by the learned plan from the first day on: `days` of burn-in and of
/// horizon at most, on seeds that the scenario has not.
Scenario with_learned(const Scenario& scenario, const std::vector<LearnedPlan>& learned, double days);

/// What to look for in with_learned(): a plan that beats the learned one for its own goal, in all that can be learned.
PlanGoal goal_of(const LearnedPlan& learned);

/// 1 - learned / best in the worlds of the last round; 0 if nothing beat the learned plan.
Interval distance_to_best(const PlanSearch& search);

/// The table of the search and the distance, in a sentence.
std::string learned_search_text(const PlanGoal& goal, const PlanSearch& search);

}  // namespace clout
