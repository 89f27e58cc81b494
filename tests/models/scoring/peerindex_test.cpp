#include "models/scoring/peerindex.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/models/scoring/days_of.h"

using namespace clout;
using namespace clout::test;

namespace {

/// On day 0.
void react(Ledger& ledger, AgentId target, AgentId source, float weight) {
  ledger.engagers.push_back(target, {source, weight, 0, 1});
  ledger.reacted_to_today[target] = 1;
}

}  // namespace

TEST_CASE("parts are shares of the highest, by hand") {
  Days days(PeerIndex({.window_days = 1, .authority = 2, .audience = 1, .activity = 1}), 4);
  days.follows.follow(2, 0, 0);
  days.follows.follow(3, 0, 0);
  days.follows.follow(2, 1, 0);
  react(days.ledger, 0, 2, 1);
  react(days.ledger, 0, 3, 2);
  react(days.ledger, 1, 2, 1);
  days.ledger.posts_recent[1] = 3 * kRecentUnit;
  const auto& scores = days.next();
  CHECK(scores[0] == doctest::Approx(100 * (2 + 1) / 4.0));
  const double one = 2 * std::log(2) / std::log(4) + std::log(2) / std::log(3) + 1;
  CHECK(scores[1] == doctest::Approx(100 * one / 4));
  CHECK(scores[2] == 0);
}

TEST_CASE("a few days of frenzy hardly move it, and it is forgotten after the window") {
  Days days(PeerIndex({.window_days = 20}), 2);
  for (int day = 0; day < 20; ++day) days.next();
  days.ledger.posts_recent[0] = 50 * kRecentUnit;
  CHECK(days.next()[0] == doctest::Approx(10.0 / 20).epsilon(1e-3));  // a tenth of 100, on one day of twenty
  days.ledger.posts_recent[0] = 0;
  for (int day = 0; day < 19; ++day) days.next();
  CHECK(days.scores[0] > 0);
  CHECK(days.next()[0] == 0);
}

TEST_CASE("reactions fade by half every half-life, whether somebody reacts again or not") {
  Days days(PeerIndex({.window_days = 1, .authority = 1, .audience = 1e-9, .activity = 1e-9}), 3);
  REQUIRE(days.ledger.fade_days == 30);
  react(days.ledger, 0, 2, 4);
  days.next();
  days.ledger.reacted_to_today[0] = 0;
  for (int day = 1; day < 30; ++day) days.next();
  days.ledger.engagers.push_back(1, {2, 4, 30, 1});
  days.ledger.reacted_to_today[1] = 1;
  const auto& scores = days.next();  // of day 30
  CHECK(scores[0] / scores[1] == doctest::Approx(std::log(1 + 4 * 0.5) / std::log(1 + 4.0)).epsilon(1e-3));
}

TEST_CASE("the audience follows followers day by day, and forgets who has not reacted for three half-lives") {
  Days days(PeerIndex({.window_days = 1, .authority = 1e-9, .audience = 1, .activity = 1e-9}), 3);
  days.ledger.fade_days = 2;
  days.follows.follow(2, 0, 0);
  react(days.ledger, 0, 2, 1);
  react(days.ledger, 1, 2, 1);
  CHECK(days.next()[0] == doctest::Approx(100));
  CHECK(days.scores[1] == 0);
  days.ledger.reacted_to_today[0] = days.ledger.reacted_to_today[1] = 0;
  days.follows.follow(2, 1, 1);  // after the reaction
  CHECK(days.next()[1] == doctest::Approx(100));
  days.follows.unfollow(2, 0);
  CHECK(days.next()[0] == 0);
  while (days.day < 6) days.next();
  CHECK(days.scores[1] == doctest::Approx(100));
  days.next();  // the end of day 6: the reactions are of day 0
  CHECK(days.scores[1] == 0);
}

TEST_CASE("followers who never react are no audience") {
  Days days(PeerIndex({.window_days = 1, .authority = 1e-9, .audience = 1, .activity = 1e-9}), 5);
  for (AgentId a = 1; a < 5; ++a) days.follows.follow(a, 0, 0);
  react(days.ledger, 0, 1, 1);
  days.follows.follow(1, 2, 0);
  react(days.ledger, 2, 1, 1);
  const auto& scores = days.next();
  CHECK(scores[0] == scores[2]);
}
