#include <doctest/doctest.h>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

Plan looking(double Plan::* approach, double follow_prob = 1) {
  Plan p = approaching(only(&Plan::discover), approach);
  p.follow_prob = follow_prob;
  return p;
}

}  // namespace

TEST_CASE("time for profiles is spent a minute each; so many are followed as follow_prob says") {
  Lab lab(5000);
  lab.give(0, looking(&Plan::at_random, 0.25), 7 * 1000 / 60.0);  // a thousand a day
  lab.live(1);
  CHECK(lab.world.ledger.seconds_online[0] == 1000 * 60);
  const auto followed = static_cast<double>(lab.world.follows.followee_count(0));
  // Whom it follows already and itself cost a few.
  CHECK(std::abs(followed - 250) < four_sd(1000, 0.25) + 20);
  CHECK(lab.counts.follows == lab.world.follows.edges());
}

TEST_CASE("discover.on off: nobody looks around, follows, or leaves") {
  Lab lab(50);
  for (AgentId a = 0; a < 50; ++a) lab.give(a, looking(&Plan::at_random), 20);
  lab.follow(0, 1);
  lab.mechanisms.discover.on = false;
  lab.mechanisms.discover.unfollow = true;
  lab.mechanisms.discover.unfollow_hazard_per_day = 1;
  lab.live(10);
  CHECK(lab.world.follows.edges() == 1);
  CHECK(lab.total(lab.world.ledger.seconds_online) == 0);
}

TEST_CASE("the absent are never followed") {
  Lab lab(20);
  for (AgentId a = 0; a < 10; ++a) lab.give(a, looking(&Plan::at_random), 20);
  for (AgentId a = 10; a < 20; ++a) {
    lab.give(a, looking(&Plan::at_random), 20);
    lab.absent(a);
  }
  lab.live(20);
  for (AgentId a = 0; a < 10; ++a) CHECK(lab.world.follows.follower_count(a) == 9);
  for (AgentId a = 10; a < 20; ++a) {
    CHECK(lab.world.follows.follower_count(a) == 0);
    CHECK(lab.world.follows.followee_count(a) == 0);
  }
}

TEST_CASE("follow_back: new followers are followed back with the plan's chance, and not at all when switched off") {
  const auto returned = [](bool on, double probability, double hours) {
    Lab lab(401);
    lab.give(0, looking(&Plan::at_random), 100);
    for (AgentId a = 1; a < 401; ++a) {
      Plan p = only(&Plan::read);
      p.follow_back_prob = probability;
      lab.give(a, p, hours);
    }
    lab.mechanisms.discover.follow_back = on;
    lab.live(1);
    const auto followed = static_cast<double>(lab.world.follows.followee_count(0));
    REQUIRE(followed > 300);
    CHECK(lab.counts.follows == lab.world.follows.edges());
    return lab.world.follows.follower_count(0) / followed;
  };
  CHECK(returned(true, 1, 1) == 1);
  CHECK(std::abs(returned(true, 0.3, 1) - 0.3) < four_sd(350, 0.3) / 350);
  CHECK(returned(true, 0, 1) == 0);
  CHECK(returned(false, 1, 1) == 0);
  CHECK(returned(true, 1, 0) == 0);  // who is never online does not notice
}

TEST_CASE("unfollow: links break at the hazard that is set, returned ones at their ratio of it") {
  const auto left = [](bool on, bool mutual, double ratio) {
    Lab lab(1000);
    for (AgentId a = 0; a < 1000; ++a) lab.give(a, only(&Plan::read), 1);
    for (AgentId a = 0; a < 1000; a += 2) {
      lab.follow(a, a + 1);
      if (mutual) lab.follow(a + 1, a);
    }
    auto& d = lab.mechanisms.discover;
    d.unfollow = on;
    d.unfollow_hazard_per_day = 0.02;
    d.unfollow_mutual_ratio = ratio;
    d.unfollow_new_ratio = 1;
    d.unfollow_burst = 0;
    lab.live(20);
    CHECK(lab.counts.unfollows == (mutual ? 1000u : 500u) - lab.world.follows.edges());
    return static_cast<double>(lab.world.follows.edges()) / (mutual ? 1000 : 500);
  };
  const double kept = std::pow(1 - 0.02, 20);
  CHECK(std::abs(left(true, false, 0.3) - kept) < four_sd(500, kept) / 500);
  CHECK(left(true, true, 0) == 1);
  CHECK(left(true, true, 0.3) > kept + 0.05);
  CHECK(left(false, false, 0.3) == 1);
}

TEST_CASE("bursts of posts and young links are left more") {
  const auto left = [](double burst, double young, Day since = 1) {
    Lab lab(1001);
    lab.give(0, only(&Plan::post), 14);
    for (AgentId a = 1; a < 1001; ++a) {
      lab.give(a, only(&Plan::read), 1);
      lab.world.follows.follow(a, 0, since);
    }
    auto& d = lab.mechanisms.discover;
    d.unfollow = true;
    d.unfollow_hazard_per_day = 0.01;
    d.unfollow_burst = burst;
    d.unfollow_new_ratio = young;
    lab.live(20);
    return lab.world.follows.edges();
  };
  CHECK(left(2, 1) + 50 < left(0, 1));
  CHECK(left(0, 4) + 50 < left(0, 1));
  CHECK(left(0, 4, 0) + 50 > left(0, 1, 0));  // links of day 0 are from the start, and old
}

TEST_CASE("the silenced do not leave anybody") {
  Lab lab(200);
  for (AgentId a = 1; a < 200; ++a) {
    lab.give(a, only(&Plan::read), 10);
    lab.follow(a, 0);
  }
  lab.silent_until.assign(200, 100);
  lab.silent_until[0] = 0;
  lab.mechanisms.discover.unfollow = true;
  lab.mechanisms.discover.unfollow_hazard_per_day = 0.1;
  lab.live(10);
  CHECK(lab.world.follows.edges() == 199);
}

TEST_CASE("leaderboard: who follows scores follows its leaders, if it is consulted and a score is visible") {
  const auto followers_of_leader = [](double weight, bool visible) {
    Lab lab(100);
    for (AgentId a = 1; a < 100; ++a) lab.give(a, looking(&Plan::by_score), 7 * 5 / 60.0);
    for (AgentId a = 0; a < 99; ++a) lab.follow(a + 1, a);
    lab.mechanisms.discover.leaderboard = weight;
    if (visible) {
      lab.cue.assign(100, 0.0f);
      lab.cue[50] = 1;
      lab.leaderboard = {50};
    }
    lab.live(3);
    return lab.world.follows.follower_count(50);
  };
  CHECK(followers_of_leader(1, true) == 98);  // all of 1 .. 99 but itself
  CHECK(followers_of_leader(0, true) < 40);
  CHECK(followers_of_leader(1, false) < 40);
}

TEST_CASE("recommender: the site sends people to those who are followed already") {
  const auto followers_of_famous = [](bool on) {
    Lab lab(600);
    // Everybody follows a hub, who follows the famous (0 .. 9) and the unknown (100 .. 189).
    const AgentId hub = 599;
    for (AgentId a = 200; a < 599; ++a) {
      lab.give(a, looking(&Plan::at_random, 0.5), 7 * 4 / 60.0);
      lab.follow(a, hub);
    }
    for (AgentId f = 0; f < 10; ++f) {
      lab.follow(hub, f);
      for (AgentId a = 10; a < 100; ++a) lab.follow(a, f);
    }
    for (AgentId a = 100; a < 190; ++a) lab.follow(hub, a);
    lab.mechanisms.discover.recommender = on;
    lab.live(1);
    std::uint32_t sum = 0;
    for (AgentId f = 0; f < 10; ++f) sum += lab.world.follows.follower_count(f) - 91;
    return sum;
  };
  // Of two in sight the better known: 19 % instead of 10 %, in half of the looks.
  CHECK(followers_of_famous(true) > 1.2 * followers_of_famous(false));
}

TEST_CASE("saw_reshare: of those seen by reshares and of friends of friends the weights decide whom one comes across") {
  // 1 reads 2, who passes on what 3 writes; 2 follows 3 and ten others. Only looks of the second day are counted.
  const auto share_of_author = [](double saw, double friend_of) {
    Lab lab(1000);
    lab.mechanisms.react.base = 1;
    lab.mechanisms.discover.saw_reshare = saw;
    lab.mechanisms.discover.friend_of_friend = friend_of;
    lab.give(2, only(&Plan::read), 20);
    lab.plans.back().reshare_prob = 1;
    lab.give(3, only(&Plan::post), 20);
    lab.plans.back().follow_back_prob = 0;
    lab.follow(2, 3);
    for (AgentId a = 4; a < 14; ++a) lab.follow(2, a);
    for (AgentId a = 100; a < 1000; ++a) {
      Plan p = looking(&Plan::at_random);
      p.read = 10;
      lab.give(a, p, 7 * 11 / 60.0);  // one look a day
      lab.follow(a, 2);
    }
    lab.live(1);
    const auto before = lab.world.follows.follower_count(3);
    const auto edges = lab.world.follows.edges();
    lab.live(1);
    return static_cast<double>(lab.world.follows.follower_count(3) - before) /
           static_cast<double>(lab.world.follows.edges() - edges);
  };
  CHECK(share_of_author(1, 0) > 0.95);
  CHECK(share_of_author(0, 1) < 0.2);
}

TEST_CASE("followees_max: nobody follows more") {
  Lab lab(200);
  for (AgentId a = 0; a < 200; ++a) lab.give(a, looking(&Plan::at_random), 20);
  lab.mechanisms.discover.followees_max = 7;
  lab.live(5);
  for (AgentId a = 0; a < 200; ++a) CHECK(lab.world.follows.followee_count(a) <= 7);
  CHECK(lab.world.follows.edges() > 200 * 6);
}
