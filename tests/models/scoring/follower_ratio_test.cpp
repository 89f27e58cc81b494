#include "models/scoring/follower_ratio.h"

#include <doctest/doctest.h>

#include "tests/models/scoring/graph_of.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("followers as a share, by hand") {
  FollowerRatio score({.prior = 1});
  const auto scores = scores_of(score, graph_of(3, {{1, 0}, {2, 0}, {2, 1}}));
  CHECK(scores[0] == doctest::Approx(2.0 / 3));
  CHECK(scores[1] == doctest::Approx(1.0 / 3));
  CHECK(scores[2] == 0);
}

TEST_CASE("counts are enough, without links") {
  ThreadPool pool(1);
  const Ledger ledger(1);
  const FollowGraph none(1);
  const std::vector<std::uint32_t> followers = {30}, followees = {10};
  std::vector<float> scores(1);
  FollowerRatio({}).update({.agents = 1, .follows = none, .ledger = ledger, .counts = {followers, followees}}, pool,
                           scores);
  CHECK(scores[0] == doctest::Approx(0.6));
}
