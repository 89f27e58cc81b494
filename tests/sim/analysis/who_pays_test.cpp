#include "sim/analysis/who_pays.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

// Two probes with `own` more each online; everybody else has `others` more together.
ProbeOutcomes world(double own, double others) {
  ProbeOutcomes w;
  w.step_hours = 2;
  w.agent = {4, 7};
  w.columns.push_back({"gain_linear", "average people", 90, {{{0, 0}, {9, 9}, {9, 9}}}});
  w.columns.push_back({"gain_linear", "average people", 365, {{{1, 2}, {1 + own, 2 + own}, {1, 2}}}});
  w.others.push_back({"value_linear", "average people", 365, {10, 10 + others, 14}});
  return w;
}

}  // namespace

TEST_CASE("who spends the hours and everybody else: by hand") {
  const std::vector<ProbeOutcomes> one = {world(2, -2)};
  const auto rows = hour_returns(one);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].value == "linear");
  CHECK(rows[0].branch == "online");
  CHECK(rows[0].horizon_days == 365);
  CHECK(rows[0].own.estimate == doctest::Approx((2.0 + 2.0) / (2 * 2)));  // two probes, two hours each
  CHECK(rows[0].others.estimate == doctest::Approx(-2.0 / (2 * 2)));
  CHECK(rows[0].social.estimate == doctest::Approx(1 - 0.5));
  CHECK_FALSE(rows[0].own.known);  // one world has no interval
  CHECK(rows[1].branch == "offline");
  CHECK(rows[1].own.estimate == 0);
  CHECK(rows[1].others.estimate == doctest::Approx(4.0 / (2 * 2)));
}

TEST_CASE("intervals are over worlds; a world without probes is left out, no worlds have no rows") {
  ProbeOutcomes empty = world(0, 0);
  empty.agent.clear();
  for (ProbeColumn& column : empty.columns)
    for (auto& outcome : column.outcome) outcome.clear();
  const std::vector<ProbeOutcomes> worlds = {world(2, -2), world(4, -2), empty};
  const auto rows = hour_returns(worlds);
  CHECK(rows[0].own.worlds == 2);
  CHECK(rows[0].own.estimate == doctest::Approx((1.0 + 2.0) / 2));
  CHECK(rows[0].own.known);
  CHECK(rows[0].others.low == doctest::Approx(-0.5));
  CHECK(hour_returns({}).empty());
}

TEST_CASE("a total whose gain is missing is refused") {
  std::vector<ProbeOutcomes> worlds = {world(1, 1)};
  worlds[0].columns.clear();
  CHECK_THROWS_AS(hour_returns(worlds), std::invalid_argument);
}
