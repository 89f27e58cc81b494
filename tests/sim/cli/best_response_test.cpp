// That people who strive for a score come near the best that they could do for it.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "models/catalogue.h"
#include "sim/cli/calibrate_learned.h"

using namespace clout;

namespace {

// A point a post, the last four weeks': whoever posts all day, all hours online, has most.
Scenario strivers(const std::string& burn_in) {
  Faults faults;
  Scenario s = read_scenario(
      "schema: 1\nhorizon: 7d\npopulation: {agents: 300, network: {following_mean: 20}}\n"
      "strategies: [{name: casual, share: 0.4}, {name: score_learner, share: 0.6, review_every: 7d}]\n"
      "scoring: {visible: {name: posts, model: rules, points: [{act: post}], forget: window, forget_days: 28}}\n"
      "worlds: {count: 2}\nburn_in: " +
          burn_in + '\n',
      "s.yaml", {}, make_catalogue(), faults);
  REQUIRE(faults.text() == "");
  return s;
}

}  // namespace

TEST_CASE("after a hundred reviews people are less than 5 % below the best response to points for posts") {
  const Scenario s = strivers("728d");
  const TrialOrder order{s, 0, 2, {}};
  const PlanGoal goal = goal_of(s, 1);
  LearnedWorlds worlds(order);
  const PlanTrials trials = [&](const std::vector<Candidate>& candidates, const std::vector<std::uint64_t>& seeds,
                                std::size_t rotations) { return worlds.try_plans(1, candidates, seeds, rotations); };
  const PlanSearch search = search_plan(order, trials, goal, 2);
  CHECK(worlds.lived() == 6);
  REQUIRE(!search.ranking.empty());
  CHECK(distance_to_best(search).of_best.estimate < 0.05);

  // Which says something only if the search finds the best there is, whether or not somebody has learned it: above all
  // of a plan that nobody had to begin with.
  const RankedPlan* best = nullptr;
  for (const RankedPlan& plan : search.ranking)
    if (!plan.present && best == nullptr) best = &plan;
  REQUIRE(best != nullptr);
  CHECK(best->plan.post == 1);
  CHECK(best->plan.move_online == 1);

  // And if there was something to learn: after four reviews they are far from it.
  const Scenario early = strivers("28d");
  const TrialOrder early_order{early, 0, 2, {}};
  LearnedWorlds early_worlds(early_order);
  const auto early_trials =
      early_worlds.try_plans(1, {{"best", best->plan}, {kPresentPlan, goal.present}, goal.beside.front()}, {1, 2}, 6);
  PlanSearch known;
  known.ranking = rank_plans(early_trials, 1);
  CHECK(distance_to_best(known).of_best.estimate > 0.2);
}
