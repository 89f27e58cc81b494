#include "sim/audit/search.h"

#include <doctest/doctest.h>

#include "tests/sim/audit/crowd.h"

using namespace clout;
using namespace clout::test;

namespace {

constexpr std::int64_t kDays = 20;

ExploitPlan sybils(std::int64_t accounts, std::int64_t likes) {
  ExploitPlan plan;
  plan.name = "mine";
  plan.accounts = accounts;
  plan.posts = 1;
  plan.likes = likes;
  return plan;
}

double hours_a_week(const ExploitPlan& plan) { return hours_of(plan, kDays, {}) * 7 / kDays; }

FoundExploit best_of(const ExploitFamily& family, const Caps& cap, Goal goal, double hours_a_week) {
  AuditParams params;
  params.days = kDays;
  params.hours_a_week = hours_a_week;
  const Crowd crowd = crowd_of(params);
  ThreadPool pool(2);
  const auto setup = setup_of_score("model: formula\nformula: likes");
  const Stage stage(
      crowd, [&] { return setup->build(); }, 1, cap, params, pool);
  const auto best = Search(stage, params, pool).best_of(family, goal);
  REQUIRE(best);
  return *best;
}

}  // namespace

TEST_CASE("under a cap the search pays for accounts with likes that do not count") {
  const ExploitPlan plan = sybils(3, 7);
  const FoundExploit best =
      best_of({"mine", "", {plan}}, {.reactions_a_person_day = 1}, Goal::points, hours_a_week(plan));
  CHECK(best.plan.likes == 1);
  CHECK(best.outcome.points >= 5 * kDays);  // five accounts can be had for the likes, and 3 bring 3 a day
  CHECK(best.outcome.hours <= hours_of(plan, kDays, {}) * (1 + 1e-6));
}

TEST_CASE("a search does not leave its family") {
  ExploitFamily family{"mine", "", {sybils(3, 1)}};
  family.plans[0].every_days = 7;
  const Caps cap{.reactions_a_person_day = 1};
  CHECK(best_of(family, cap, Goal::points, 10).plan.every_days == 1);
  family.least_every_days = 7;
  family.most_accounts = 5;
  const ExploitPlan best = best_of(family, cap, Goal::points, 10).plan;
  CHECK(best.every_days == 7);
  CHECK(best.accounts == 5);
}

TEST_CASE("each goal has its own best plan") {
  const ExploitFamily family{"mine", "", {sybils(3, 64)}};
  const FoundExploit rate = best_of(family, {}, Goal::points_an_hour, 10);
  const FoundExploit hours = best_of(family, {}, Goal::fewest_hours, 10);
  REQUIRE(rate.outcome.climbed());
  REQUIRE(hours.outcome.climbed());
  CHECK(hours.outcome.hours < rate.outcome.hours);
  CHECK(hours.outcome.points_an_hour() < rate.outcome.points_an_hour());
}

TEST_CASE("a search turns on an act that its family can do and its first plan does not") {
  ExploitPlan replies = sybils(3, 0);
  replies.replies = 1;
  ExploitFamily family{"mine", "", {replies}};
  CHECK(best_of(family, {}, Goal::points, 10).outcome.points == 0);
  family.favours = true;
  const FoundExploit best = best_of(family, {}, Goal::points, 10);
  CHECK(best.plan.likes > 0);
  CHECK(best.outcome.points > 0);
}
