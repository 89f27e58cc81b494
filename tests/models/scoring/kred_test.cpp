#include "models/scoring/kred.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/models/scoring/days_of.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("the published levels of outreach") {
  CHECK(kred_outreach_points(0) == 0);
  CHECK(kred_outreach_points(1) == 100);
  CHECK(kred_outreach_points(2) == 270);
}

TEST_CASE("points for reactions, more of the famous, and for new followers; the top has 1000") {
  Days days(Kred({.famous_followers = 1}), 4);
  days.follows.follow(1, 3, 0);
  days.follows.follow(2, 3, 0);  // 3 is famous; it gains two followers
  days.next(
      {reaction(0, 1, ReactionKind::like), reaction(0, 1, ReactionKind::reply), reaction(0, 3, ReactionKind::reshare)});
  CHECK(days.score.points(0) == 10 + 10 + 50);
  CHECK(days.score.points(3) == 2);
  CHECK(days.scores[0] == 1000);
  CHECK(days.scores[1] == 1);
  CHECK(days.scores[3] == doctest::Approx(1 + 999 * std::log(3) / std::log(71)));
  days.follows.unfollow(2, 3);
  days.next();
  CHECK(days.score.points(3) == 2);  // losing followers takes nothing
}

TEST_CASE("influence forgets what is older than its window") {
  Days days(Kred({.window_days = 3}), 2);
  days.next({reaction(0, 1, ReactionKind::like)});
  for (int day = 0; day < 2; ++day) days.next();
  CHECK(days.score.points(0) == 10);
  days.next();
  CHECK(days.score.points(0) == 0);
  CHECK(days.scores == std::vector<float>{1, 1});
}

TEST_CASE("outreach counts what one gives, never falls, and is published in levels") {
  Days days(Kred({.publish = "outreach"}), 2);
  for (int day = 0; day < 9; ++day)
    days.next({reaction(0, 1, ReactionKind::reshare), reaction(0, 1, ReactionKind::like)});
  CHECK(days.score.outreach(1) == 90);
  CHECK(days.scores[1] == 0);
  days.next({reaction(0, 1, ReactionKind::reply), reaction(0, 1, ReactionKind::reshare, 0, 0, 0)});
  CHECK(days.score.outreach(1) == 100);
  CHECK(days.scores == std::vector<float>{0, 1});
  for (int day = 0; day < 200; ++day) days.next();
  CHECK(days.scores[1] == 1);
}
