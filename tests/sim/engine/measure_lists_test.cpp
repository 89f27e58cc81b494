#include "sim/engine/measure_lists.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sim/engine/answer_prob.h"
#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

double figure_of(const std::vector<Measure>& rows, const std::string& measure) {
  for (const Measure& m : rows)
    if (m.measure == measure) return m.value;
  FAIL("no row of " << measure);
  return 0;
}

// 100 people, all present, of whom the first ten are executives and say so; number 99 is a gem.
struct Town {
  Town() : lab(100) {
    for (AgentId a = 0; a < 100; ++a) {
      lab.society->flags[a] = kPresent | kBioComplete;
      score.push_back(static_cast<float>(a));
    }
    for (AgentId a = 0; a < 10; ++a) {
      lab.society->role[a] = lab.society->claimed_role[a] = kExecutive;
      lab.society->own_worth[a] = 5;
    }
    lab.society->network_worth[3] = 9;
    lab.society->network_worth[4] = 8;
    lab.society->network_worth[5] = 7;
    lab.society->network_worth[98] = 6;
    lab.society->network_worth[99] = 6;
  }
  std::vector<Measure> rows() {
    lab.begin();
    const std::vector<ListedScore> scores{{"klout", score}};
    const std::vector<AgentId> gems{99};
    return list_precision(lab.world, lab.clock(), lab.mechanisms.message, scores, {}, gems, lab.pool);
  }
  Lab lab;
  std::vector<float> score;
};

}  // namespace

TEST_CASE("the list by score holds the same twenty for all but themselves") {
  const auto rows = Town().rows();
  // the gem has the highest score: on the list of 99 of 100 users
  CHECK(figure_of(rows, "precision_gems_klout") == doctest::Approx(0.99 * 1 / 20));
  // 98 and 99 are of the top 5 by worth; each of the two finds the other alone
  CHECK(figure_of(rows, "precision_worth_klout") == doctest::Approx((98 * 2 + 2 * 1) / 100.0 / 20));
}

TEST_CASE("the list by bio holds those who say that they have the worthiest role") {
  const auto rows = Town().rows();
  CHECK(figure_of(rows, "precision_gems_bio") == 0);
  // ten executives, three of them hits: 90 users find 3/10, the seven others 3/9, the three themselves 2/9
  CHECK(figure_of(rows, "precision_worth_bio") == doctest::Approx((90 * 3 / 10.0 + 7 * 3 / 9.0 + 3 * 2 / 9.0) / 100));
}

TEST_CASE("a list that all use is answered as the load on each says") {
  Town town;
  const auto rows = town.rows();
  // 100 users, a message a week each, over a list of 20, all of them alike: relevance 1, capacity 10
  const double load = 100 / 20.0 / 7 / 10;
  const double p = answer_prob(town.lab.mechanisms.message, 1, 0, false, 0, load);
  CHECK(figure_of(rows, "precision_gems_klout_crowded") == doctest::Approx(0.99 * p / 20));
  // bio: 100 users of the city over ten people
  const double p_bio = answer_prob(town.lab.mechanisms.message, 1, 0, false, 0, 100 / 10.0 / 7 / 10);
  CHECK(figure_of(rows, "precision_worth_bio_crowded") ==
        doctest::Approx(figure_of(rows, "precision_worth_bio") * p_bio));
  const double p_random = answer_prob(town.lab.mechanisms.message, 1, 0, false, 0, 1 / 7.0 / 10);
  CHECK(figure_of(rows, "precision_worth_at_random_crowded") ==
        doctest::Approx(figure_of(rows, "precision_worth_at_random") * p_random));
  CHECK(p_bio < p);
  CHECK(p < p_random);
}

TEST_CASE("affinity finds those of the same topics, and who stands on many lists answers less") {
  Town town;
  for (AgentId a = 0; a < 100; ++a) town.lab.society->topics[a] = a < 50 ? 1 : 2;
  // 49 of the 100 users have the gem among 49 people to pick twenty of by lot
  const double expected = 49 / 100.0 * (20 / 49.0) / 20;
  const auto rows = town.rows();
  const double of_gems = figure_of(rows, "precision_gems_affinity");
  CHECK(of_gems > 0.5 * expected);
  CHECK(of_gems < 1.5 * expected);
  CHECK(figure_of(rows, "precision_gems_affinity_crowded") < of_gems);
  CHECK(figure_of(rows, "precision_gems_affinity_crowded") > 0);
  // a list by random finds anybody
  CHECK(figure_of(rows, "precision_worth_at_random") > 0.02);
  CHECK(figure_of(rows, "precision_worth_at_random") < 0.08);
}

TEST_CASE("the absent are on no list, and an empty list is none") {
  Town town;
  town.lab.absent(99);
  for (AgentId a = 0; a < 10; ++a) town.lab.society->flags[a] = kPresent;  // bios say nothing
  const auto rows = town.rows();
  CHECK(figure_of(rows, "precision_gems_klout") == 0);  // the gem has no account
  for (const Measure& m : rows) CHECK(m.measure != "precision_gems_bio");
}

TEST_CASE("lists are the same bits on any number of threads") {
  History h(small_scenario());
  h.live(20);
  ThreadPool three(3);
  std::vector<ListedScore> scores;
  for (const ScoreColumn& s : h.branch.scores()) scores.push_back({s.name, s.scores});
  const std::vector<AgentId> gems{5, 17};
  const MessageParams& message = h.scenario.mechanisms.message;
  CHECK(list_precision(h.world(), h.setup.clock, message, scores, h.branch.cue(), gems, h.pool) ==
        list_precision(h.world(), h.setup.clock, message, scores, h.branch.cue(), gems, three));
}
