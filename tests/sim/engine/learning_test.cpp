// People who learn, in a world: when they review, what they see, and that a world with them is as repeatable as others.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/engine/run.h"
#include "sim/output/checkpoint.h"
#include "tests/sim/engine/lab.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using namespace clout::test;

namespace {

Scenario twins() {
  return small_scenario({{"strategies",
                          "[{name: casual, share: 0.4}, {name: score_learner, share: 0.3, review_every: 7d}, "
                          "{name: value_learner, share: 0.3, review_every: 7d}]"}});
}

double figure(const std::vector<DailyRow>& rows, const std::string& strategy, const std::string& measure,
              std::int32_t day) {
  for (const DailyRow& row : rows)
    if (row.strategy == strategy && row.measure == measure && row.day == day) return row.value;
  FAIL("no " << measure << " of " << strategy << " on day " << day);
  return 0;
}

}  // namespace

TEST_CASE("a world of people who learn is the same on any number of threads and chunks") {
  History one(twins(), 1, 1, 4096), three(twins(), 1, 3, 7);
  one.live(30);
  three.live(30);
  CHECK(one.branch.digest() == three.branch.digest());
}

TEST_CASE("what was learned stands in a checkpoint, also between two reviews") {
  const Scratch folder;
  History undisturbed(twins());
  undisturbed.live(40);
  const CheckpointId id{"hash", "test", 1};
  {
    History first(twins());
    first.live(17);
    save_checkpoint(folder / "c", id, [&](StateVisitor& v) { first.branch.visit_state(v); });
  }
  History second(twins(), 1, 2, 7);
  load_checkpoint(folder / "c", id, [&](StateVisitor& v) { second.branch.visit_state(v); });
  second.live(23);
  CHECK(second.branch.digest() == undisturbed.branch.digest());
}

TEST_CASE("reviews are held when they are due, and tell what people do from then on") {
  History history(twins());
  for (int day = 0; day < 15; ++day) {
    history.live(1);
    CHECK(history.branch.learned().empty() == (day % 7 != 0));
  }
  const std::vector<DailyRow> rows(history.branch.learned().begin(), history.branch.learned().end());
  CHECK(figure(rows, "score_learner", "plan_online_days", 0) <= 7);  // day 14 is the last of burn-in: the fork's
  CHECK(figure(rows, "value_learner", "copied", 0) > 0);
}

TEST_CASE("what is striven for is the score in sight, a score by its name, or what connections are worth") {
  const auto level = [](const std::string& learner) {
    History h(small_scenario({{"strategies", "[{name: casual, share: 0.5}, {name: learner, " + learner +
                                                 ", share: 0.5, review_every: 7d}]"}}));
    h.live(8);
    const std::vector<DailyRow> rows(h.branch.learned().begin(), h.branch.learned().end());
    double mean = 0, people = 0;
    for (AgentId a = 0; a < h.world().agents(); ++a)
      if (h.world().strategy[a] == 1 && h.world().society->has(a, kPresent)) ++people;
    mean = figure(rows, "learner", "goal_level", -7);
    CHECK(people > 20);
    return mean;
  };
  const double klout = level("model: score_learner"), named = level("model: score_learner, score: klout");
  const double followers = level("model: score_learner, score: follower_count");
  const double value = level("model: value_learner");
  CHECK(klout == named);
  CHECK(klout != followers);
  CHECK(value > 0);
  CHECK(value != klout);
}

TEST_CASE("a run keeps what was learned at each review and, as measures, at the last one") {
  const Scenario scenario = twins();
  const RunSetup setup(scenario);
  ThreadPool pool(1);
  const auto result = run_world(setup, 1, pool);
  REQUIRE(result);
  CHECK(figure(result->learned, "score_learner", "copied", -14) == 0);
  const double last = figure(result->learned, "score_learner", "plan_post", 21);
  bool found = false;
  for (const Measure& m : result->measures.rows)
    if (m.strategy == "score_learner" && m.measure == "plan_post") {
      found = true;
      CHECK(m.value == last);
    }
  CHECK(found);
}

TEST_CASE("who goes by the score in sight learns nothing while there is none, and begins afresh when one comes") {
  Scenario s = small_scenario({{"strategies",
                                "[{name: casual, share: 0.5}, {name: by_sight, model: score_learner, share: 0.25, "
                                "review_every: 7d}, {name: by_name, model: score_learner, score: klout, share: 0.25, "
                                "review_every: 7d}]"},
                               {"scoring.visible", "none"},
                               {"scoring.shadow", "[{name: klout, window_days: 9}]"},
                               {"interventions", "[{day: 1d, kind: show_score, score: klout}]"}});
  History h(s);
  std::vector<std::int32_t> seen, named;
  std::vector<double> copied;
  for (int day = 0; day < 40; ++day) {
    h.live(1);
    for (const DailyRow& row : h.branch.learned()) {
      if (row.measure != "copied") continue;
      (row.strategy == "by_sight" ? seen : named).push_back(row.day);
      if (row.strategy == "by_sight") copied.push_back(row.value);
    }
  }
  CHECK(named == std::vector<std::int32_t>{-14, -7, 0, 7, 14, 21});
  CHECK(seen == std::vector<std::int32_t>{7, 14, 21});  // shown on day 1
  CHECK(copied[0] == 0);                                // nothing to compare with yet
  CHECK(copied[1] > 0);
}

TEST_CASE("a permuted score is striven for as it is shown: somebody else's; levels before and after do not compare") {
  const std::string who =
      "[{name: casual, share: 0.5}, {name: learner, model: score_learner, share: 0.5, "
      "review_every: 7d}]";
  const Learning by_sight{Learning::Goal::score, "", 7}, by_name{Learning::Goal::score, "klout", 7};
  const auto levels = [&](const Learning& learning, const char* permuted) {
    History h(small_scenario({{"strategies", who}, {"scoring.permute_visible", permuted}}));
    h.live(10);
    return h.branch.goal_levels(learning, h.world().society->present, h.pool);
  };
  const auto own = levels(by_sight, "false"), shown = levels(by_sight, "true");
  CHECK(own == levels(by_name, "false"));
  CHECK(shown != levels(by_name, "true"));

  History h(small_scenario({{"strategies", who}, {"interventions", "[{day: 3d, kind: permute_score}]"}}));
  for (int day = 0; day < 29; ++day) {
    h.live(1);
    for (const DailyRow& row : h.branch.learned())
      if (row.measure == "copied") CHECK_MESSAGE((row.value > 0) == (row.day != -14 && row.day != 7), row.day);
  }
}

TEST_CASE("a capped score is striven for as it is shown: up to the best of those below the cap") {
  const std::string who = "[{name: casual, share: 0.5}, {name: learner, model: score_learner, share: 0.5}]";
  History h(small_scenario({{"strategies", who}, {"interventions", "[{day: 0d, kind: cap_score, most: 0.2}]"}}));
  h.live(static_cast<int>(h.scenario.burn_in_days) + 1);
  const auto& people = h.world().society->present;
  const std::vector<double> seen = h.branch.goal_levels({Learning::Goal::score, "", 7}, people, h.pool);
  const std::vector<double> raw = h.branch.goal_levels({Learning::Goal::score, "klout", 7}, people, h.pool);
  const double most = *std::max_element(seen.begin(), seen.end());
  CHECK(*std::max_element(raw.begin(), raw.end()) > 40);
  CHECK(most < 20);
  CHECK(most > 10);
  for (std::size_t k = 0; k < people.size(); ++k) CHECK(seen[k] == std::min(raw[k], most));
}
