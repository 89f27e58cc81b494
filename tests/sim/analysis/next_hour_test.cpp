#include "sim/analysis/next_hour.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace clout;

namespace {

// Two strategies; probes 0 and 1 have the first, probe 2 the second.
ProbeOutcomes world_of() {
  ProbeOutcomes world;
  world.step_hours = 2;
  world.agent = {7, 8, 9};
  world.strategy = {0, 0, 1};
  world.role = {0, 0, 0};
  world.hours_online = {1, 30, 2};
  world.hours_offline = {1, 1, 2};
  world.columns = {{"gain_circles", "average people", 90, {{{1, 10, 5}, {3, 20, 5}, {2, 40, 6}}}},
                   {"contacts", "agents", 90, {{{1, 1, 1}, {2, 2, 2}, {3, 3, 3}}}}};
  return world;
}

double value_of(const std::vector<Measure>& rows, const std::string& strategy, const std::string& measure) {
  for (const Measure& row : rows)
    if (row.strategy == strategy && row.measure == measure) return row.value;
  FAIL("no row " << strategy << ' ' << measure);
  return 0;
}

const std::vector<std::string> kNames = {"a", "b"};

}  // namespace

TEST_CASE("the next hour is the change in a branch by the hours that it got, averaged over the probes of a strategy") {
  const std::vector<Measure> rows = next_hour_measures(world_of(), kNames);
  CHECK(value_of(rows, "a", "marginal_online_gain_circles_90d") == ((3 - 1) + (20 - 10)) / 2.0 / 2);
  CHECK(value_of(rows, "a", "marginal_offline_gain_circles_90d") == ((2 - 1) + (40 - 10)) / 2.0 / 2);
  CHECK(value_of(rows, "a", "difference_gain_circles_90d") == (31 - 12) / 2.0 / 2);
  CHECK(value_of(rows, "b", "marginal_online_gain_circles_90d") == 0);
  CHECK(rows.size() == 6);  // contacts are not what an hour is for
  CHECK(rows.front().cohort == kProbes);
  CHECK(rows.front().unit == "average people an hour");
}

TEST_CASE("where a strategy has a background, only probes who live as it does count") {
  ProbeOutcomes world = world_of();
  world.background = {{10, {1}, 0.5, 5, 0.5, 5}, {0, {0}, 0, 0, 0, 0}};
  const std::vector<Measure> rows = next_hour_measures(world, kNames);
  CHECK(value_of(rows, "a", "marginal_online_gain_circles_90d") == (3 - 1) / 2.0);  // the other one is 30 h online
  CHECK(value_of(rows, "b", "marginal_offline_gain_circles_90d") == (6 - 5) / 2.0);
}

TEST_CASE("a strategy whose probes all live unlike its background has no figure") {
  ProbeOutcomes world = world_of();
  world.background = {{10, {1}, 100, 120, 0, 1}, {0, {0}, 0, 0, 0, 0}};
  for (const Measure& row : next_hour_measures(world, kNames)) CHECK(row.strategy == "b");
  CHECK(next_hour_measures(world, kNames).size() == 3);
}
