#include "sim/audit/audit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include "tests/sim/audit/audited.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("bought followers bring a follower count as many points as there are accounts") {
  const AuditReport& report = audited("model: follower_count");
  const ExploitRow& row = row_of(report, "bought_followers");
  CHECK(row.points.estimate == static_cast<double>(row.plan.accounts));
  CHECK(row.hours == doctest::Approx(static_cast<double>(row.plan.accounts) * 605 / 3600));
  CHECK(row.points_an_hour.estimate == doctest::Approx(3600.0 / 605));
  CHECK(row.ahead_of.estimate == 1);  // nobody else has a follower
  CHECK(row_of(report, "chatter").points.estimate == 0);
  CHECK(row_of(report, "absence").points.estimate == 0);
}

TEST_CASE("honest people are measured by the hours that they spent over the days of the attack") {
  const AuditReport& report = audited("model: formula\nformula: likes");
  // Person a has a likes a day for 20 days of one hour: a points an hour; of 0 .. 29 the 95th percentile is 27.55.
  CHECK(report.honest_points_an_hour.estimate == doctest::Approx(27.55));
  CHECK(report.honest_median.estimate == doctest::Approx(14.5 * 40));
  CHECK(report.validity.estimate == doctest::Approx(-1));  // worth falls with likes, in this crowd
  CHECK(report.top_tenth_hours.estimate == doctest::Approx(20));
}

TEST_CASE("an honest hour brings as much under a score that forgets what came before the attack") {
  const std::string rules = "model: rules\npoints: [{act: like_received, points: 1}]";
  const AuditReport &ever = audited(rules), &forgets = audited(rules + "\nforget: window\nforget_days: 20");
  CHECK(ever.honest_points_an_hour.estimate == doctest::Approx(27.55));
  CHECK(forgets.honest_points_an_hour.estimate == doctest::Approx(27.55));
  CHECK(forgets.honest_median.estimate == doctest::Approx(ever.honest_median.estimate / 2));
}

TEST_CASE("the shortest climb takes no more hours than any plan that gets ahead of nine of ten") {
  const AuditReport& report = audited("model: formula\nformula: likes");
  REQUIRE(report.climb);
  CHECK(report.climb->ahead_of.estimate >= 0.9);
  CHECK(report.climb->hours == hours_of(report.climb->plan, 20, {}));
  double fewest = 1e9;
  for (const ExploitRow& row : report.rows)
    if (row.ahead_of.estimate >= 0.9) fewest = std::min(fewest, row.hours);
  CHECK(report.climb->hours < fewest);  // the plan with most points an hour is a larger one
  // 27 people are behind 1,041 likes and more; a click each.
  CHECK(report.climb->hours >= 1041 * 5 / 3600.0);
  CHECK(!audited("model: formula\nformula: 0 - posts").climb);
}

TEST_CASE("a follow that is toggled earns again and again, unless it is taken back") {
  const char* const gives = "model: rules\npoints: [{act: follower_gained, points: 10}]";
  const ExploitRow row = row_of(audited(gives), "toggling");
  CHECK(row.points.estimate > 10.0 * static_cast<double>(row.plan.accounts));
  const char* const takes = "model: rules\npoints: [{act: follower_gained, points: 10, taken_back: true}]";
  const ExploitRow kept = row_of(audited(takes), "toggling");
  CHECK(kept.points.estimate <= 10.0 * static_cast<double>(kept.plan.accounts));
  // A quest and a badge give nothing back; of the most followers that there ever were, there is nothing to give back.
  for (const char* what : {"follower_gained", "follower_peak"}) {
    const ExploitRow quest =
        row_of(audited("model: rules\npoints: []\nquests: [{name: grow, act: " + std::string(what) +
                       ", count: 5, points: 50}]"),
               "toggling");
    CHECK((quest.points.estimate > 50.0 * static_cast<double>(quest.plan.accounts) / 5) ==
          (what == std::string("follower_gained")));
  }
}

TEST_CASE("a cap on one person stops the second account and not the ring, and costs honest people what it leaves out") {
  const AuditReport& report = audited("model: rules\npoints: [{act: like_received, points: 1}]");
  const ExploitRow& alone = row_of(report, "self_dealing");
  REQUIRE(alone.cap);
  CHECK(alone.cap->cap.reactions_a_person_day == 1);
  CHECK(alone.cap->cap.rule() == "most_a_day_and_person: 1");
  CHECK(alone.cap->left < 0.1);
  CHECK(alone.cap->honest_loss == 0);  // nobody likes anybody twice a day
  CHECK(row_of(report, "ring").points.estimate > 0);
  const AuditReport capped =
      audited("model: rules\npoints: [{act: like_received, points: 1, most_a_day_and_person: 1}]");
  CHECK(row_of(capped, "self_dealing").points.estimate <= 20);
}

TEST_CASE("an audit without a crowd, without a day, or longer than its recording, is refused") {
  ThreadPool pool(1);
  const auto none = [] { return std::unique_ptr<ScoringAlgorithm>(); };
  AuditParams params;
  CHECK_THROWS_AS(audit("x", none, 1, {}, params, pool), std::invalid_argument);
  const std::vector<Crowd> small = {crowd_of(params, 10)};
  CHECK_THROWS_AS(audit("x", none, 1, small, params, pool), std::invalid_argument);
  params.days = 0;
  CHECK_THROWS_AS(audit("x", none, 1, small, params, pool), std::invalid_argument);
}

TEST_CASE("an age only makes new accounts wait") {
  const ExploitRow row =
      row_of(audited("model: rules\npoints: [{act: follower_gained, points: 10}]"), "bought_followers");
  REQUIRE(row.cap);
  CHECK(row.cap->cap.age_days == 20 / 3);
  CHECK(row.cap->left == 0);
  CHECK(row.cap->left_adapted == 1);
  CHECK(!row.cap->holds());
  CHECK(row.cap->adapted.first_day >= 20 / 3);
  CHECK(!row.cap->honest_loss);
}

TEST_CASE("a cap on new followers makes cheats follow a few at a time") {
  const ExploitRow row = row_of(audited("model: formula\nformula: followers * followers"), "bought_followers");
  const auto accounts = static_cast<double>(row.plan.accounts);
  REQUIRE(accounts > 20);
  REQUIRE(row.cap);
  CHECK(row.cap->cap.followers_a_day == 1);
  CHECK(row.cap->left == doctest::Approx(1 / (accounts * accounts)));
  CHECK(row.cap->points.estimate == 20 * 20);  // one on each of the days
  CHECK(row.cap->adapted.follows_a_day == 1);
}

TEST_CASE("who is rated by one act alone is cheated by every family that can do it") {
  for (const char* act : {"reply_received", "reshare_received"}) {
    INFO(act);
    const AuditReport& report = audited("model: rules\npoints: [{act: " + std::string(act) + ", points: 10}]");
    for (const char* family : {"sybils", "ring", "burst", "self_dealing"})
      CHECK(row_of(report, family).points.estimate > 0);
  }
  const char* const forgiving =
      "model: rules\npoints: [{act: post, points: -3}, {act: like_received, points: 1}]\nfloor: -100000\n"
      "forget: half_life\nforget_days: 5";
  CHECK(row_of(audited(forgiving), "absence").points.estimate > 0);  // what posts took is forgotten
}

TEST_CASE("check-ins from the couch are capped at what people do, and told is what is left an hour") {
  const AuditReport& report = audited("model: rules\npoints: [{act: check_in, points: 5}]");
  const ExploitRow& row = row_of(report, "couch_check_ins");
  REQUIRE(row.cap);
  CHECK(row.cap->cap == Caps{.check_ins_a_day = 1});  // nobody of the crowd meets anybody
  CHECK(row.cap->cap.rule() == "act: check_in, most_a_day: 1");
  CHECK(row.cap->adapted.meetings == 1);
  CHECK(row.cap->points.estimate == 20 * 5);
  CHECK(row.cap->points_an_hour.estimate == doctest::Approx(20 * 5 / ((600 + 20 * 5) / 3600.0)));
  CHECK(row.cap->left_adapted == doctest::Approx(row.cap->points_an_hour.estimate / row.points_an_hour.estimate));
  CHECK(row.cap->times_honest.worlds == 0);  // an honest hour brings nothing
}

TEST_CASE("what a cap is said to leave is what the plan brings when the rule has it") {
  const ExploitRow row = row_of(audited("model: rules\npoints: [{act: like_received, points: 1}]"), "self_dealing");
  REQUIRE(row.cap);
  REQUIRE(row.cap->cap.reactions_a_person_day == 1);
  const ExploitRow capped =
      played("model: rules\npoints: [{act: like_received, points: 1, most_a_day_and_person: 1}]", row.cap->adapted);
  CHECK(row.cap->points.estimate == capped.points.estimate);
  CHECK(row.cap->points_an_hour.estimate == capped.points_an_hour.estimate);
  CHECK(row.cap->times_honest.estimate == capped.times_honest.estimate);
}

TEST_CASE("who knows a cap on each person brings more accounts, if that takes more hours too") {
  const char* const quest =
      "model: rules\npoints: []\nquests: [{name: big, act: like_received, count: 20, every: day, points: 100}]";
  const ExploitRow& row = row_of(audited(quest), "burst");
  REQUIRE(row.cap);
  CHECK(row.plan.likes > 1);
  CHECK(row.cap->points.estimate > 0);
  CHECK(row_of(audited(quest), "self_dealing").cap->points.estimate == 0);  // there it stays one
}

TEST_CASE("a plan within all caps is said to be so") {
  const char* const streak = "model: rules\npoints: []\nstreak: {act: active_day, points: 1}\npublish: streak_days";
  const ExploitRow& row = row_of(audited(streak), "reposting");
  CHECK(row.plan.posts == 1);
  CHECK(!row.cap);
  CHECK(row.is_within_caps);
  CHECK(!row_of(audited("model: rules\npoints: [{act: check_in, points: 5}]"), "couch_check_ins").is_within_caps);
}

TEST_CASE("a plan that is played alone has the figures of the audit that found it") {
  const char* const score = "model: formula\nformula: likes";
  for (const ExploitRow& row : audited(score).rows) {
    INFO(row.plan.yaml());
    const ExploitRow alone = played(score, row.plan);
    CHECK(alone.hours == row.hours);
    CHECK(alone.points.estimate == row.points.estimate);
    CHECK(alone.times_honest.estimate == row.times_honest.estimate);
    CHECK(alone.ahead_of.estimate == row.ahead_of.estimate);
  }
  ExploitPlan crowded;
  crowded.accounts = 33;
  CHECK_THROWS_AS(played(score, crowded), std::invalid_argument);
}
