#include "sim/cli/audit_striving.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/analysis/goodhart.h"
#include "sim/cli/calibrate_plans.h"
#include "sim/engine/run.h"
#include "sim/plugin/plan_parts.h"

namespace clout {
namespace {

constexpr std::uint64_t kWorldsEach = 3;  // for each of the audit's, when plans are compared: gains differ much
constexpr double kTrialShare = 0.4;       // of people, while plans are tried
constexpr double kStriverShare = 0.2;     // of people by either plan, when they are compared

std::vector<ScoreSpec>::const_iterator named(const Scenario& scenario, const std::string& score) {
  return std::find_if(scenario.scores.begin(), scenario.scores.end(),
                      [&](const ScoreSpec& spec) { return spec.name == score; });
}

FoundPlan best_plan(const Scenario& scenario, const std::string& measure, PlanParts parts, unsigned threads) {
  PlanGoal goal;
  goal.measure = measure;
  goal.parts = parts;
  goal.present = goal.fixed = casual_alike();
  const TrialOrder order{scenario, kTrialShare, threads, {}};
  const PlanSearch search = search_plan(order, goal, static_cast<std::size_t>(scenario.worlds.count));
  return {search.ranking.front().plan, search.tried};
}

void compare(const Scenario& seen, const std::string& score, unsigned threads, Striving& found) {
  Scenario both = seen;
  for (StrategySpec& other : both.strategies) other.share *= 1 - 2 * kStriverShare;
  const auto first = static_cast<std::uint32_t>(both.strategies.size());
  for (const auto& [name, plan] :
       {std::pair("for_score", &found.for_score), std::pair("for_value", &found.for_value)}) {
    both.strategies.push_back(strategy_of(name, *plan));
    both.strategies.back().share = kStriverShare;
  }
  const GoodhartTwins twins = {first, first + 1, static_cast<std::size_t>(named(seen, score) - seen.scores.begin()), 0};
  // Seeds that no search has lived: a search takes as many as it likes from the first on.
  std::vector<std::uint64_t> seeds(kWorldsEach * static_cast<std::uint64_t>(seen.worlds.count));
  for (std::size_t k = 0; k < seeds.size(); ++k)
    seeds[k] = static_cast<std::uint64_t>(seen.worlds.seed) + (std::uint64_t{1} << 40) + k;
  std::vector<std::vector<Measure>> rows(seeds.size());
  run_worlds(both, seeds, threads, {},
             [&](WorldResult&& world) { rows[world.seed - seeds.front()] = goodhart_measures(world.columns, twins); });
  const auto over_worlds = [&](const std::string& measure) {
    std::vector<double> values;
    for (const auto& world : rows)
      for (const Measure& row : world)
        if (row.measure == measure) values.push_back(row.value);
    return values.size() == rows.size() ? mean_interval(values) : Interval{};
  };
  found.regret = over_worlds("goodhart_regret");
  found.wedge = over_worlds("wedge");
}

}  // namespace

FoundPlan plan_for_value(const Scenario& unseen, unsigned threads) {
  if (unseen.horizon_days < kGainWindowDays || unseen.values.empty()) return {};
  return best_plan(unseen, "gain_" + unseen.values.front().name, {}, threads);
}

Striving strive(const Scenario& seen, const std::string& score, const FoundPlan& for_value, unsigned threads) {
  Striving found;
  if (for_value.plans_tried == 0) return found;
  // A score that sees no meetings leaves open whom to meet; chance would choose.
  PlanParts of_score;
  of_score.meeting = named(seen, score)->setup->build()->reads().has(ScoreInput::check_ins);
  const FoundPlan for_score = best_plan(seen, "score_" + score, of_score, threads);
  found.for_score = for_score.plan;
  found.for_value = for_value.plan;
  found.plans_tried = for_score.plans_tried + for_value.plans_tried;
  compare(seen, score, threads, found);
  return found;
}

std::string plan_yaml(const std::string& name, const Plan& plan) {
  std::string text = "{name: " + name + ", model: plan";
  const auto add = [&](const auto& part) {
    double sum = 0;
    for (const PlanEntry& entry : part) sum += plan.*entry.value;
    for (const PlanEntry& entry : part) text += fmt::format(", {}: {:.4g}", entry.name, plan.*entry.value / sum);
  };
  add(kPlanTime);
  add(kPlanApproach);
  add(kPlanMeeting);
  return text +
         fmt::format(", post_spread: {:.4g}, never_post_share: {:.4g}}}", plan.post_spread, plan.never_post_share);
}

}  // namespace clout
