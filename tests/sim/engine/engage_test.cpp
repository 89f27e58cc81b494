#include <doctest/doctest.h>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

// Agent 0 reads what 1 .. n-1 write and likes all of it.
void one_fan(Lab& lab) {
  lab.give(0, only(&Plan::read), 50);
  for (AgentId a = 1; a < lab.agents(); ++a) {
    lab.give(a, only(&Plan::post), posting(5));
    lab.follow(0, a);
  }
  lab.mechanisms.react.base = 1;
  lab.mechanisms.react.rate_exponent = 0;
}

}  // namespace

TEST_CASE("a reaction is entered at its target: counts, who it was, and that it was today") {
  Lab lab(4);
  one_fan(lab);
  lab.follow(3, 2);  // without hours, 3 reacts to nothing
  lab.live(1);
  const auto& ledger = lab.world.ledger;
  for (AgentId a = 1; a < 4; ++a) {
    CHECK(ledger.likes[a] == ledger.posts[a]);
    CHECK(ledger.reacted_to_today[a] == (ledger.posts[a] > 0));
    REQUIRE(ledger.engagers.size(a) == (ledger.posts[a] > 0));
    if (ledger.posts[a] > 0) {
      CHECK(ledger.engagers.of(a)[0].who == 0);
      CHECK(ledger.engagers.of(a)[0].count == ledger.posts[a]);
      CHECK(ledger.engagers.of(a)[0].day == 0);
    }
  }
  CHECK(ledger.reactions_given_today[0] == ledger.posts[1] + ledger.posts[2] + ledger.posts[3]);
  CHECK(ledger.posts[1] > 0);
}

TEST_CASE("selectivity: a reaction weighs (1 + reactions given that day)^-selectivity") {
  const auto check = [](double selectivity) {
    Lab lab(6);
    one_fan(lab);
    lab.mechanisms.react.selectivity = selectivity;
    lab.live(1);
    const auto& ledger = lab.world.ledger;
    const double given = ledger.reactions_given_today[0];
    REQUIRE(given > 3);
    for (AgentId a = 1; a < 6; ++a)
      if (ledger.posts[a] > 0)
        CHECK(ledger.engagers.of(a)[0].weight == doctest::Approx(ledger.posts[a] * std::pow(1 + given, -selectivity)));
  };
  check(0);
  check(0.5);
  check(1);
}

TEST_CASE("fade_days: an engager's weight is halved in that time when nothing new comes") {
  Lab lab(2);
  one_fan(lab);
  lab.mechanisms.react.fade_days = 5;
  lab.mechanisms.react.selectivity = 0;
  lab.begin();
  const Engager old[] = {{0, 64.0f, 0, 3}};
  lab.world.ledger.engagers.assign(1, old);
  lab.world.day = 10;
  lab.live(1);
  const auto& e = lab.world.ledger.engagers.of(1)[0];
  REQUIRE(lab.world.ledger.posts[1] > 0);
  CHECK(e.weight == doctest::Approx(64.0 / 4 + lab.world.ledger.posts[1]));
  CHECK(e.day == 10);
  CHECK(e.count == 3 + lab.world.ledger.posts[1]);
}

TEST_CASE("engagers_kept: who weighs least makes room") {
  Lab lab(4);
  lab.give(0, only(&Plan::post), posting(20));
  for (AgentId u = 1; u < 4; ++u) {
    lab.give(u, only(&Plan::read), 50);
    lab.follow(u, 0);
  }
  lab.mechanisms.react.base = 1;
  lab.mechanisms.react.engagers_kept = 2;
  lab.begin();
  const Engager old[] = {{1, 1e6f, 0, 9}, {2, 1e-6f, 0, 1}};
  lab.world.ledger.engagers.assign(0, old);
  lab.live(1);
  REQUIRE(lab.world.ledger.posts[0] > 0);
  const auto kept = lab.world.ledger.engagers.of(0);
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].who == 1);
  CHECK(kept[0].who < kept[1].who);
}
