#include "sim/cli/calibrate_learned.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
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

// Of worlds that are kept at their forks; more are lived again each time. Those of scenarios/twins.yaml have some 30
// MB.
constexpr std::size_t kKeptBytes = std::size_t{2} << 30;

/// Lives `days` days, or until somebody wants it to stop: then false.
bool live_days(const TrialOrder& order, Branch& branch, Day days, ThreadPool& pool) {
  DayScratch scratch;
  for (Day d = 0; d < days && !order.stopped(); ++d) {
    branch.live(pool, scratch);
    if (order.hooks.progress) order.hooks.progress(branch.world().agents());
  }
  return !order.stopped();
}

/// What a subject had at the fork, and after a trial.
struct BeforeAfter {
  double had, has;
};

/// Candidates tried in copies of one world that people learned in.
class LearnedTrials {
 public:
  LearnedTrials(const TrialOrder& order, const Branch& at_fork, std::size_t strategy, std::size_t candidates)
      : order_(order),
        learning_(learning_of(order.scenario, strategy)),
        pool_(1),
        at_fork_(at_fork),
        subjects_(subjects_of(at_fork.world(), strategy)),
        had_(at_fork.goal_levels(learning_, subjects_, pool_)),
        places_(subjects_.size()),
        tried_(candidates) {
    std::iota(places_.begin(), places_.end(), std::size_t{0});
    std::stable_sort(places_.begin(), places_.end(), [&](std::size_t a, std::size_t b) { return had_[a] < had_[b]; });
  }

  /// The subject of place p has candidate (p + shift) mod n. Places are by what subjects had, so that every candidate
  /// gets some who had little and some who had much.
  void try_all(const std::vector<Candidate>& candidates, std::size_t shift) {
    Branch trial(at_fork_);
    const auto of = [&](std::size_t p) { return (p + shift) % candidates.size(); };
    std::vector<AgentId> changed;
    std::vector<Plan> plans;
    for (std::size_t p = 0; p < places_.size(); ++p) {
      if (candidates[of(p)].label == kPresentPlan) continue;
      changed.push_back(subjects_[places_[p]]);
      plans.push_back(candidates[of(p)].plan);
    }
    trial.settle(changed, plans, pool_);
    if (!live_days(order_, trial, kLearnedTrialDays, pool_)) return;
    const std::vector<double> has = trial.goal_levels(learning_, subjects_, pool_);
    for (std::size_t p = 0; p < places_.size(); ++p) tried_[of(p)].push_back({had_[places_[p]], has[places_[p]]});
  }

  /// By candidate, of those that somebody had: what all subjects would have after the trial. That those of one
  /// candidate had more before than others is no merit of the plan: as much is taken off as goes with it among people
  /// of one and the same plan (analysis of covariance, one slope for all plans). Where all had every plan it is the
  /// mean.
  std::vector<std::optional<double>> levels() const {
    std::vector<BeforeAfter> means;
    double all_had = 0, people = 0, together = 0, square = 0;
    for (const std::vector<BeforeAfter>& of_one : tried_) {
      BeforeAfter mean{0, 0};
      for (const BeforeAfter& one : of_one) {
        mean.had += one.had / static_cast<double>(of_one.size());
        mean.has += one.has / static_cast<double>(of_one.size());
        all_had += one.had, ++people;
      }
      for (const BeforeAfter& one : of_one) {
        together += (one.had - mean.had) * (one.has - mean.has);
        square += (one.had - mean.had) * (one.had - mean.had);
      }
      means.push_back(mean);
    }
    const double slope = square > 0 ? together / square : 0;
    std::vector<std::optional<double>> levels(tried_.size());
    for (std::size_t k = 0; k < tried_.size(); ++k)
      if (!tried_[k].empty()) levels[k] = means[k].has - slope * (means[k].had - all_had / people);
    return levels;
  }

 private:
  const TrialOrder& order_;
  const Learning learning_;
  ThreadPool pool_;
  const Branch& at_fork_;
  const std::vector<AgentId> subjects_;
  const std::vector<double> had_;  // at the fork, by subject
  std::vector<std::size_t> places_;
  std::vector<std::vector<BeforeAfter>> tried_;  // by candidate
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
  goal.each_its_own = goal.same_worlds = true;
  goal.beside = {{kBeginning, casual}};
  return goal;
}

LearnedWorlds::LearnedWorlds(const TrialOrder& order) : order_(order), setup_(order.scenario) {}

std::shared_ptr<const Branch> LearnedWorlds::at_fork(std::uint64_t seed) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = kept_.find(seed); found != kept_.end()) return found->second;
    ++lived_;
  }
  ThreadPool pool(1);
  const auto branch = std::make_shared<Branch>(setup_, build_world(order_.scenario, seed, pool), pool);
  if (!live_days(order_, *branch, static_cast<Day>(order_.scenario.burn_in_days), pool)) return nullptr;
  const std::lock_guard lock(mutex_);
  if (kept_bytes_ + branch->memory_bytes() <= kKeptBytes) {
    kept_bytes_ += branch->memory_bytes();
    kept_.emplace(seed, branch);
  }
  return branch;
}

std::vector<PlanTrial> LearnedWorlds::try_plans(std::size_t strategy, const std::vector<Candidate>& candidates,
                                                const std::vector<std::uint64_t>& seeds, std::size_t rotations) {
  const std::size_t n = candidates.size();
  const std::size_t turns = std::max(rotations, kLearnedRotations);
  std::vector<std::vector<std::optional<double>>> levels(seeds.size());
  ThreadPool pool(order_.threads);
  pool.for_chunks(seeds.size(), 1, [&](std::size_t w, std::size_t, std::size_t, unsigned) {
    const std::shared_ptr<const Branch> fork = at_fork(seeds[w]);
    if (fork == nullptr) return;
    LearnedTrials trials(order_, *fork, strategy, n);
    for (std::size_t r = 0; r < turns && !order_.stopped(); ++r)
      trials.try_all(candidates, turns < n ? r * n / turns : r);  // far apart, or each plan in turn
    levels[w] = trials.levels();
  });
  std::vector<PlanTrial> trials;
  for (std::size_t k = 0; k < n; ++k) {
    PlanTrial trial{candidates[k], {}};
    for (const auto& of_world : levels)
      if (k < of_world.size() && of_world[k]) trial.worlds.push_back(*of_world[k]);
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
  text += "The search ends after four rounds, whether or not more would be found: " + std::to_string(search.tried) +
          " plans, each tried for " + std::to_string(kLearnedTrialDays) + " days, in " + std::to_string(search.worlds) +
          " worlds that people learned in; the last " + std::to_string(search.ranking.front().outcome.worlds) +
          " of them were kept for the last round.\n";
  const LearnedDistance distance = distance_to_best(search);
  text += search.ranking.front().present ? "None of " + std::to_string(search.tried) + " plans tried brings more " +
                                               goal.measure + " than what " + goal.strategy + " learned"
                                         : "What " + goal.strategy + " learned is " + percent_text(distance.of_best) +
                                               " below the best response in " + goal.measure;
  return text + (distance.of_learnable.known
                     ? "; left to learn is " + percent_text(distance.of_learnable) +
                           " of what the best has more than the plan that all begin near.\n"
                     : "; the best may have no more than the plan that all begin near, so there may be nothing to "
                       "learn.\n");
}

}  // namespace clout
