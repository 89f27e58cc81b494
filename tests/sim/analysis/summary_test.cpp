#include "sim/analysis/summary.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

const AgentColumnNames kNames{{"chaser", "lurker", "unused"}, {"ordinary"}, {"klout"}, {"circles"}};

// Two chasers, a lurker, a lurker who is absent, and a probe who chases.
AgentColumns five() {
  AgentColumns c;
  c.agent = {0, 1, 2, 3, 4};
  c.strategy = {0, 0, 1, 1, 0};
  c.probe = {0, 0, 0, 0, 1};
  c.present = {1, 1, 1, 0, 1};
  c.score = {{10, 30, 5, 0, 50}};
  c.value = {{1, 2, 4, 9, 3}};
  c.gain = {{0.5, 1.5, -1, 0, 2}};
  c.messages_sent = {10, 30, 0, 0, 4};
  c.messages_answered = {1, 3, 0, 0, 4};
  c.meetings_held = {1, 0, 2, 0, 0};
  c.meetings_received = {0, 1, 2, 0, 0};
  c.gems_met = {0, 2, 0, 0, 1};
  c.followers = {10, 30, 0, 0, 9};
  c.network_worth = {4, 3, 2, 1, 1};
  return c;
}

const Measure* find(const WorldMeasures& w, const char* cohort, const char* strategy, const char* measure) {
  for (const Measure& m : w.rows)
    if (m.cohort == cohort && m.strategy == strategy && m.measure == measure) return &m;
  return nullptr;
}
double value(const WorldMeasures& w, const char* cohort, const char* strategy, const char* measure) {
  const Measure* m = find(w, cohort, strategy, measure);
  REQUIRE_MESSAGE(m, cohort << ' ' << strategy << ' ' << measure);
  return m->value;
}

}  // namespace

TEST_CASE("measures of five agents, by hand") {
  const WorldMeasures w = measure_world(five(), kNames);
  CHECK(value(w, kBackground, "chaser", "agents") == 2);
  CHECK(value(w, kBackground, "chaser", "score_klout") == 20);
  CHECK(value(w, kBackground, "chaser", "value_circles") == 1.5);
  CHECK(value(w, kBackground, "chaser", "gain_circles") == 1);
  CHECK(value(w, kBackground, "chaser", "answer_share") == 4.0 / 40);
  CHECK(value(w, kBackground, "chaser", "meetings") == 1);
  CHECK(value(w, kBackground, "chaser", "gems_met") == 1);
  CHECK(value(w, kBackground, "chaser", "gem_met_share") == 0.5);
  CHECK(value(w, kBackground, "lurker", "value_circles") == 4);  // the absent one does not count
  CHECK_FALSE(find(w, kBackground, "lurker", "answer_share"));   // wrote to nobody
  CHECK(value(w, kBackground, "lurker", "meetings") == 4);
  CHECK(value(w, kBackground, kAllStrategies, "score_klout") == 15);
  CHECK(value(w, kBackground, kAllStrategies, "gini_followers") == doctest::Approx((-2.0 * 0 + 0 + 2 * 30) / (3 * 40)));
  CHECK(value(w, kProbes, "chaser", "score_klout") == 50);
  CHECK(value(w, kProbes, "chaser", "answer_share") == 1);
  CHECK_FALSE(find(w, kProbes, "lurker", "agents"));
  CHECK_FALSE(find(w, kBackground, "unused", "agents"));
  CHECK_FALSE(find(w, kBackground, "chaser", "contacts"));  // not measured
}

TEST_CASE("validity and payoff go over everyone present") {
  const WorldMeasures w = measure_world(five(), kNames);
  // present: scores 10 30 5 50 (ranks 2 3 1 4), worth 4 3 2 1 (ranks 4 3 2 1): d^2 = 4 + 0 + 1 + 9
  CHECK(value(w, kEveryone, kAllStrategies, "validity_klout") == doctest::Approx(1 - 6.0 * 14 / 60));
  // values 1 2 4 3: d^2 = 1 + 1 + 9 + 1
  CHECK(value(w, kEveryone, kAllStrategies, "payoff_klout_circles") == doctest::Approx(1 - 6.0 * 12 / 60));
}

TEST_CASE("validity among the people of one strategy") {
  const WorldMeasures w = measure_world(five(), kNames);
  CHECK(value(w, kBackground, "chaser", "validity_klout") == doctest::Approx(-1));  // scores 10 30, worth 4 3
  CHECK_FALSE(find(w, kBackground, "lurker", "validity_klout"));  // one is present: no order
  CHECK_FALSE(find(w, kBackground, kAllStrategies, "validity_klout"));
  CHECK_FALSE(find(w, kProbes, "chaser", "validity_klout"));
}

TEST_CASE("what gems cost and how they compare with chance") {
  AgentColumns c = five();
  c.weeks = 10;
  c.hours_online_spent = {1, 2, 3, 0, 4};
  c.hours_offline_spent = {0, 1, 3, 0, 1};
  c.contacts_made = {2, 6, 4, 0, 3};
  c.gem = {0, 1, 0, 1, 0};
  const WorldMeasures w = measure_world(c, kNames);
  CHECK(value(w, kBackground, "chaser", "gems_per_1000_hours") == doctest::Approx(1000 * 2 / (10.0 * (1 + 2 + 0 + 1))));
  CHECK(value(w, kBackground, "chaser", "hours_per_gem") == doctest::Approx(40.0 / 2));
  // 2 gems: 2 contacts of one who is none, 6 of one who is: 2 * 2/4 + 6 * 1/4
  CHECK(value(w, kBackground, "chaser", "gem_lift") == doctest::Approx(2 / (2 * 2 / 4.0 + 6 * 1 / 4.0)));
  CHECK(value(w, kBackground, "lurker", "gems_per_1000_hours") == 0);
  CHECK_FALSE(find(w, kBackground, "lurker", "hours_per_gem"));  // met none
  CHECK(value(w, kBackground, "lurker", "gem_lift") == 0);
  CHECK(value(w, kEveryone, kAllStrategies, "gems") == 2);
  // scores 10 30 5 0 50: the 90th percentile is 42
  CHECK(value(w, kEveryone, kAllStrategies, "gems_hidden_klout") == 1);
}

TEST_CASE("engagement is hours spent of those of the dose, retention who has not left; absent ones and probes apart") {
  AgentColumns c = five();
  c.hours_online = {2, 6, 4, 9, 5};
  c.hours_online_spent = {1, 5, 5, 9, 4};
  WorldMeasures w = measure_world(c, kNames);
  CHECK(value(w, kBackground, "chaser", "engagement") == 6.0 / 8);
  CHECK(value(w, kBackground, "lurker", "engagement") == 5.0 / 4);
  CHECK(value(w, kBackground, kAllStrategies, "engagement") == 11.0 / 12);
  CHECK(value(w, kProbes, "chaser", "engagement") == 4.0 / 5);
  CHECK_FALSE(find(w, kBackground, "chaser", "retention"));  // nobody can leave
  c.days_online = {7, 3, 5, 0, 7};
  c.left = {0, 1, 0, 1, 0};
  w = measure_world(c, kNames);
  CHECK(value(w, kBackground, "chaser", "retention") == 1 - 1 / 2.0);
  CHECK(value(w, kBackground, kAllStrategies, "retention") == 1 - 1 / 3.0);
  CHECK(value(w, kBackground, "chaser", "days_online") == 5);
  c.hours_online = {0, 0, 0, 0, 0};
  CHECK_FALSE(find(measure_world(c, kNames), kBackground, kAllStrategies, "engagement"));
}

TEST_CASE("how unequally followers, scores and values are spread over the background") {
  const WorldMeasures w = measure_world(five(), kNames);
  CHECK(value(w, kBackground, kAllStrategies, "gini_score_klout") ==
        doctest::Approx((-2.0 * 5 + 0 * 10 + 2 * 30) / (3 * 45)));
  CHECK(value(w, kBackground, kAllStrategies, "top_10_share_value_circles") == doctest::Approx(0.3 * 4 / 7));
  CHECK(value(w, kBackground, kAllStrategies, "top_1_share_followers") == doctest::Approx(0.03 * 30 / 40));
  AgentColumns c = five();
  c.value[0][1] = -1;
  CHECK_FALSE(find(measure_world(c, kNames), kBackground, kAllStrategies, "gini_value_circles"));
}

TEST_CASE("mobility compares with the scores of the past, over everyone present") {
  AgentColumns c = five();
  CHECK_FALSE(find(measure_world(c, kNames), kEveryone, kAllStrategies, "mobility_klout"));
  c.past_score = {{10, 5, 30, 99, 50}};
  // present, in the past: 10 5 30 50, now 10 30 5 50: of 6 pairs (10, 5), (10, 30) and (5, 30) turned round
  CHECK(value(measure_world(c, kNames), kEveryone, kAllStrategies, "mobility_klout") ==
        doctest::Approx(1 - (3.0 - 3) / 6));
}

TEST_CASE("newcomers are compared with those who have the same strategy and the like quality and posts") {
  AgentColumns c;
  c.agent = {0, 1, 2, 3, 4};
  c.strategy = {0, 0, 1, 1, 1};
  c.probe = {0, 0, 0, 0, 0};
  c.present = {1, 1, 1, 1, 1};
  c.score = {{10, 40, 7, 70, 90}};
  c.initial_followers = {0, 9, 1, 8, 7};  // the lower quartile is 1
  c.quality = {0.5, 0.5, 0.5, 0.5, 0.5};
  c.posts = {3, 3, 3, 3, 3};
  CHECK(value(measure_world(c, kNames), kBackground, kAllStrategies, "newcomer_parity_klout") ==
        doctest::Approx((10.0 + 7) / (40 + (70 + 90) / 2)));
  c.posts = {3, 3, 3, 3, 90};  // the last one posts more than the third
  CHECK(value(measure_world(c, kNames), kBackground, kAllStrategies, "newcomer_parity_klout") ==
        doctest::Approx((10.0 + 7) / (40 + 70)));
}

TEST_CASE("exposure is a mean over those who read") {
  AgentColumns c = five();
  c.exposure = {3, 0, 0, 0, 5};
  const WorldMeasures w = measure_world(c, kNames);
  CHECK(value(w, kBackground, "chaser", "exposure") == 3);
  CHECK_FALSE(find(w, kBackground, "lurker", "exposure"));
}

TEST_CASE("columns that do not fit are refused, an empty world has no measures") {
  AgentColumns c = five();
  c.posts = {1, 2};
  CHECK_THROWS_AS((void)measure_world(c, kNames), std::invalid_argument);
  c = five();
  c.strategy[2] = 3;
  CHECK_THROWS_AS((void)measure_world(c, kNames), std::invalid_argument);
  c = five();
  c.score.emplace_back(5);
  CHECK_THROWS_AS((void)measure_world(c, kNames), std::invalid_argument);
  CHECK(measure_world(AgentColumns{}, AgentColumnNames{}).rows.empty());
}

TEST_CASE("a summary over worlds: mean, Student's interval, sd; gaps allowed") {
  const auto m = [](const char* strategy, double v) { return Measure{kBackground, strategy, "gain_circles", "u", v}; };
  const std::vector<WorldMeasures> worlds{
      {{m("a", 1), m("b", 10)}}, {{m("a", 2)}}, {{m("a", 3), m("b", 20), m("c", 7)}}};
  const auto rows = summarise(worlds);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].strategy == "a");
  CHECK(rows[0].mean == 2);
  CHECK(rows[0].sd == 1);
  CHECK(rows[0].high == doctest::Approx(2 + 4.3026527297 / std::sqrt(3.0)));
  CHECK(rows[1].worlds == 2);
  CHECK(rows[2].worlds == 1);
  CHECK_FALSE(rows[2].known);
  CHECK(rows[2].low == 7);
  CHECK(summarise({}).empty());
}
