#include <doctest/doctest.h>

#include <array>
#include <cstdint>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("posts a week are the hours that the plan gives them over the price of a post") {
  Lab lab(100);
  for (AgentId a = 0; a < 100; ++a) lab.give(a, only(&Plan::post), posting(10));
  const int days = 20;
  lab.live(days);
  const double expected = 100 * days * 10;
  CHECK(std::abs(static_cast<double>(lab.total(lab.world.ledger.posts)) - expected) < 4 * std::sqrt(expected));
  for (AgentId a = 0; a < 100; ++a) CHECK(lab.world.ledger.seconds_online[a] == lab.world.ledger.posts[a] * 360);
}

TEST_CASE("a dearer post means fewer posts") {
  Lab lab(100);
  lab.mechanisms.prices.post_seconds = 3600;
  for (AgentId a = 0; a < 100; ++a) lab.give(a, only(&Plan::post), posting(10));
  lab.live(20);
  CHECK(std::abs(static_cast<double>(lab.total(lab.world.ledger.posts)) - 2000) < 4 * std::sqrt(2000.0));
}

TEST_CASE("nobody posts without hours, without an account or while silenced") {
  Lab lab(3);
  lab.give(1, only(&Plan::post), 100);
  lab.give(2, only(&Plan::post), 100);
  lab.absent(1);
  lab.silent_until = {0, 0, 5};
  lab.live(5);
  CHECK(lab.total(lab.world.ledger.posts) == 0);
  lab.replan();  // day 5: the silence is over
  lab.live(1);
  CHECK(lab.world.ledger.posts[2] > 0);
}

TEST_CASE("publish.on: false, and nobody posts, pays for a post or has anything to read; messages go on") {
  const auto lived = [](bool on) {
    Lab lab(20);
    lab.mechanisms.publish.on = on;
    Plan author = only(&Plan::post);
    author.engage = 1;  // half its time
    for (AgentId a = 0; a < 10; ++a) lab.give(a, author, 20);
    for (AgentId u = 10; u < 20; ++u) {
      lab.give(u, only(&Plan::read), 10);
      lab.follow(u, u - 10);
      lab.follow(u - 10, (u - 9) % 10);  // who is followed by those whom one follows can be written to
    }
    lab.live(30);
    return std::array{lab.total(lab.world.ledger.posts), lab.counts.items_read, lab.counts.reactions,
                      lab.counts.messages,
                      std::uint64_t{lab.world.ledger.seconds_online[0] + lab.world.ledger.seconds_online[10]}};
  };
  const auto on = lived(true), off = lived(false);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(on[k] > 0);
    CHECK(off[k] == 0);
  }
  CHECK(off[3] > 0);
  CHECK(off[4] < on[4]);
}

TEST_CASE("unspent time is kept up to carry_over_days' worth of it") {
  Lab lab(1);
  lab.give(0, only(&Plan::read), 7);
  lab.mechanisms.prices.carry_over_days = 3;
  lab.live(2);
  CHECK(lab.world.balances.read[0] == 2 * 3600);
  lab.live(8);
  CHECK(lab.world.balances.read[0] == 3 * 3600);
}

TEST_CASE("recent posts fade by half in fade_days") {
  Lab lab(1);
  lab.mechanisms.react.fade_days = 10;
  lab.world.ledger.posts_recent[0] = 1000 * kRecentUnit;
  lab.live(10);
  CHECK(lab.world.ledger.posts_recent[0] == doctest::Approx(500 * kRecentUnit).epsilon(1e-5));
}

TEST_CASE("rate_exponent: reactions per post fall with the posts put out that day") {
  // 0 posts rarely, 1 ten times as often; 2 .. 101 read both with all the time they need.
  const auto reactions_per_item = [](double exponent, AgentId author) {
    Lab lab(102);
    lab.mechanisms.react.rate_exponent = exponent;
    lab.mechanisms.react.base = 0.5;
    lab.give(0, only(&Plan::post), posting(1));
    lab.give(1, only(&Plan::post), posting(10));
    for (AgentId u = 2; u < 102; ++u) {
      lab.give(u, only(&Plan::read), 20);
      lab.follow(u, 0);
      lab.follow(u, 1);
    }
    lab.live(60);
    return static_cast<double>(lab.world.ledger.likes[author]) / (100.0 * lab.world.ledger.posts[author]);
  };
  CHECK(reactions_per_item(0, 0) == doctest::Approx(0.5).epsilon(0.05));
  CHECK(reactions_per_item(0, 1) == doctest::Approx(0.5).epsilon(0.05));
  // About ten items a day: 10^-1 of the attention each, and a day of few is seldom.
  CHECK(reactions_per_item(1, 0) > 0.25);
  CHECK(reactions_per_item(1, 1) == doctest::Approx(0.5 / 10).epsilon(0.25));
}
