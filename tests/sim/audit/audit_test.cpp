#include "sim/audit/audit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "models/catalogue.h"
#include "sim/core/section.h"
#include "sim/scenario/score_file.h"
#include "tests/models/tiny_world.h"

using namespace clout;
using namespace clout::test;

namespace {

/// 30 people who post and like one another, the same every day: person k has k likes a day, of k people.
Crowd crowd_of(const AuditParams& params, Day days = 40) {
  Recording r;
  constexpr AgentId kPeople = 30;
  for (AgentId a = 0; a < kPeople; ++a) r.ids.push_back(std::to_string(a));
  r.follows = FollowGraph(kPeople);
  r.has = ScoreInputs::all();
  r.days = days;
  for (Day day = 0; day < days; ++day) {
    for (AgentId a = 0; a < kPeople; ++a) {
      r.acts.push_back({day, a, a, RecordedActKind::post});
      for (AgentId k = 1; k <= a; ++k)
        r.acts.push_back({day, (a + k) % kPeople, a, RecordedActKind::like, 0, false, day});
      r.counts.push_back({day, a, ScoreInput::hours_online, 3600});
    }
  }
  const std::vector<std::uint8_t> present(kPeople, 1);
  std::vector<float> worth;
  for (AgentId a = 0; a < kPeople; ++a) worth.push_back(static_cast<float>(kPeople - a));
  return make_crowd(std::move(r), present, worth, params);
}

AuditReport audited(const std::string& yaml, unsigned threads = 2, std::size_t crowds = 1, Day every = 1) {
  Faults faults;
  AuditParams params;
  params.days = 20;
  const Document document = Document::parse(yaml, "score.yaml", faults);
  const Catalogue catalogue = make_catalogue();
  const Row<ScoringAlgorithm>* row = find_row(catalogue.scoring, document.find("model").text());
  REQUIRE(row != nullptr);
  std::shared_ptr<ModelSetup<ScoringAlgorithm>> setup = row->setup();
  ParamReader reader(document.root(), faults);
  reader.raw("model");
  setup->visit(reader);
  reader.finish();
  REQUIRE(faults.text() == "");
  const std::vector<Crowd> all(crowds, crowd_of(params));
  ThreadPool pool(threads);
  return audit(
      "mine", [&] { return setup->build(); }, every, all, params, pool);
}

const ExploitRow& row_of(const AuditReport& report, const std::string& name) {
  const auto row =
      std::find_if(report.rows.begin(), report.rows.end(), [&](const ExploitRow& r) { return r.plan.name == name; });
  REQUIRE(row != report.rows.end());
  return *row;
}

}  // namespace

TEST_CASE("bought followers bring a follower count as many points as there are accounts") {
  const AuditReport report = audited("model: follower_count");
  const ExploitRow& row = row_of(report, "bought_followers");
  CHECK(row.points.estimate == static_cast<double>(row.plan.accounts));
  CHECK(row.hours == doctest::Approx(static_cast<double>(row.plan.accounts) * 605 / 3600));
  CHECK(row.points_an_hour.estimate == doctest::Approx(3600.0 / 605));
  CHECK(row.ahead_of.estimate == 1);  // nobody else has a follower
  CHECK(row_of(report, "chatter").points.estimate == 0);
  CHECK(row_of(report, "absence").points.estimate == 0);
}

TEST_CASE("honest people are measured by the hours that they spent over the days of the attack") {
  const AuditReport report = audited("model: formula\nformula: likes");
  // Person a has a likes a day for 20 days of one hour: a points an hour; of 0 .. 29 the 95th percentile is 27.55.
  CHECK(report.honest_points_an_hour.estimate == doctest::Approx(27.55));
  CHECK(report.honest_median.estimate == doctest::Approx(14.5 * 40));
  CHECK(report.validity.estimate == doctest::Approx(-1));  // worth falls with likes, in this crowd
  CHECK(report.top_tenth_hours.estimate == doctest::Approx(20));
}

TEST_CASE("an honest hour brings as much under a score that forgets what came before the attack") {
  const std::string rules = "model: rules\npoints: [{act: like_received, points: 1}]";
  const AuditReport ever = audited(rules), forgets = audited(rules + "\nforget: window\nforget_days: 20");
  CHECK(ever.honest_points_an_hour.estimate == doctest::Approx(27.55));
  CHECK(forgets.honest_points_an_hour.estimate == doctest::Approx(27.55));
  CHECK(forgets.honest_median.estimate == doctest::Approx(ever.honest_median.estimate / 2));
}

TEST_CASE("the shortest climb is the exploit of fewest hours that gets ahead of nine of ten") {
  const AuditReport report = audited("model: formula\nformula: likes");
  const ExploitRow* const row = report.shortest_climb();
  REQUIRE(row != nullptr);
  for (const ExploitRow& other : report.rows)
    if (other.ahead_of.estimate >= 0.9 && other.points.estimate > 0) CHECK(row->hours <= other.hours);
  CHECK(audited("model: formula\nformula: 0 - posts").shortest_climb() == nullptr);
}

TEST_CASE("a follow that is toggled earns again and again, unless it is taken back") {
  const char* const gives = "model: rules\npoints: [{act: follower_gained, points: 10}]";
  const ExploitRow row = row_of(audited(gives), "toggling");
  CHECK(row.points.estimate > 10.0 * static_cast<double>(row.plan.accounts));
  const char* const takes = "model: rules\npoints: [{act: follower_gained, points: 10, taken_back: true}]";
  const ExploitRow kept = row_of(audited(takes), "toggling");
  CHECK(kept.points.estimate <= 10.0 * static_cast<double>(kept.plan.accounts));
}

TEST_CASE("points do not grow over an absence, unless the rules let them") {
  CHECK(row_of(audited("model: rules\npoints: [{act: like_received, points: 1}]"), "absence").points.estimate == 0);
  // Nor does what was earned before, and is published later, count as growth.
  CHECK(
      row_of(audited("model: rules\npoints: [{act: like_received, points: 1}]", 2, 1, 7), "absence").points.estimate ==
      0);
  // Nor is what everybody has for the day that it is.
  CHECK(row_of(audited("model: formula\nformula: 100 * day + likes", 2, 1, 7), "absence").points.estimate == 0);
  // An average over days that a newcomer has not lived yet goes on rising when all has stopped.
  const ExploitRow row = row_of(audited("model: klout\nwindow_days: 15"), "absence");
  CHECK(row.plan.stop_after_days <= 10);
  CHECK(row.points.estimate > 0);
}

TEST_CASE("a cap on one person stops the second account and not the ring, and costs honest people what it leaves out") {
  const AuditReport report = audited("model: rules\npoints: [{act: like_received, points: 1}]");
  const ExploitRow& alone = row_of(report, "self_dealing");
  CHECK(alone.cap.reactions_a_person_day == 1);
  CHECK(alone.cap.rule() == "most_a_day_and_person: 1");
  CHECK(alone.points_left < 0.1);
  CHECK(alone.honest_loss == 0);  // nobody likes anybody twice a day
  CHECK(row_of(report, "ring").points.estimate > 0);
  const AuditReport capped =
      audited("model: rules\npoints: [{act: like_received, points: 1, most_a_day_and_person: 1}]");
  CHECK(row_of(capped, "self_dealing").points.estimate <= 20);
}

TEST_CASE("votes traded in a ring bring Klout points, and fewer where they are few") {
  const AuditReport report = audited("model: klout");
  const ExploitRow& ring = row_of(report, "ring");
  CHECK(ring.points.estimate > 0);
  CHECK(ring.times_honest.estimate > 1);
}

TEST_CASE("a report is the same on 1 and 3 threads, and its figures have the width of what differs between crowds") {
  const AuditReport one = audited("model: klout", 1, 2), three = audited("model: klout", 3, 2);
  REQUIRE(one.rows.size() == three.rows.size());
  for (std::size_t k = 0; k < one.rows.size(); ++k) {
    CHECK(one.rows[k].plan.yaml() == three.rows[k].plan.yaml());
    CHECK(one.rows[k].points.estimate == three.rows[k].points.estimate);
  }
  CHECK(one.rows[0].points.known);
  CHECK(one.rows[0].points.low == one.rows[0].points.high);  // two times the same crowd
  CHECK(std::is_sorted(one.rows.begin(), one.rows.end(), [](const ExploitRow& a, const ExploitRow& b) {
    return a.points_an_hour.estimate > b.points_an_hour.estimate;
  }));
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

TEST_CASE("who knows the cap keeps below it: what is left is more than of the plan that does not, and takes no more time") {
  const AuditReport report = audited("model: klout");
  const ExploitPrices prices;
  std::size_t better = 0, capped = 0;
  for (const ExploitRow& row : report.rows) {
    if (row.cap == Caps{}) {
      CHECK(row.adapted.name.empty());
      continue;
    }
    ++capped;
    CHECK(row.adapted.name == row.plan.name);
    CHECK(row.points_left_adapted >= row.points_left);
    CHECK(row.points_left_adapted <= 1);
    CHECK(hours_of(row.adapted, 20, prices) <= row.hours * (1 + 1e-6));
    better += row.points_left_adapted > row.points_left;
  }
  CHECK(capped > 1);
  CHECK(better > 0);
  // One like a person and day is all that the cap lets through; there is nothing cleverer than that.
  const ExploitRow alone = row_of(audited("model: rules\npoints: [{act: like_received, points: 1}]"), "self_dealing");
  CHECK(alone.points_left_adapted * alone.points.estimate == doctest::Approx(20));
}
