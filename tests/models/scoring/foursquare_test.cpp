#include "models/scoring/foursquare.h"

#include <doctest/doctest.h>

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
    Days days(Foursquare({.version = version, .venues_a_city = 1, .home_prob = 1}), 1);
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
  Days days(Foursquare({.publish = "mayorships", .venues_a_city = 50, .venue_exponent = 0, .home_prob = 0}), 2);
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

TEST_CASE("where nobody comes back to a venue it is what its rules in YAML are") {
  Faults faults;
  const ScoreSpec yaml = read_score(CLOUT_SOURCE_DIR "/scenarios/rules/foursquare.yaml", {}, make_catalogue(), faults);
  REQUIRE(faults.text() == "");
  const auto rules = yaml.setup->build();
  Foursquare score({.venues_a_city = 1000000, .venue_exponent = 0, .home_prob = 0});
  ThreadPool pool(1);
  constexpr std::size_t kAgents = 40;
  std::vector<float> a(kAgents), b(kAgents);
  for (Day day = 20; day < 40; ++day) {
    TinyWorld world = make_tiny_world(kAgents, 5, day);
    world.society.city.assign(kAgents, 0);
    if (day == 20) {
      score.start(world.scoring(), pool, a);
      rules->start(world.scoring(), pool, b);
    }
    score.observe(world.scoring(), pool);
    rules->observe(world.scoring(), pool);
    score.update(world.scoring(), pool, a);
    rules->update(world.scoring(), pool, b);
    CHECK(a == b);
  }
  CHECK(*std::max_element(a.begin(), a.end()) > 7);
}
