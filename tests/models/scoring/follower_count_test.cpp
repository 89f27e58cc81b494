#include "models/scoring/follower_count.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace clout;

TEST_CASE("follower_count is the in-degree, and its cue is 1 for somebody whom all others follow") {
  FollowGraph follows(101);
  for (AgentId u = 1; u <= 100; ++u) follows.follow(u, 0, 0);
  follows.follow(0, 1, 0);
  const Ledger ledger(101);
  ThreadPool pool(1);
  FollowerCount algorithm({});
  std::vector<float> scores(101), cues(101);
  algorithm.start({0, 101, follows, ledger}, pool, scores);
  CHECK(scores[0] == 100);
  CHECK(scores[1] == 1);
  CHECK(scores[2] == 0);
  algorithm.cues(scores, cues);
  CHECK(cues[0] == doctest::Approx(std::log1p(100.0) / std::log1p(101.0)));
  CHECK(cues[1] == doctest::Approx(std::log1p(1.0) / std::log1p(101.0)));
  CHECK(cues[2] == 0);

  follows.unfollow(0, 1);
  algorithm.update({1, 101, follows, ledger}, pool, scores);
  CHECK(scores[1] == 0);
}

TEST_CASE("the cue of follower_count never exceeds 1, as with scores read from a file") {
  FollowerCount algorithm({});
  const std::vector<float> scores = {1e6f, 0};
  std::vector<float> cues(2);
  algorithm.cues(scores, cues);
  CHECK(cues[0] == 1);
}
