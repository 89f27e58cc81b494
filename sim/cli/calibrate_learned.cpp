#include "sim/cli/calibrate_learned.h"

#include <algorithm>
#include <utility>

#include "models/strategies/planned.h"
#include "sim/analysis/ratio_interval.h"
#include "sim/cli/figure_text.h"
#include "sim/core/random.h"
#include "sim/engine/build_world.h"

namespace clout {
namespace {

constexpr const char* kBeginning = "casual";
constexpr double kSubjects = 0.5;  // of the people of a strategy: the others go on as they learned

Learning learning_of(const Scenario& scenario, std::size_t strategy) {
  return scenario.strategies[strategy].setup->build()->learning();
}

std::vector<AgentId> subjects_of(const World& world, std::size_t strategy) {
  std::vector<AgentId> subjects;
  for (const AgentId a : world.society->present)
    if (world.strategy[a] == strategy && chance(draw(make_key(world.seed, Stream::design, a), 0), kSubjects))
      subjects.push_back(a);
  return subjects;
}

/// Candidates tried in copies of one world that people learned in.
class LearnedWorld {
 public:
  /// Lives to the end of the burn-in, or until somebody wants it to stop.
  LearnedWorld(const TrialOrder& order, const RunSetup& setup, std::size_t strategy, std::uint64_t seed)
      : order_(order),
        learning_(learning_of(order.scenario, strategy)),
        pool_(1),
        at_fork_(setup, build_world(order.scenario, seed, pool_), pool_) {
    live(at_fork_, static_cast<Day>(order.scenario.burn_in_days));
    subjects_ = subjects_of(at_fork_.world(), strategy);
    had_ = at_fork_.goal_levels(learning_, subjects_, pool_);
    for (const double level : had_) mean_had_ += level / static_cast<double>(had_.size());
  }

  /// Adds to sum and people of each candidate: subject s has candidate (s + rotation) mod n.
  void try_all(const std::vector<Candidate>& candidates, std::size_t rotation, std::vector<double>& sum,
               std::vector<std::size_t>& people) {
    Branch trial(at_fork_);
    const auto of = [&](std::size_t s) { return (s + rotation) % candidates.size(); };
    std::vector<AgentId> changed;
    std::vector<Plan> plans;
    for (std::size_t s = 0; s < subjects_.size(); ++s) {
      if (candidates[of(s)].label == kPresentPlan) continue;
      changed.push_back(subjects_[s]);
      plans.push_back(candidates[of(s)].plan);
    }
    trial.settle(changed, plans, pool_);
    if (!live(trial, kLearnedTrialDays)) return;
    const std::vector<double> has = trial.goal_levels(learning_, subjects_, pool_);
    // What the subjects of one candidate had before, by chance more or less than others, is no merit of the plan.
    for (std::size_t s = 0; s < subjects_.size(); ++s) sum[of(s)] += has[s] - had_[s] + mean_had_, ++people[of(s)];
  }

 private:
  bool live(Branch& branch, Day days) {
    for (Day d = 0; d < days && !order_.stopped(); ++d) {
      branch.live(pool_, scratch_);
      if (order_.hooks.progress) order_.hooks.progress(branch.world().agents());
    }
    return !order_.stopped();
  }

  const TrialOrder& order_;
  const Learning learning_;
  ThreadPool pool_;
  DayScratch scratch_;
  Branch at_fork_;
  std::vector<AgentId> subjects_;
  std::vector<double> had_;  // at the fork, by subject
  double mean_had_ = 0;
};

}  // namespace

std::vector<std::size_t> learning_strategies(const Scenario& scenario) {
  std::vector<std::size_t> learning;
  for (std::size_t s = 0; s < scenario.strategies.size(); ++s) {
    const Learning what = learning_of(scenario, s);
    const bool sees_nothing = what.goal == Learning::Goal::score && what.score.empty() && scenario.visible == "none";
    if (what.goal != Learning::Goal::none && !sees_nothing) learning.push_back(s);
  }
  return learning;
}

PlanGoal goal_of(const Scenario& scenario, std::size_t strategy) {
  const Learning learning = learning_of(scenario, strategy);
  const std::string measure = learning.goal == Learning::Goal::value
                                  ? "value_" + scenario.values.front().name
                                  : "score_" + (learning.score.empty() ? scenario.visible : learning.score);
  const Plan casual = casual_alike();
  PlanGoal goal{scenario.strategies[strategy].name, "highest " + measure, measure, casual, casual, {}, true, 1, 0};
  goal.parts.hours = goal.parts.chances = true;
  goal.each_its_own = true;
  goal.beside = {{kBeginning, casual}};
  return goal;
}

std::vector<PlanTrial> try_after_learning(const TrialOrder& order, std::size_t strategy,
                                          const std::vector<Candidate>& candidates,
                                          const std::vector<std::uint64_t>& seeds, std::size_t rotations) {
  const RunSetup setup(order.scenario);
  const std::size_t n = candidates.size();
  std::vector<std::vector<double>> sums(seeds.size(), std::vector<double>(n));
  std::vector<std::vector<std::size_t>> people(seeds.size(), std::vector<std::size_t>(n));
  ThreadPool pool(order.threads);
  pool.for_chunks(seeds.size(), 1, [&](std::size_t w, std::size_t, std::size_t, unsigned) {
    LearnedWorld world(order, setup, strategy, seeds[w]);
    for (std::size_t r = 0; r < std::max(rotations, kLearnedRotations) && !order.stopped(); ++r)
      world.try_all(candidates, r, sums[w], people[w]);
  });
  std::vector<PlanTrial> trials;
  for (std::size_t k = 0; k < n; ++k) {
    PlanTrial trial{candidates[k], {}};
    for (std::size_t w = 0; w < seeds.size(); ++w)
      if (people[w][k] > 0) trial.worlds.push_back(sums[w][k] / static_cast<double>(people[w][k]));
    trials.push_back(std::move(trial));
  }
  return trials;
}

LearnedDistance distance_to_best(const PlanSearch& search) {
  const RankedPlan *present = nullptr, *beginning = nullptr;
  for (const RankedPlan& plan : search.ranking) {
    if (plan.present) present = &plan;
    if (plan.label == kBeginning) beginning = &plan;
  }
  if (present == nullptr || beginning == nullptr) return {};
  const std::vector<double>& best = search.ranking.front().worlds;
  std::vector<double> of_best, missing_points, learnable_points;
  for (std::size_t w = 0; w < std::min({best.size(), present->worlds.size(), beginning->worlds.size()}); ++w) {
    const double missing = best[w] - present->worlds[w], learnable = best[w] - beginning->worlds[w];
    if (best[w] > 0) of_best.push_back(missing / best[w]);
    missing_points.push_back(missing);
    learnable_points.push_back(learnable);
  }
  return {mean_interval(of_best), ratio_interval(missing_points, learnable_points)};
}

std::string learned_search_text(const PlanGoal& goal, const PlanSearch& search) {
  std::string text = plan_search_text(goal, search);
  if (search.ranking.empty()) return text;
  const LearnedDistance distance = distance_to_best(search);
  const auto percent = [](Interval i) {
    for (double* figure : {&i.estimate, &i.low, &i.high}) *figure *= 100;
    return i.worlds == 0 ? std::string("?") : interval_text(i) + " %";
  };
  text += search.ranking.front().present ? "None of " + std::to_string(search.tried) + " plans tried brings more " +
                                               goal.measure + " than what " + goal.strategy + " learned"
                                         : "What " + goal.strategy + " learned is " + percent(distance.of_best) +
                                               " below the best response in " + goal.measure;
  return text + (distance.of_learnable.known
                     ? "; left to learn is " + percent(distance.of_learnable) +
                           " of what the best has more than the plan that all begin near.\n"
                     : "; the best may have no more than the plan that all begin near, so there may be nothing to "
                       "learn.\n");
}

}  // namespace clout
