#include <doctest/doctest.h>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

// 1 .. n-1 each ask 0, their only tie or a stranger at a lonely place, once a day.
struct Asked : Lab {
  Asked(std::size_t n, bool known, double open_hours_a_day) : Lab(n) {
    society->open_seconds_week[0] = static_cast<float>(7 * 3600 * open_hours_a_day);
    for (AgentId a = 1; a < n; ++a) {
      give(a, meeting(&Plan::meet_ties), 0);
      world.hours_offline[a] = 7 * 1.5f;
      if (known) tie(a, 0, 100);
    }
    mechanisms.ties.decay = false;
    mechanisms.ties.cap = 100000;
    mechanisms.meet.effective_hours = 0;  // nothing changes
  }
};

}  // namespace

TEST_CASE("people one knows agree with tie_prob") {
  for (const double p : {0.0, 0.3, 1.0}) {
    Asked lab(101, true, 24);
    lab.society->open_seconds_week[0] = 168 * 3600.0f * 100;  // time for all
    lab.mechanisms.meet.tie_prob = p;
    lab.live(30);
    CHECK(lab.counts.invitations == 3000);
    CHECK(std::abs(static_cast<double>(lab.counts.meetings) - 3000 * p) <= four_sd(3000, p));
    CHECK(lab.counts.meetings == lab.total(lab.world.ledger.meetings_held));
    CHECK(lab.counts.meetings == lab.total(lab.world.ledger.meetings_received));
  }
}

TEST_CASE("strangers agree with cold_prob, contacts of contacts with introduced_prob") {
  const auto held = [](double cold, double introduced, double Plan::* via) {
    // Pairs of strangers in a city of their own; with a common contact between each pair if introduced.
    Lab lab(600);
    lab.society->cities = 200;
    for (AgentId a = 0; a < 600; a += 3) {
      for (AgentId k = a; k < a + 3; ++k) lab.society->city[k] = static_cast<std::uint16_t>(a / 3);
      lab.give(a, meeting(via), 0);
      lab.world.hours_offline[a] = 7 * 1.5f;
      lab.society->open_seconds_week[a + 2] = 168 * 3600.0f;
      lab.tie(a, a + 1, 100);
      lab.tie(a + 1, a + 2, 100);
    }
    lab.mechanisms.ties.decay = false;
    lab.mechanisms.meet.cold_prob = cold;
    lab.mechanisms.meet.introduced_prob = introduced;
    lab.mechanisms.meet.effective_hours = 0;
    lab.mechanisms.meet.tie_prob = 0;
    lab.live(10);
    return static_cast<double>(lab.counts.meetings);
  };
  CHECK(std::abs(held(0, 0.4, &Plan::meet_introduced) - 800) < four_sd(2000, 0.4));
  CHECK(held(1, 0, &Plan::meet_introduced) == 0);
  // A third of the draws hits each of three: self, contact, stranger.
  const double by_event = held(0.5, 0, &Plan::meet_event);
  CHECK(by_event > 200);
  CHECK(held(0, 1, &Plan::meet_event) == 0);
  CHECK(held(1, 0, &Plan::meet_event) > 1.5 * by_event);
}

TEST_CASE("nobody gives more hours than are open; who comes first is no matter of the id") {
  Asked lab(101, true, 3);
  lab.mechanisms.meet.tie_prob = 1;
  lab.live(100);
  CHECK(lab.world.ledger.meetings_received[0] == 300);
  std::uint32_t low = 0, high = 0;
  for (AgentId a = 1; a <= 50; ++a) low += lab.world.ledger.meetings_held[a];
  for (AgentId a = 51; a <= 100; ++a) high += lab.world.ledger.meetings_held[a];
  CHECK(std::abs(low - 150.0) < four_sd(300, 0.5));
  CHECK(low + high == 300);
}

TEST_CASE("open hours that nobody asks for are kept, up to carry_over_days' worth") {
  Asked lab(31, true, 0.5);
  lab.mechanisms.meet.tie_prob = 1;
  lab.mechanisms.prices.carry_over_days = 10;
  lab.begin();
  lab.world.balances.open[0] = 1000000;
  lab.live(1);
  CHECK(lab.world.ledger.meetings_received[0] == 5);  // ten half hours
}

TEST_CASE("the hour of the one who is asked costs no dose") {
  Asked lab(11, true, 24);
  lab.mechanisms.meet.tie_prob = 1;
  lab.live(10);
  CHECK(lab.world.ledger.meetings_received[0] == 100);
  CHECK(lab.world.ledger.seconds_offline[0] == 0);
}

TEST_CASE("effective_hours: so much an hour together adds to the tie, at both ends") {
  for (const double effective : {0.0, 1.0, 2.5}) {
    Asked lab(2, true, 24);
    lab.mechanisms.meet.tie_prob = 1;
    lab.mechanisms.meet.effective_hours = effective;
    lab.live(10);
    REQUIRE(lab.counts.meetings == 10);
    CHECK(lab.hours(0, 1) == doctest::Approx(100 + 10 * effective).epsilon(1e-4));
    CHECK(lab.hours(0, 1) == lab.hours(1, 0));
  }
}
