#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "models/catalogue.h"
#include "sim/cli/calibrate_estimators.h"
#include "sim/cli/calibrate_klout.h"
#include "sim/cli/calibrate_learned.h"
#include "sim/cli/calibrate_plans.h"
#include "sim/cli/command.h"
#include "sim/core/random.h"

using namespace clout;

namespace {

Scenario small(const std::string& lines) {
  Faults faults;
  Scenario s = read_scenario("schema: 1\nworlds: {count: 2}\n" + lines, "s.yaml", {}, make_catalogue(), faults);
  REQUIRE(faults.text() == "");
  return s;
}

// Few people, a short memory.
const char* const kShort =
    "burn_in: 30d\nhorizon: 30d\npopulation: {agents: 300, network: {following_mean: 20}}\n"
    "scoring: {visible: {name: klout, window_days: 9}}\nmechanisms: {react: {fade_days: 7d}}\n";

PlanGoal goal_named(const std::string& strategy) {
  for (const PlanGoal& goal : plan_goals())
    if (goal.strategy == strategy) return goal;
  REQUIRE(false);
  return {};
}

double post_share(const Plan& p) { return p.post / (p.read + p.post + p.engage + p.discover); }

}  // namespace

TEST_CASE("the fit finds the constants that made the scores") {
  // Raw numbers whose daily scores under the map (2.2, 0.8) have a mean and a 95th percentile; asked for these two, the
  // fit must give the map back.
  const KloutMap made{2.2, 0.8, true};
  std::vector<float> raws;
  Rng rng(7, Stream::test, 0, 0);
  for (int i = 0; i < 4000; ++i) raws.push_back(static_cast<float>(3 * rng.uniform() * rng.uniform()));
  std::vector<double> daily;
  double mean = 0;
  for (const float raw : raws) {
    daily.push_back(klout_daily(raw, made));
    mean += daily.back() / static_cast<double>(raws.size());
  }
  std::sort(daily.begin(), daily.end());
  const KloutMap found = fit_klout_map(raws, mean, daily[raws.size() * 95 / 100 - 1]);
  REQUIRE(found.converged);
  CHECK(found.centre == doctest::Approx(2.2).epsilon(1e-4));
  CHECK(found.spread == doctest::Approx(0.8).epsilon(1e-4));
}

TEST_CASE("klout is calibrated where it settles: lived under the map, the map comes out again") {
  const Scenario s = small(kShort);
  const KloutFit fit = calibrate_klout(s, 2, {});
  REQUIRE(fit.map.converged);
  CHECK(fit.settled);
  CHECK(fit.rounds <= 6);
  const KloutSample again = sample_klout(with_klout_map(s, fit.map), 1, {});
  const KloutMap map = fit_klout_map(again.raw, kKloutMean, kKloutP95);
  CHECK(map.centre == doctest::Approx(fit.map.centre).epsilon(0.01));
  CHECK(map.spread == doctest::Approx(fit.map.spread).epsilon(0.01));
  CHECK(klout_fit_text(fit).find("Settled after") != std::string::npos);
}

TEST_CASE("too few people to fit klout on: a sentence, and no figure that looks like a constant") {
  KloutFit fit;
  fit.sample.raw.assign(19, 1);
  CHECK(klout_fit_text(fit) ==
        "19 agents are present in all worlds together: too few to fit; 20 would do, with more population.agents or "
        "--worlds\n");
  fit.sample.raw.assign(20, 1);  // all alike
  fit.sample.published = fit.sample.raw;
  fit.map = fit_klout_map(fit.sample.raw, kKloutMean, kKloutP95);
  REQUIRE_FALSE(fit.map.converged);
  const std::string alike = klout_fit_text(fit);
  CHECK(alike.find("20 agents; nothing is fitted: no spread gives their daily scores the mean 20 where their 95 % is "
                   "50.\n") != std::string::npos);
  for (const char* constant : {"centre", "daily score "}) CHECK(alike.find(constant) == std::string::npos);
}

TEST_CASE("another map leaves klout's other parameters alone; a scenario without klout is refused") {
  const Scenario s = with_klout_map(small(kShort), {1.5, 0.7, true});
  const std::string yaml = resolved_yaml(s);
  CHECK(yaml.find("window_days: 9") != std::string::npos);
  CHECK(yaml.find("centre: 1.5") != std::string::npos);
  CHECK(yaml.find("spread: 0.7") != std::string::npos);
  CHECK_THROWS_AS((void)calibrate_klout(small("scoring: {visible: none}\n"), 1, {}), std::invalid_argument);
}

TEST_CASE("grids hold the base, every corner, no plan twice, and nothing that the goal forbids") {
  std::size_t without_score = 0;
  for (const PlanGoal& goal : plan_goals()) {
    Plan base = goal.present;
    const auto coarse = coarse_plans(goal, base, 4);
    const auto near = neighbour_plans(goal, coarse.front().plan, 0.1);
    CHECK(coarse.size() + small(kShort).strategies.size() <= 200);
    CHECK(near.size() > 10);
    for (const auto* all : {&coarse, &near})
      for (const Candidate& c : *all) {
        const double online = c.plan.read + c.plan.post + c.plan.engage + c.plan.discover;
        CHECK(post_share(c.plan) <= goal.post_share_max + 1e-9);
        CHECK(c.plan.read / online >= goal.read_share_min - 1e-9);
        if (!goal.by_score && c.label == std::string("approach")) {
          CHECK(c.plan.by_score == 0);
          ++without_score;
        }
        CHECK(c.plan.follow_prob == base.follow_prob);
      }
  }
  CHECK(without_score > 0);
  const auto chaser = coarse_plans(goal_named("klout_chaser"), goal_named("klout_chaser").present, 4);
  CHECK(std::any_of(chaser.begin(), chaser.end(), [](const Candidate& c) { return post_share(c.plan) == 1; }));
}

TEST_CASE("strategies differ in plan, not in how readily they follow") {
  for (const PlanGoal& goal : plan_goals()) {
    CHECK(goal.fixed.follow_prob == plan_goals().front().fixed.follow_prob);
    CHECK(goal.fixed.follow_back_prob == plan_goals().front().fixed.follow_back_prob);
  }
}

TEST_CASE("a planted better plan is found, and by how much") {
  // Who writes gets a score from those who react; who only discovers gets none.
  PlanGoal goal = goal_named("klout_chaser");
  goal.present = goal.fixed;
  goal.present.read = 0, goal.present.post = 0, goal.present.engage = 0, goal.present.discover = 1;
  goal.parts = {true, false, false};
  const Scenario s = small(kShort);
  const TrialOrder order{s, 0.3, 2, {}};
  int told = 0;
  const PlanSearch search = search_plan(order, goal, 3, [&](const std::string&) { ++told; });
  CHECK(told == 3);
  REQUIRE(search.ranking.size() >= 2);
  CHECK_FALSE(search.ranking.front().present);
  CHECK(post_share(search.ranking.front().plan) > 0.2);
  CHECK(answer(search.ranking.front().over_present) == Answer::yes);
  CHECK(plan_search_text(goal, search).find("Is the best better than the present plan? yes.") != std::string::npos);
}

TEST_CASE("a stopped search is empty") {
  const Scenario s = small(kShort);
  std::atomic<bool> stop{true};
  TrialOrder order{s, 0.3, 1, {}};
  order.hooks.stop = &stop;
  CHECK(search_plan(order, goal_named("klout_chaser"), 2).ranking.empty());
}

TEST_CASE("plans are tried on some of those who learned, in copies of the world that they learned in") {
  const Scenario s =
      small(kShort + std::string("strategies: [{name: casual, share: 0.2}, {name: score_learner, share: 0.5, "
                                 "review_every: 7d}, {name: value_learner, share: 0.3}]\n"));
  CHECK(learning_strategies(s) == std::vector<std::size_t>{1, 2});
  const PlanGoal of_score = goal_of(s, 1), of_value = goal_of(s, 2);
  CHECK(of_score.measure == "score_klout");
  CHECK(of_value.measure == "value_circles");
  REQUIRE(of_score.beside.size() == 1);
  Plan silent = of_score.present;
  silent.post = silent.engage = silent.discover = 0, silent.read = 1, silent.move_online = -1;
  Plan loud = of_score.present;
  loud.post = 1, loud.read = loud.engage = loud.discover = 0, loud.move_online = 1;
  const std::vector<Candidate> candidates = {{"silent", silent}, {"loud", loud}, {kPresentPlan, silent}};
  const TrialOrder two_threads{s, 0, 2, {}}, one_thread{s, 0, 1, {}};
  LearnedWorlds learned(two_threads);
  const auto trials = learned.try_plans(1, candidates, {1, 2}, candidates.size());
  REQUIRE(trials.size() == 3);
  for (const PlanTrial& trial : trials) CHECK(trial.worlds.size() == 2);
  CHECK(trials[1].mean() > trials[0].mean() + 5);
  CHECK(trials[2].mean() > trials[0].mean() + 1);  // not the plan that stands there, but what each has learned
  CHECK(trials[2].mean() < trials[1].mean());
  // A trial leaves the world that it began in as it was, which is not lived again for the next one or somebody else's.
  LearnedWorlds others(one_thread);
  CHECK(others.try_plans(2, candidates, {1, 2}, 1).size() == 3);
  const auto again = others.try_plans(1, candidates, {2, 1}, candidates.size());
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(again[k].worlds[0] == trials[k].worlds[1]);
    CHECK(again[k].worlds[1] == trials[k].worlds[0]);
  }
  CHECK(others.lived() == 2);
}

TEST_CASE("the distance to the best response, of what the best has and of what there was to learn") {
  PlanSearch search;
  search.ranking = {{{}, "a", false, {}, {}, {10, 20, 30}},
                    {{}, "present plan", true, {}, {}, {9, 18, 24}},
                    {{}, "casual", false, {}, {}, {5, 15, 24}}};
  const PlanGoal goal = goal_named("klout_chaser");
  LearnedDistance distance = distance_to_best(search);
  CHECK(distance.of_best.estimate == doctest::Approx((0.1 + 0.1 + 0.2) / 3));
  CHECK(distance.of_learnable.estimate == doctest::Approx((1 + 2 + 6) / (5. + 5 + 6)));  // of sums, not of worlds
  CHECK(distance.of_best.worlds == 3);
  CHECK(learned_search_text(goal, search).find("below the best response") != std::string::npos);
  // Where the plan that all begin near may be as good, nobody can tell what was learned of the way.
  search.ranking[2].worlds = {11, 18, 31};
  CHECK(!distance_to_best(search).of_learnable.known);
  CHECK(learned_search_text(goal, search).find("there may be nothing to learn") != std::string::npos);
  search.ranking[2].worlds = {5, 15, 24};
  std::swap(search.ranking[0], search.ranking[1]);
  search.tried = 12;
  CHECK(distance_to_best(search).of_learnable.estimate == 0);
  CHECK(learned_search_text(goal, search).find("None of 12 plans tried brings more") != std::string::npos);
  CHECK_FALSE(distance_to_best({}).of_best.known);
}

TEST_CASE("a search after learning lives three times as many worlds as are asked for, and the last third is fresh") {
  const Scenario s = small(kShort + std::string("strategies: [{name: score_learner}]\n"));
  PlanGoal goal = goal_of(s, 0);
  goal.parts = {true, false, false};
  std::vector<std::vector<std::uint64_t>> asked;
  const PlanTrials trials = [&](const std::vector<Candidate>& candidates, const std::vector<std::uint64_t>& seeds,
                                std::size_t) {
    asked.push_back(seeds);
    std::vector<PlanTrial> done;
    for (const Candidate& candidate : candidates)
      done.push_back({candidate, std::vector<double>(seeds.size(), candidate.plan.post)});
    return done;
  };
  const PlanSearch search = search_plan({s, 0, 1, {}}, trials, goal, 3);
  REQUIRE(asked.size() == 7);
  for (std::size_t k = 2; k < 6; ++k) CHECK(asked[k] == asked[k - 2]);
  const std::set<std::uint64_t> looked = [&] {
    std::set<std::uint64_t> all(asked[0].begin(), asked[0].end());
    all.insert(asked[1].begin(), asked[1].end());
    return all;
  }();
  CHECK(looked.size() == 6);
  for (const std::uint64_t seed : asked[6]) CHECK(!looked.contains(seed));
  CHECK(search.worlds == 9);
  CHECK(learned_search_text(goal, search)
            .find("The search ends after four rounds, whether or not more would be found: " +
                  std::to_string(search.tried) +
                  " plans, each tried for 182 days, in 9 worlds that people learned in; the last 3 of them were kept "
                  "for the last round.") != std::string::npos);
}

TEST_CASE("a search over all that can be learned tries hours, days and chances too") {
  PlanGoal goal = goal_named("klout_chaser");
  goal.parts.hours = goal.parts.chances = true;
  const auto tries = [&](const std::vector<Candidate>& plans, auto differs) {
    return std::count_if(plans.begin(), plans.end(), [&](const Candidate& c) { return differs(c.plan); });
  };
  const Plan& base = goal.present;
  for (const auto& plans : {coarse_plans(goal, base, 4), neighbour_plans(goal, base, 0.1)}) {
    CHECK(tries(plans, [&](const Plan& p) { return p.move_online != base.move_online; }) >= 2);
    CHECK(tries(plans, [&](const Plan& p) { return p.online_days != base.online_days; }) >= 1);
    CHECK(tries(plans, [&](const Plan& p) { return p.follow_prob != base.follow_prob; }) >= 2);
    CHECK(plans.size() <= 200);  // as many strategies as a scenario can have
  }
}

TEST_CASE("what calibrate is asked for is checked") {
  const auto run = [](std::vector<const char*> words) {
    words.insert(words.begin(), "clout");
    std::ostringstream out, err;
    const int code = run_command(static_cast<int>(words.size()), words.data(), out, err);
    return std::to_string(code) + " " + err.str();
  };
  const std::string smoke = std::string(CLOUT_SOURCE_DIR) + "/scenarios/smoke.yaml";
  CHECK(run({"calibrate"}).rfind("2 clout: calibrate what? write calibrate klout, plans, learned or estimators\n", 0) ==
        0);
  CHECK(run({"calibrate", "klot", smoke.c_str()}).find("did you mean 'klout'?") != std::string::npos);
  CHECK(run({"calibrate", "plans", smoke.c_str(), "--strategy", "casual"}).find("is no strategy with a goal") !=
        std::string::npos);
  CHECK(run({"calibrate", "klout", smoke.c_str(), "--set", "scoring.visible=none"})
            .find("does not measure score_klout") != std::string::npos);
  CHECK(run({"calibrate", "klout", smoke.c_str(), "--set", "population.agents=9", "--set",
             "population.network.kind=empty", "--worlds", "1"})
            .starts_with("3 clout: " + smoke + ": "));
  CHECK(run({"calibrate", "estimators", smoke.c_str()}).rfind("2 clout: calibrate estimators takes no scenario", 0) ==
        0);
  CHECK(run({"calibrate", "estimators", "--worlds", "3"})
            .rfind("2 clout: --worlds: calibrate estimators does not take it\n", 0) == 0);
  CHECK(run({"calibrate", "estimators", "--repetitions", "0"})
            .rfind("2 clout: --repetitions: expected a whole number from 1 to 100000, got '0'\n", 0) == 0);
  CHECK(run({"calibrate", "learned", smoke.c_str()}).starts_with("2 clout: nobody learns in this scenario"));
  CHECK(run({"calibrate", "klout", smoke.c_str(), "--repetitions", "9"})
            .rfind("2 clout: --repetitions: only calibrate estimators takes it\n", 0) == 0);
}

TEST_CASE("every estimator has a row at three levels of noise with 10, 20 and 30 worlds") {
  ThreadPool pool(2);
  int heard = 0;
  const std::vector<EstimatorRow> rows = estimator_rows(1, 1, pool, [&](double done, const std::string&) {
    CHECK(done == doctest::Approx(heard++ / 9.0));
    return true;
  });
  CHECK(heard == 9 + 1);  // and margins
  REQUIRE(rows.size() == (11 + 12) * 9);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    CHECK(rows[k].estimator == rows[k / 9 * 9].estimator);  // those of one estimator together
    CHECK(rows[k].noise == doctest::Approx(0.05 * (1 << (k / 3 % 3))));
    CHECK(rows[k].worlds == 10 * (k % 3 + 1));
  }
  CHECK(estimator_rows(1, 1, pool, [](double, const std::string&) { return false; }).empty());
}

TEST_CASE("the table of estimators says what is inside limits") {
  EstimatorRow right, wrong;
  right.estimator = "t50";
  right.noise = 0.05;
  right.worlds = 10;
  right.repetitions = wrong.repetitions = 200;
  right.coverage = 0.95;
  right.lowest = 0.9;
  right.lowest_of = "log";
  right.inside_limits = true;
  right.none_open = 1;
  wrong.estimator = "knee";
  const std::string text = estimator_table_text(std::vector<EstimatorRow>{right, wrong});
  CHECK(text.find("t50         0.05      10     0.950   0.900  log") != std::string::npos);
  CHECK(text.find("Inside limits, 0.875 to 0.985 with 200 repetitions of each truth: 1 of 2 rows.") !=
        std::string::npos);
}
