#include <doctest/doctest.h>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

constexpr double kAttempt = 1.5;  // hours: a meeting and the way there

// 0 spends `attempts` a day on meetings of one kind; everybody else has all the time in the world and says yes.
Lab& host(Lab& lab, double Plan::* via, double attempts = 1) {
  lab.give(0, meeting(via), 0);
  lab.world.hours_offline[0] = static_cast<float>(7 * kAttempt * attempts);
  lab.society->open_seconds_week.assign(lab.agents(), 168 * 3600.0f);
  lab.mechanisms.meet.cold_prob = lab.mechanisms.meet.tie_prob = lab.mechanisms.meet.introduced_prob = 1;
  return lab;
}

std::vector<std::uint32_t> met(const Lab& lab) {
  const auto& c = lab.world.ledger.meetings_received;
  return {c.begin(), c.end()};
}

}  // namespace

TEST_CASE("an attempt costs an hour and the way, whether anybody comes or not; what is left is kept") {
  for (const double yes : {0.0, 1.0}) {
    Lab lab(10);
    host(lab, &Plan::meet_event, 1.5).mechanisms.meet.cold_prob = yes;
    lab.mechanisms.meet.tie_prob = yes;
    lab.live(1);
    const auto asked = lab.world.ledger.meetings_asked[0];
    CHECK(asked <= 1);
    lab.live(19);
    const auto all = lab.world.ledger.meetings_asked[0];
    CHECK(lab.world.ledger.seconds_offline[0] == all * 5400);
    CHECK(lab.world.ledger.seconds_offline[0] + static_cast<std::uint32_t>(lab.world.balances.offline[0]) == 20 * 8100);
    CHECK(lab.world.ledger.meetings_held[0] == (yes == 1 ? all : 0));
    CHECK(lab.counts.invitations == all);
  }
}

TEST_CASE("meet.on off, or no hours offline: nobody is asked") {
  Lab off(10), poor(10);
  host(off, &Plan::meet_event).mechanisms.meet.on = false;
  host(poor, &Plan::meet_event, 0);
  for (Lab* lab : {&off, &poor}) {
    lab->live(10);
    CHECK(lab->counts.invitations == 0);
    CHECK(lab->world.ties.records() == 0);
    CHECK(lab->total(lab->world.ledger.seconds_offline) == 0);
  }
}

TEST_CASE("meet_ties sees people one knows, in the own city, the absent too") {
  Lab lab(5);
  host(lab, &Plan::meet_ties);
  lab.society->cities = 2;
  lab.society->city[2] = 1;
  for (const AgentId a : {1u, 2u, 3u}) lab.tie(0, a, 100);
  lab.absent(3);
  lab.live(40);
  const auto m = met(lab);
  CHECK(m[1] + m[3] == 40);
  CHECK(m[1] > 5);
  CHECK(m[3] > 5);
}

TEST_CASE("meet_introduced leads to contacts of contacts whom one does not know") {
  Lab lab(5);
  host(lab, &Plan::meet_introduced, 0.5);
  lab.tie(0, 1, 100);
  lab.tie(1, 2, 100);
  lab.live(2);  // one attempt in two days
  CHECK(met(lab) == std::vector<std::uint32_t>{0, 0, 1, 0, 0});
  CHECK(lab.world.ties.find(0, 2)->flags == (kMetTie | kSameCity));
  CHECK(lab.world.ties.find(0, 2)->mutual == 1);
}

TEST_CASE("meet_answered leads to people who answered and were not met yet") {
  Lab lab(5);
  host(lab, &Plan::meet_answered, 0.5);
  lab.tie(0, 1, 100, kInitialTie | kAnsweredTie);
  lab.tie(0, 2, 100, kMetTie | kAnsweredTie);
  lab.tie(0, 3, 100, kAnsweredTie);
  lab.tie(0, 4, 100, 0);
  lab.live(2);
  CHECK(met(lab) == std::vector<std::uint32_t>{0, 0, 0, 1, 0});
}

TEST_CASE("meet_event, and whoever has nobody of the kind wanted, leads to anybody in the city") {
  for (double Plan::* via : {&Plan::meet_event, &Plan::meet_ties, &Plan::meet_introduced, &Plan::meet_answered}) {
    Lab lab(21);
    host(lab, via, 1);
    lab.society->cities = 2;
    for (AgentId a = 11; a < 21; ++a) lab.society->city[a] = 1;
    lab.mechanisms.meet.effective_hours = 0;  // no ties come of it
    lab.live(200);
    const auto m = met(lab);
    std::uint32_t here = 0;
    for (AgentId a = 1; a < 11; ++a) {
      CHECK(m[a] > 0);
      here += m[a];
    }
    CHECK(here == lab.world.ledger.meetings_held[0]);
    CHECK(m[0] == 0);
  }
}

TEST_CASE("with meetings among ties alone nobody new is met; events and introductions do it") {
  // A ring of acquaintances, everybody with time.
  const auto new_contacts = [](double Plan::* via) {
    Lab lab(100);
    for (AgentId a = 0; a < 100; ++a) {
      lab.give(a, meeting(via), 0);
      lab.world.hours_offline[a] = 7;
      lab.tie(a, (a + 1) % 100, 100);
      lab.tie(a, (a + 5) % 100, 100);
    }
    lab.society->open_seconds_week.assign(100, 7 * 3600.0f);
    lab.live(60);
    std::size_t added = 0;
    for (AgentId a = 0; a < 100; ++a) added += lab.world.ties.of(a).size() - lab.society->offline.of(a).size();
    return static_cast<double>(added) / 100;
  };
  CHECK(new_contacts(&Plan::meet_ties) == 0);
  CHECK(new_contacts(&Plan::meet_introduced) > 10);
  CHECK(new_contacts(&Plan::meet_event) > 10);
}
