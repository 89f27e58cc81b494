#include "models/scoring/stack_overflow.h"

#include <doctest/doctest.h>

#include "models/catalogue.h"
#include "sim/scenario/score_file.h"
#include "tests/models/scoring/days_of.h"
#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("upvotes up to 200 a day, an accept beyond the cap, from 1") {
  Days days(StackOverflow({}), 2);
  CHECK(days.scores == std::vector<float>{1, 1});
  days.ledger.likes[0] = 19;
  CHECK(days.next()[0] == 191);
  days.ledger.likes[0] += 25;   // 250, of which 200 count
  days.ledger.replies[0] += 3;  // one is an accept
  CHECK(days.next()[0] == 191 + 200 + 15);
  CHECK(days.next() == std::vector<float>{406, 1});
}

TEST_CASE("it is what its rules in YAML are") {
  Faults faults;
  const ScoreSpec yaml =
      read_score(CLOUT_SOURCE_DIR "/scenarios/rules/stack_overflow.yaml", {}, make_catalogue(), faults);
  REQUIRE(faults.text() == "");
  const auto rules = yaml.setup->build();
  StackOverflow score({});
  ThreadPool pool(2);
  std::vector<float> a(200), b(200);
  for (Day day = 20; day < 40; ++day) {
    const TinyWorld world = make_tiny_world(200, 5, day);
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
  CHECK(*std::max_element(a.begin(), a.end()) > 500);
}
