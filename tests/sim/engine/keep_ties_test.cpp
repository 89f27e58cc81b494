#include <doctest/doctest.h>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {

// Both ends of every tie that is not forgotten hold the same numbers.
void check_symmetric(const Lab& lab) {
  for (AgentId a = 0; a < lab.agents(); ++a)
    for (const HalfTie& t : lab.world.ties.of(a)) {
      CHECK(t.other != a);
      if (lab.clock().forgotten(t, lab.world.day)) continue;
      const HalfTie* back = lab.world.ties.find(t.other, a);
      REQUIRE_MESSAGE(back, a << " knows " << t.other << ", who does not know " << a);
      CHECK(back->level == t.level);
      CHECK(back->day == t.day);
      CHECK(back->mutual == t.mutual);
      CHECK(back->flags == t.flags);
    }
}

// Contacts of today, at both ends, entered as the stages would have them.
void meet_today(Lab& lab, std::initializer_list<std::pair<AgentId, AgentId>> pairs, std::uint32_t seconds = 3600) {
  lab.begin();
  if (lab.world.day == 0) lab.world.day = 1;  // ties of day 0 count as touched on that day
  lab.scratch.open(lab.agents(), 1, 1);
  for (const auto& [a, b] : pairs) {
    const HalfTie* tie = lab.world.ties.find(a, b);
    const std::uint8_t mutual = tie ? tie->mutual : lab.world.ties.common_contacts(a, b);
    lab.scratch.contacts.post(0, {a, b, seconds, mutual, kMetTie, 0, 0});
    lab.scratch.contacts.post(0, {b, a, seconds, mutual, kMetTie, 0, 0});
  }
  keep_ties(lab.world, lab.context());
}

}  // namespace

TEST_CASE("untouched ties fade in closed form; with ties.decay off they stay") {
  for (const bool decay : {true, false}) {
    Lab lab(2);
    lab.tie(0, 1, 5);
    lab.mechanisms.ties.decay = decay;
    lab.live(100);
    const HalfTie& start = *lab.society->offline.find(0, 1);
    CHECK(lab.hours(0, 1) == lab.clock().hours_on(start, 100));
    if (decay) {
      CHECK(lab.hours(0, 1) < 4.5);
    } else {
      CHECK(lab.hours(0, 1) == doctest::Approx(5));
    }
  }
}

TEST_CASE("several contacts on a day add up") {
  Lab lab(2);
  meet_today(lab, {{0, 1}, {1, 0}, {0, 1}}, 1200);
  CHECK(lab.hours(0, 1) == doctest::Approx(1).epsilon(1e-4));
  check_symmetric(lab);
}

TEST_CASE("ties.cap: the weakest tie that was not touched today goes, at both ends") {
  Lab lab(6);
  lab.tie(0, 1, 50);
  lab.tie(0, 2, 5);
  lab.tie(0, 3, 10);
  lab.mechanisms.ties.cap = 3;
  meet_today(lab, {{0, 4}});
  CHECK(lab.world.ties.of(0).size() == 3);
  CHECK(lab.world.ties.find(0, 2) == nullptr);
  CHECK(lab.world.ties.find(2, 0) == nullptr);
  CHECK(lab.world.ties.find(0, 4) != nullptr);
  check_symmetric(lab);
}

TEST_CASE("at the cap, a tie that is touched later on the same day is not dropped before") {
  Lab lab(6);
  lab.tie(0, 1, 50);
  lab.tie(0, 3, 10);
  lab.tie(0, 5, 5);  // the weakest, but met today
  lab.mechanisms.ties.cap = 3;
  meet_today(lab, {{0, 2}, {0, 5}});  // 2 is entered before 5
  CHECK(lab.hours(0, 5) == doctest::Approx(6).epsilon(1e-2));
  CHECK(lab.hours(5, 0) == lab.hours(0, 5));
  CHECK(lab.world.ties.find(0, 3) == nullptr);
  check_symmetric(lab);
}

TEST_CASE("everybody at the cap all the time: ties stay symmetric and within it") {
  Lab lab(40);
  for (AgentId a = 0; a < 40; ++a) {
    lab.give(a, meeting(&Plan::meet_event), 0);
    lab.plans.back().meet_ties = 1;
    lab.world.hours_offline[a] = 7 * 3;
    for (AgentId k = 1; k <= 2; ++k) lab.tie(a, (a + k) % 40, 3 + a);
  }
  lab.society->open_seconds_week.assign(40, 7 * 3 * 3600.0f);
  lab.mechanisms.ties.cap = 6;
  for (int day = 0; day < 60; ++day) {
    lab.live(1);
    check_symmetric(lab);
    for (AgentId a = 0; a < 40; ++a) CHECK(lab.world.ties.of(a).size() <= 6 + 6);
  }
  std::size_t most = 0;
  for (AgentId a = 0; a < 40; ++a) most = std::max(most, lab.world.ties.of(a).size());
  CHECK(most >= 6);
}

TEST_CASE("a larger cap keeps more people") {
  const auto records = [](std::int64_t cap) {
    Lab lab(100);
    for (AgentId a = 0; a < 100; ++a) {
      lab.give(a, meeting(&Plan::meet_event), 0);
      lab.world.hours_offline[a] = 10;
    }
    lab.society->open_seconds_week.assign(100, 10 * 3600.0f);
    lab.mechanisms.ties.cap = cap;
    lab.live(60);
    return lab.world.ties.records();
  };
  CHECK(records(5) <= 100 * 6);
  CHECK(records(50) > 2 * records(5));
}

TEST_CASE("news reaches the one who asked") {
  Lab lab(2);
  lab.begin();
  lab.scratch.open(2, 1, 1);
  lab.scratch.contacts.post(0, {0, 1, 60, 0, kAnsweredTie, kNewsAnswered, 0});
  lab.scratch.contacts.post(0, {0, 1, 60, 0, kMetTie, kNewsMeetingHeld, 0});
  lab.scratch.contacts.post(0, {1, 0, 120, 0, kAnsweredTie | kMetTie, 0, 0});
  keep_ties(lab.world, lab.context());
  CHECK(lab.world.ledger.messages_answered[0] == 1);
  CHECK(lab.world.ledger.meetings_held[0] == 1);
  CHECK(lab.world.ledger.messages_answered[1] + lab.world.ledger.meetings_held[1] == 0);
  CHECK(lab.scratch.total().answers == 1);
  CHECK(lab.scratch.total().meetings == 1);
  check_symmetric(lab);
}

TEST_CASE("a link to somebody met is marked as tied, so that reading may feed the tie") {
  Lab lab(3);
  lab.follow(0, 1);
  lab.follow(0, 2);
  meet_today(lab, {{0, 1}});
  CHECK(lab.world.follows.followees(0)[0].tied != 0);
  CHECK(lab.world.follows.followees(0)[1].tied == 0);
}
