// Audits that take long, of Klout above all: apart, so that they run beside the others.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>

#include "sim/audit/audit.h"
#include "tests/sim/audit/audited.h"

using namespace clout;
using namespace clout::test;

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

TEST_CASE("votes traded in a ring bring Klout points, and fewer where they are few") {
  const AuditReport& report = audited("model: klout");
  const ExploitRow& ring = row_of(report, "ring");
  CHECK(ring.points.estimate > 0);
  CHECK(ring.times_honest.estimate > 1);
  CHECK(row_of(audited("model: klout", 2, 1, 1, 3), "ring").points.estimate < ring.points.estimate);
}

TEST_CASE("a report is the same on 1 and 3 threads, and its figures have the width of what differs between crowds") {
  const AuditReport &one = audited("model: klout", 1, 2, 1, 8), &three = audited("model: klout", 3, 2, 1, 8);
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

TEST_CASE("who knows the cap keeps below it: what is left is no less, within the hours of an attacker") {
  const AuditReport& report = audited("model: klout");
  std::size_t better = 0, capped = 0;
  for (const ExploitRow& row : report.rows) {
    if (!row.cap) continue;
    ++capped;
    CHECK(row.cap->adapted.name == row.plan.name);
    CHECK(row.cap->left_adapted >= row.cap->left);
    CHECK(row.cap->left_adapted <= 1);
    CHECK(hours_of(row.cap->adapted, 20, {}) <= AuditParams{}.hours_a_week * 20 / 7 * (1 + 1e-6));
    better += row.cap->left_adapted > row.cap->left;
  }
  CHECK(capped > 1);
  CHECK(better > 0);
  // One like a person and day is all that the cap lets through; there is nothing cleverer than that.
  const ExploitRow alone = row_of(audited("model: rules\npoints: [{act: like_received, points: 1}]"), "self_dealing");
  REQUIRE(alone.cap);
  CHECK(alone.cap->points.estimate == 20);
}
