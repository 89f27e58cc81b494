#include "models/scoring/foursquare.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "models/catalogue.h"
#include "sim/scenario/score_file.h"
#include "tests/models/scoring/days_of.h"
#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

namespace {

Foursquare started(const std::string& version, std::size_t agents = 3) {
  Days days(Foursquare({.version = version}), agents);
  return days.score;
}

}  // namespace

TEST_CASE("before version 3: the n-th of a day gives n, new places 5, the third at one place nothing") {
  Foursquare score = started("before_v3");
  CHECK(score.check_in(0, 7, 1, 10) == 1 + 5 + 5);
  CHECK(score.check_in(0, 8, 2, 10) == 2 + 5 + 5);
  CHECK(score.check_in(0, 7, 3, 10) == 3);
  CHECK(score.check_in(0, 7, 4, 10) == 0);
  CHECK(score.check_in(1, 7, 1, 10) == 1 + 5);  // new for it, not for all
  CHECK(score.check_in(0, 7, 1, 11) == 1);      // a day's edge: it counts again
}

TEST_CASE("version 3: one, two more for the third day of a week, three for the mayor, five for who takes it") {
  Foursquare score = started("v3");
  CHECK(score.check_in(0, 7, 1, 10) == 1);  // becomes mayor; there was none to take it from
  CHECK(score.mayor(7) == 0);
  CHECK(score.check_in(0, 7, 1, 11) == 1 + 3);
  CHECK(score.check_in(1, 7, 1, 11) == 1);
  CHECK(score.check_in(1, 7, 1, 12) == 1);          // two days each: the mayor stays
  CHECK(score.check_in(1, 7, 2, 12) == 1);          // again today: no third day
  CHECK(score.check_in(1, 7, 1, 13) == 1 + 2 + 5);  // the third day, and it takes the place
  CHECK(score.mayor(7) == 1);
  CHECK(score.check_in(0, 7, 1, 20) == 1);  // its days 10 and 11 are beyond the week
}

TEST_CASE("a mayor by days of the last 60, one a day") {
  Foursquare score = started("v3");
  for (int k = 0; k < 5; ++k) score.check_in(0, 7, 1, 100);  // five times on one day are one day
  score.check_in(1, 7, 1, 101);
  CHECK(score.mayor(7) == 0);
  score.check_in(1, 7, 1, 102);
  CHECK(score.mayor(7) == 1);
  score.check_in(0, 7, 1, 160);  // of the other's days 101 and 102 both are still within 60
  CHECK(score.mayor(7) == 1);
  score.check_in(0, 7, 1, 161);  // 101 is not any more, 102 is: two against one
  CHECK(score.mayor(7) == 0);
}

TEST_CASE("the old board begins anew on Sundays, the new one is that of the last seven days") {
  for (const std::string version : {"before_v3", "v3"}) {
    CAPTURE(version);
    Days days(Foursquare({.version = version, .venues = {.venues_a_city = 1, .home_prob = 1}}), 1);
    std::vector<float> scores;
    for (int day = 0; day < 14; ++day) {
      if (day < 6) ++days.ledger.meetings_held[0];
      scores.push_back(days.next()[0]);
    }
    CHECK(scores[5] > scores[4]);
    if (version == "v3") {
      CHECK(scores[6] == scores[5]);  // days 0 to 6
      CHECK(scores[7] < scores[6]);
      CHECK(scores[12] == 0);
    } else {
      CHECK(scores[6] == 1 * 6 + 5 + 5);
      CHECK(scores[7] == 0);  // day 7 is a Sunday
    }
  }
}

TEST_CASE("mayorships are counted while they are held, and check-ins are meetings of both kinds") {
  Days days(Foursquare({.publish = "mayorships", .venues = {50, 0, 0}}), 2);
  days.ledger.meetings_held[0] = 3;
  days.ledger.meetings_received[1] = 2;
  const std::vector<float> first = days.next();
  CHECK(first[0] + first[1] <= 5);
  CHECK(first[0] >= 1);
  for (int day = 0; day < 59; ++day) days.next();
  CHECK(days.scores == first);
  days.next();
  CHECK(days.scores == std::vector<float>{0, 0});
}

TEST_CASE("the two who meet check in at one venue, whoever asked, of a city of one of them") {
  constexpr AgentId kAgents = 40;
  constexpr std::uint32_t kVenues = 50;
  const auto venues_of = [&](bool turned) {
    Days days(Foursquare({}), kAgents);
    for (AgentId a = 0; a < kAgents; ++a) days.city.push_back(static_cast<std::uint16_t>(a % 4));
    Venues venues({.venues_a_city = kVenues});
    venues.start(days.view());
    std::vector<std::vector<std::uint32_t>> at(kAgents);  // by agent and day
    for (int day = 0; day < 30; ++day) {
      for (AgentId a = 0; a < kAgents; a += 2) turned ? days.meet(a, a + 1) : days.meet(a + 1, a);
      ++days.day;
      venues.observe(days.view(), days.pool, [&](const CheckIn& made) { at[made.who].push_back(made.venue); });
      days.meetings.clear();
    }
    return at;
  };
  const auto at = venues_of(false);
  CHECK(at == venues_of(true));
  for (AgentId a = 0; a < kAgents; a += 2) {
    REQUIRE(at[a].size() == 30);
    CHECK(at[a] == at[a + 1]);
    const auto of_city = [&](std::uint32_t city) {
      return std::count_if(at[a].begin(), at[a].end(), [&](std::uint32_t venue) { return venue / kVenues == city; });
    };
    const auto first = of_city(a % 4), second = of_city((a + 1) % 4);
    CHECK((first > 0 && second > 0 && first + second == 30));  // each is host at times
  }
  CHECK(at[0] != at[4]);  // of the same cities
}

TEST_CASE("a pair that meets twice on a day goes to two places, and meetings beyond those known are drawn alone") {
  Days days(Foursquare({}), 3);
  Venues venues({.venues_a_city = 60000, .venue_exponent = 0, .home_prob = 0});
  venues.start(days.view());
  days.meet(2, 0);
  days.meet(2, 0);
  days.ledger.meetings_held[1] += 2;
  ++days.day;
  std::vector<std::vector<std::uint32_t>> at(3);
  venues.observe(days.view(), days.pool, [&](const CheckIn& made) { at[made.who].push_back(made.venue); });
  REQUIRE(at[0].size() == 2);
  CHECK(at[0] == at[2]);
  CHECK(at[0][0] != at[0][1]);
  REQUIRE(at[1].size() == 2);
  CHECK(at[1][0] != at[1][1]);
}

TEST_CASE("version 3: a point more in the company of who follows and is followed") {
  for (const std::string version : {"v3", "before_v3"}) {
    Days days(Foursquare({.version = version, .friend_points = 4}), 4);
    days.follows.follow(0, 1, 0);
    days.follows.follow(1, 0, 0);
    days.follows.follow(2, 3, 0);  // not back
    days.meet(0, 1);
    days.meet(2, 3);
    const float bonus = version == "v3" ? 4 : 0;
    const std::vector<float> points = days.next();
    CHECK(points[0] - points[2] == bonus);
    CHECK(points[1] - points[3] >= bonus - 5);
    CHECK(days.score.reads().has(ScoreInput::links) == (version == "v3"));
  }
}

TEST_CASE("it is what its rules in YAML are, mayors and all") {
  Faults faults;
  const ScoreSpec yaml = read_score(CLOUT_SOURCE_DIR "/scenarios/rules/foursquare.yaml", {}, make_catalogue(), faults);
  const ScoreSpec mayors = read_score(CLOUT_SOURCE_DIR "/scenarios/rules/foursquare.yaml", {{"publish", "mayorships"}},
                                      make_catalogue(), faults);
  REQUIRE(faults.text() == "");
  const auto rules = yaml.setup->build(), rule_of_mayors = mayors.setup->build();
  Foursquare score({}), mayorships({.publish = "mayorships"});
  ThreadPool pool(1);
  constexpr std::size_t kAgents = 40;
  std::vector<float> a(kAgents), b(kAgents), c(kAgents), d(kAgents);
  float highest = 0;
  for (Day day = 20; day < 60; ++day) {
    TinyWorld world = make_tiny_world(kAgents, 5, day);
    const ScoringView view = world.scoring();
    const auto both = [&](ScoringAlgorithm& one, std::vector<float>& scores) {
      if (day == 20) one.start(view, pool, scores);
      one.observe(view, pool);
      one.update(view, pool, scores);
    };
    both(score, a);
    both(*rules, b);
    both(mayorships, c);
    both(*rule_of_mayors, d);
    CHECK(a == b);
    CHECK(c == d);
    highest = std::max(highest, *std::max_element(a.begin(), a.end()));
  }
  CHECK(highest > 7 * 10 + 20);  // up to ten check-ins a day
  CHECK(*std::max_element(c.begin(), c.end()) > 1);
}
