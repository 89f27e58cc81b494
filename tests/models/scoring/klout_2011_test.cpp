#include "models/scoring/klout_2011.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/models/scoring/days_of.h"

using namespace clout;
using namespace clout::test;

namespace {

/// 40 agents; 0 has so many engagers of weight 1, from agent 1 on.
struct Engaged : Days<Klout2011> {
  Engaged(const Klout2011Params& params, AgentId engagers) : Days(Klout2011(params), 40) {
    for (AgentId who = 1; who <= engagers; ++who) ledger.engagers.push_back(0, {who, 1, 0, 1});
  }
};

}  // namespace

TEST_CASE("parts by hand: people who react, reactions a post, and their scores") {
  Engaged reach({.publish = "true_reach"}, 7);
  CHECK(reach.next()[0] == 7);
  Engaged amplification({.publish = "amplification"}, 7);
  amplification.ledger.posts_recent[0] = 13 * kRecentUnit;  // 7 reactions on 13 + 1 posts: .5 a post
  CHECK(amplification.next()[0] == 50);
  Engaged network({.publish = "network"}, 3);
  CHECK(network.next()[0] == 1);  // of people who have no score to speak of
  CHECK(network.scores[1] == 0);
}

TEST_CASE("the score of the worked example, and its floor") {
  Engaged days({.true_reach = 0.5, .amplification = 1e-9, .network = 0.5 - 1e-9, .full_reach = 9}, 9);
  // Half of 100 for reach, and half of what its people have, who are at the floor.
  CHECK(days.next()[0] == doctest::Approx(50.5));
  CHECK(days.scores[5] == 1);
}

TEST_CASE("the same reactions from fewer posts, and from more people, count more") {
  Engaged few({}, 8), many({}, 8), alone({}, 0);
  few.ledger.posts_recent[0] = 4 * kRecentUnit;
  many.ledger.posts_recent[0] = 40 * kRecentUnit;
  alone.ledger.posts_recent[0] = 4 * kRecentUnit;
  alone.ledger.engagers.push_back(0, {1, 8, 0, 8});
  CHECK(few.next()[0] > many.next()[0]);
  CHECK(few.scores[0] > alone.next()[0]);
}

TEST_CASE("reactions fade, so that one more of somebody who reacted before is more") {
  Engaged silent({.publish = "amplification"}, 1), again({.publish = "amplification"}, 1);
  REQUIRE(silent.ledger.fade_days == 30);
  silent.ledger.engagers.of(0)[0].weight = again.ledger.engagers.of(0)[0].weight = 8;
  for (int day = 0; day < 15; ++day) silent.next(), again.next();
  const float faded = 8 * std::exp2f(-0.5f);
  again.ledger.engagers.of(0)[0] = {1, faded + 1, 15, 2};  // as the ledger enters another on day 15
  CHECK(silent.next()[0] == doctest::Approx(100 * faded / (faded + 0.5)));
  CHECK(again.next()[0] == doctest::Approx(100 * (faded + 1) / (faded + 1.5)));
}

TEST_CASE("who is silent for the window falls to the bottom at once") {
  Engaged days({}, 20);
  for (int day = 0; day < 30; ++day) days.next();
  CHECK(days.scores[0] > 10);
  days.next();  // day 30: the reactions of day 0 are 30 days old
  CHECK(days.scores[0] == 1);
}

TEST_CASE("on the curve of 2010 the first has 100, and a rise of another takes from the rest") {
  Engaged days({.version = "2010"}, 5);
  CHECK(days.next()[0] == 100);
  for (AgentId who = 1; who <= 30; ++who)
    if (who != 2) days.ledger.engagers.push_back(2, {who, 1, 1, 1});
  CHECK(days.next()[2] == 100);
  CHECK(days.scores[0] < 90);
}
