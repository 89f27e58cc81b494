#include "models/scoring/oracle.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("oracle: the score is network_worth, and log(1 + it) by that of the highest is the cue") {
  TinyWorld world = make_tiny_world(4, 1, 10);
  world.society.network_worth = {0.5f, 7, 0, 1};
  ThreadPool pool(1);
  Oracle oracle{OracleParams{}};
  std::vector<float> scores(4), cues(4);
  oracle.start(world.scoring(), pool, scores);
  CHECK(scores == std::vector<float>{0.5f, 7, 0, 1});
  oracle.cues(scores, cues);
  CHECK(cues[0] == doctest::Approx(std::log(1.5) / std::log(8.0)));
  CHECK(cues[1] == 1);
  CHECK(cues[2] == 0);
}

TEST_CASE("oracle: where nobody knows a society, nobody has a score") {
  const FollowGraph follows(3);
  const Ledger ledger(3);
  ThreadPool pool(1);
  Oracle oracle{OracleParams{}};
  std::vector<float> scores(3, 5), cues(3, 5);
  oracle.update({0, 3, follows, ledger}, pool, scores);
  CHECK(scores == std::vector<float>{0, 0, 0});
  oracle.cues(scores, cues);
  CHECK(cues == std::vector<float>{0, 0, 0});
}
