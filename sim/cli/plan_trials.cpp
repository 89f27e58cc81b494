#include "sim/cli/plan_trials.h"

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include "models/strategies/plan.h"
#include "models/strategies/planned.h"
#include "sim/analysis/summary.h"

namespace clout {
namespace {

constexpr std::size_t kMostStrategies = 200;

}  // namespace

StrategySpec strategy_of(const std::string& name, const Plan& plan) {
  PlanParams params;
  static_cast<Plan&>(params) = plan;
  StrategySpec spec;
  spec.name = name;
  spec.model = PlanParams::kName;
  spec.setup = std::make_shared<SetupOf<Strategy, PlanParams, PlannedStrategy>>(params);
  return spec;
}

Scenario with_candidates(const Scenario& scenario, std::span<const Candidate> candidates, std::size_t rotation,
                         double probe_share) {
  if (candidates.empty()) throw std::invalid_argument("with_candidates: there is none");
  if (scenario.strategies.size() + candidates.size() > kMostStrategies)
    throw std::invalid_argument("with_candidates: " + std::to_string(candidates.size()) +
                                " plans besides those of the scenario; at most 200 in all would do");
  Scenario trial = scenario;
  trial.probes.share = probe_share;
  trial.probes.strategies.clear();
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    const std::size_t who = (k + rotation) % candidates.size();
    StrategySpec spec = strategy_of("candidate_" + std::to_string(who), candidates[who].plan);
    trial.probes.strategies.push_back(spec.name);
    trial.strategies.push_back(std::move(spec));
  }
  return trial;
}

double PlanTrial::mean() const {
  double sum = 0;
  for (const double v : worlds) sum += v;
  return worlds.empty() ? 0 : sum / static_cast<double>(worlds.size());
}

std::vector<PlanTrial> try_plans(const TrialOrder& order, std::vector<Candidate> candidates, const std::string& measure,
                                 std::span<const std::uint64_t> seeds, std::size_t rotations) {
  struct Sum {
    double outcome = 0, probes = 0;
  };
  const std::size_t n = candidates.size();
  std::map<std::uint64_t, std::vector<Sum>> sums;
  for (const std::uint64_t seed : seeds) sums[seed].resize(n);
  const std::vector<std::uint64_t> all(seeds.begin(), seeds.end());
  for (std::size_t r = 0; r < rotations && !order.stopped(); ++r) {
    const Scenario trial = with_candidates(order.scenario, candidates, r, order.probe_share);
    run_worlds(trial, all, order.threads, order.hooks, [&](WorldResult&& world) {
      std::map<std::string, Sum> by_name;  // outcome is a mean here
      for (const Measure& row : world.measures.rows) {
        if (row.cohort != kProbes) continue;
        if (row.measure == measure) by_name[row.strategy].outcome = row.value;
        if (row.measure == "agents") by_name[row.strategy].probes = row.value;
      }
      std::vector<Sum>& sum = sums[world.seed];
      for (std::size_t k = 0; k < n; ++k) {
        const Sum& one = by_name["candidate_" + std::to_string(k)];
        sum[k].outcome += one.outcome * one.probes;
        sum[k].probes += one.probes;
      }
    });
  }
  std::vector<PlanTrial> trials;
  for (std::size_t k = 0; k < n; ++k) {
    PlanTrial trial{std::move(candidates[k]), {}};
    for (const std::uint64_t seed : seeds)
      if (sums[seed][k].probes > 0) trial.worlds.push_back(sums[seed][k].outcome / sums[seed][k].probes);
    trials.push_back(std::move(trial));
  }
  return trials;
}

std::vector<RankedPlan> rank_plans(std::span<const PlanTrial> trials, std::size_t present) {
  std::vector<RankedPlan> ranking;
  for (std::size_t k = 0; k < trials.size(); ++k) {
    const PlanTrial& trial = trials[k];
    RankedPlan ranked{trial.candidate.plan, trial.candidate.label, k == present, mean_interval(trial.worlds), {},
                      trial.worlds};
    if (trial.worlds.size() == trials[present].worlds.size())
      ranked.over_present = paired_difference(trial.worlds, trials[present].worlds);
    ranking.push_back(std::move(ranked));
  }
  std::stable_sort(ranking.begin(), ranking.end(),
                   [](const RankedPlan& a, const RankedPlan& b) { return a.outcome.estimate > b.outcome.estimate; });
  return ranking;
}

}  // namespace clout
