#include "sim/cli/calibrate_learned.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include "models/strategies/plan.h"
#include "models/strategies/planned.h"
#include "sim/cli/figure_text.h"
#include "sim/plugin/plan_parts.h"

namespace clout {
namespace {

/// Last figures of each measure of a strategy, one a world.
using Figures = std::map<std::string, std::vector<double>>;

/// Of the medians over people, where they differ at all; the mean over worlds.
double typical(const Figures& figures, const char* name) {
  auto found = figures.find(std::string("plan_") + name + "_median");
  if (found == figures.end()) found = figures.find(std::string("plan_") + name);
  if (found == figures.end() || found->second.empty()) return 0;
  double sum = 0;
  for (const double v : found->second) sum += v;
  return sum / static_cast<double>(found->second.size());
}

template <std::size_t n>
void take(const Figures& figures, const std::array<PlanEntry, n>& entries, Plan& plan) {
  for (const PlanEntry& entry : entries) plan.*entry.value = typical(figures, entry.name);
}

/// Medians of shares need not sum to 1.
void divide_by_sum(Plan& plan, std::span<const PlanEntry> part) {
  double sum = 0;
  for (const PlanEntry& entry : part) sum += plan.*entry.value;
  if (sum <= 0) return;  // then the plan is refused, with what is wrong with it
  for (const PlanEntry& entry : part) plan.*entry.value /= sum;
}

/// What is not learned is as in the plan that the strategy begins with.
Plan first_plan(const StrategySpec& spec) {
  const AgentId somebody = 0;
  std::uint32_t plan_of = 0;
  std::vector<Plan> plans;
  spec.setup->build()->plan({&somebody, 1}, {}, plans, {&plan_of, 1});
  return plans.at(plan_of);
}

Plan plan_of(const StrategySpec& spec, const Figures& figures) {
  Plan plan = first_plan(spec);
  take(figures, kPlanTime, plan);
  take(figures, kPlanApproach, plan);
  take(figures, kPlanMeeting, plan);
  take(figures, kPlanChances, plan);
  for (const auto& part : {std::span<const PlanEntry>(kPlanTime), std::span<const PlanEntry>(kPlanApproach),
                           std::span<const PlanEntry>(kPlanMeeting)})
    divide_by_sum(plan, part);
  plan.move_online = typical(figures, "move_online");
  plan.online_days = std::clamp<std::int64_t>(static_cast<std::int64_t>(typical(figures, "online_days") + 0.5), 1, 7);
  return plan;
}

std::string measure_of(const Learning& learning, const Scenario& scenario) {
  if (learning.goal == Learning::Goal::value) return "gain_" + scenario.values.front().name;
  return "score_" + (learning.score.empty() ? scenario.scores.front().name : learning.score);
}

}  // namespace

std::vector<LearnedPlan> learned_plans(const TrialOrder& order) {
  const Scenario& scenario = order.scenario;
  std::vector<std::uint64_t> seeds;
  for (std::int64_t k = 0; k < scenario.worlds.count; ++k)
    seeds.push_back(static_cast<std::uint64_t>(scenario.worlds.seed + k));
  std::map<std::string, std::map<std::uint64_t, std::map<std::string, double>>>
      last;  // the order of worlds is not fixed
  const bool whole = run_worlds(scenario, seeds, order.threads, order.hooks, [&](WorldResult&& world) {
    for (const DailyRow& row : world.learned) last[row.strategy][world.seed][row.measure] = row.value;
  });
  std::vector<LearnedPlan> learned;
  for (const StrategySpec& spec : scenario.strategies) {
    const Learning learning = spec.setup->build()->learning();
    if (!whole || learning.goal == Learning::Goal::none) continue;
    Figures figures;
    for (const auto& [seed, of_world] : last[spec.name])
      for (const auto& [measure, value] : of_world) figures[measure].push_back(value);
    learned.push_back({spec.name, measure_of(learning, scenario), plan_of(spec, figures)});
  }
  return learned;
}

Scenario with_learned(const Scenario& scenario, const std::vector<LearnedPlan>& learned, double days) {
  Scenario settled = scenario;
  settled.burn_in_days = std::min(scenario.burn_in_days, days);
  settled.horizon_days = std::min(scenario.horizon_days, days);
  settled.worlds.seed += scenario.worlds.count;
  for (StrategySpec& spec : settled.strategies)
    for (const LearnedPlan& one : learned) {
      if (one.strategy != spec.name) continue;
      PlanParams params;
      static_cast<Plan&>(params) = one.plan;
      spec.model = PlanParams::kName;
      spec.setup = std::make_shared<SetupOf<Strategy, PlanParams, PlannedStrategy>>(params);
    }
  return settled;
}

PlanGoal goal_of(const LearnedPlan& learned) {
  PlanGoal goal{
      learned.strategy, "highest mean " + learned.measure, learned.measure, learned.plan, learned.plan, {}, true, 1, 0};
  goal.parts.hours = goal.parts.chances = true;
  return goal;
}

Interval distance_to_best(const PlanSearch& search) {
  const auto present =
      std::find_if(search.ranking.begin(), search.ranking.end(), [](const RankedPlan& plan) { return plan.present; });
  if (present == search.ranking.end()) return {};
  const std::vector<double>& best = search.ranking.front().worlds;
  std::vector<double> distances;
  for (std::size_t w = 0; w < best.size() && w < present->worlds.size(); ++w)
    distances.push_back(best[w] == 0 ? 0 : 1 - present->worlds[w] / best[w]);
  return mean_interval(distances);
}

std::string learned_search_text(const PlanGoal& goal, const PlanSearch& search) {
  std::string text = plan_search_text(goal, search);
  if (search.ranking.empty()) return text;
  const Interval distance = distance_to_best(search);
  Interval percent = distance;
  for (double* bound : {&percent.estimate, &percent.low, &percent.high}) *bound *= 100;
  return text + "What " + goal.strategy + " learned is " + interval_text(percent) + " % below the best response in " +
         goal.measure + ".\n";
}

}  // namespace clout
