#include <doctest/doctest.h>

#include <limits>

#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

namespace {
const std::vector<std::string> kRoles = {"ordinary", "professional", "executive"};

DailyTime time_of(Lab& lab, AgentId a) {
  return daily_time(lab.context().plan(a), lab.budget.online_seconds[a], lab.budget.post_share[a]);
}
}

TEST_CASE("shares and weights are divided by their sums; cumulative weights end at 1") {
  Plan p;
  p.read = 2, p.post = 1, p.engage = 1, p.discover = 0;
  p.by_score = 1, p.by_affinity = 1, p.by_bio = 0, p.among_ties = 2, p.at_random = 0;
  p.meet_ties = 0, p.meet_introduced = 3, p.meet_answered = 0, p.meet_event = 1;
  const PlanRow row = compile_plan(p, kRoles);
  CHECK(row.post == 0.25f);
  CHECK(row.read == static_cast<float>(2.0 / 3));  // of the rest
  CHECK(row.engage == static_cast<float>(1.0 / 3));
  CHECK(row.discover == 0.0f);
  CHECK(row.approach == std::array<float, 5>{0.25f, 0.5f, 0.5f, 1, 1});
  CHECK(row.meet == std::array<float, 4>{0, 0.75f, 0.75f, 1});
  CHECK(row.bio_role == kExecutive);
}

TEST_CASE("weights that do not add up in binary leave no gap at the end") {
  Plan p;
  p.by_score = 0.1, p.by_affinity = 0.2, p.by_bio = 0.3, p.among_ties = 0.4, p.at_random = 0;
  CHECK(compile_plan(p, kRoles).approach[3] == 1);
  CHECK(compile_plan(p, kRoles).approach[4] == 1);
}

TEST_CASE("a plan that spends no time, approaches nobody or searches for a role there is not is refused") {
  Plan idle;
  idle.read = idle.post = idle.engage = idle.discover = 0;
  CHECK_THROWS_AS(compile_plan(idle, kRoles), std::invalid_argument);
  Plan shy;
  shy.by_score = shy.by_affinity = shy.by_bio = shy.among_ties = shy.at_random = 0;
  CHECK_THROWS_AS(compile_plan(shy, kRoles), std::invalid_argument);
  Plan lost;
  lost.by_bio = 1;
  lost.bio_role = "astronaut";
  CHECK_THROWS_AS(compile_plan(lost, kRoles), std::invalid_argument);
  lost.by_bio = 0;
  CHECK_NOTHROW(compile_plan(lost, kRoles));
}

TEST_CASE("a day's seconds are the week's hours times shares, over seven") {
  Lab lab(2);
  Plan p = only(&Plan::read);
  p.read = 0.5, p.engage = 0.3, p.discover = 0.1, p.post = 0.1;
  lab.give(0, p, 14);
  lab.world.hours_offline[0] = 7;
  lab.society->open_seconds_week[0] = 700;
  lab.begin();
  const DailyTime time = time_of(lab, 0);
  CHECK(time.read == 3600);
  CHECK(time.engage == 2160);
  CHECK(time.discover == 720);
  CHECK(time.post == doctest::Approx(720));
  const DailyTime none = time_of(lab, 1);
  CHECK(none.read + none.engage + none.discover == 0);
  CHECK(none.post == 0);
  publish(lab.world, lab.open_day());
  CHECK(lab.world.balances.read[0] == 3600);
  CHECK(lab.world.balances.offline[0] == 3600);
  CHECK(lab.world.balances.open[0] == 100);
  CHECK(lab.world.balances.offline[1] + lab.world.balances.open[1] == 0);
}

TEST_CASE("the absent and the silenced have no hours online, but all their hours offline") {
  Lab lab(2);
  for (AgentId a = 0; a < 2; ++a) {
    lab.give(a, only(&Plan::read), 14);
    lab.world.hours_offline[a] = 7;
  }
  lab.absent(0);
  lab.silent_until = {0, 3};
  lab.begin();
  publish(lab.world, lab.open_day());
  for (AgentId a = 0; a < 2; ++a) {
    CHECK(!lab.context().on_line(a));
    CHECK(lab.world.balances.read[a] == 0);
    CHECK(lab.world.balances.offline[a] == 3600);
  }
}

TEST_CASE("post_spread: posting grows with the voice, at the cost of the rest, and least voices never post") {
  Lab lab(4);
  Plan p = only(&Plan::read);
  p.read = 0.8, p.post = 0.1, p.engage = 0.1;
  p.post_spread = 1, p.never_post_share = 0.3;  // below -0.524 standard deviations
  for (AgentId a = 0; a < 4; ++a) lab.give(a, p, 7);
  lab.society->voice.assign(4, 0.0f);
  lab.society->voice[1] = 1;
  lab.society->voice[2] = -0.6f;
  lab.society->voice[3] = 9;
  lab.begin();
  CHECK(time_of(lab, 0).post == doctest::Approx(360));
  CHECK(time_of(lab, 1).post == doctest::Approx(360 * std::exp(1.0)));
  CHECK(time_of(lab, 2).post == 0);
  CHECK(time_of(lab, 3).post == doctest::Approx(0.4 * 3600));
  for (AgentId a = 0; a < 4; ++a) {  // nothing is lost: an hour a day in all
    const DailyTime time = time_of(lab, a);
    CHECK(time.read + time.engage + time.post == doctest::Approx(3600).epsilon(1e-3));
  }
}

TEST_CASE("hours move between online and offline, their sum stays; without an account nothing moves") {
  Lab lab(4);
  Plan online = only(&Plan::read), offline = only(&Plan::read);
  online.move_online = 0.25;
  offline.move_online = -0.5;
  lab.give(0, online, 7);
  lab.give(1, offline, 7);
  lab.give(2, online, 7);
  lab.give(3, only(&Plan::read), 7);
  lab.world.hours_offline.assign(4, 14.0f);
  lab.absent(2);
  lab.mechanisms.meet.on = false;
  lab.begin();
  const auto hours_a_day = [](float seconds) { return double{seconds} / 3600; };
  CHECK(hours_a_day(lab.budget.online_seconds[0]) == doctest::Approx(1 + 0.25 * 2));
  CHECK(hours_a_day(lab.budget.offline_seconds[0]) == doctest::Approx(2 - 0.25 * 2));
  CHECK(hours_a_day(lab.budget.online_seconds[1]) == doctest::Approx(0.5));
  CHECK(hours_a_day(lab.budget.offline_seconds[1]) == doctest::Approx(2.5));
  CHECK(lab.budget.online_seconds[2] == 0);
  CHECK(hours_a_day(lab.budget.offline_seconds[2]) == doctest::Approx(2));
  CHECK(hours_a_day(lab.budget.online_seconds[3]) == doctest::Approx(1));
  lab.live(1);
  for (AgentId a = 0; a < 4; ++a)
    CHECK(lab.world.balances.offline[a] == static_cast<std::int32_t>(double{lab.budget.offline_seconds[a]} + 0.5));
}

TEST_CASE("online_days: the week's hours on so many days, evenly spread, and nothing online on the others") {
  for (const std::int64_t days : {1, 3, 6}) {
    INFO(days);
    Lab lab(50);
    Plan plan = only(&Plan::post);
    plan.online_days = days;
    for (AgentId a = 0; a < 50; ++a) lab.give(a, plan, 21);
    std::vector<int> on(50), gap(50), longest(50);
    int on_a_monday = 0;
    for (int day = 0; day < 70; ++day) {
      lab.begin();
      lab.replan();
      CHECK(lab.budget.by_the_day);
      for (AgentId a = 0; a < 50; ++a) {
        const float seconds = lab.budget.online_seconds[a];
        if (seconds > 0) {
          CHECK(double{seconds} == doctest::Approx(21 * 3600.0 / static_cast<double>(days)));
          ++on[a], gap[a] = 0, on_a_monday += day % 7 == 0;
        } else {
          longest[a] = std::max(longest[a], ++gap[a]);
        }
      }
      lab.live(1);
    }
    for (AgentId a = 0; a < 50; ++a) {
      CHECK(on[a] == 10 * days);
      CHECK(longest[a] <= 7 / days);
    }
    CHECK(on_a_monday > 10 * 3);  // not everybody on the same days
    CHECK(on_a_monday < 500);
  }
}

TEST_CASE("time online that is left is kept over days offline, and is not spent on them") {
  Lab lab(2);
  Plan plan = approaching(only(&Plan::engage), &Plan::at_random);
  plan.online_days = 2;
  lab.give(0, plan, 2 * 200 / 3600.0);  // 200 s on each of two days: a message of 300 s every one and a half of them
  std::uint32_t sent = 0;
  for (int day = 0; day < 70; ++day) {
    lab.begin();
    lab.replan();
    const bool on = lab.budget.online_seconds[0] > 0;
    lab.live(1);
    const std::uint32_t now = lab.world.ledger.messages_sent[0];
    if (!on) CHECK(now == sent);
    sent = now;
  }
  CHECK(sent >= 12);  // 20 days of 200 s are 13 messages
  CHECK(sent <= 13);
}
