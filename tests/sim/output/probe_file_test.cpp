#include "sim/output/probe_file.h"

#include <doctest/doctest.h>

#include "sim/output/npz.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using namespace clout::test;

namespace {

ProbeOutcomes two_probes() {
  ProbeOutcomes p;
  p.seed = 7;
  p.step_hours = 1.5;
  p.hours_online_max = 40, p.hours_offline_max = 30;
  p.agent = {3, 9};
  p.strategy = {0, 1};
  p.role = {2, 0};
  p.hours_online = {0.5f, 12};
  p.hours_offline = {0, 20};
  p.columns.push_back({"score_klout", "points", 90, {{{1, 2}, {3, 4}, {5, 6}}}});
  p.columns.push_back({"gain_circles", "average people", 365, {{{-1, 0.25}, {0, 1e-9}, {7, 8}}}});
  p.others.push_back({"value_linear", "average people", 365, {10, 11, 12.5}});
  p.background = {{7, {0.5, 0.25, 0.25}, 0, 4, 1, 9}, {0, {0, 0, 0}, 0, 0, 0, 0}};
  p.hours_online_median = 1.5, p.hours_offline_median = 3;
  return p;
}

}  // namespace

TEST_CASE("probes that were written are read back as they were") {
  const Scratch folder;
  const ProbeOutcomes p = two_probes();
  write_probes(folder / "probes.npz", p);
  const ProbeOutcomes q = read_probes(folder / "probes.npz");
  CHECK(q.seed == 7);
  CHECK(q.step_hours == 1.5);
  CHECK(q.hours_online_max == 40);
  CHECK(q.hours_offline_max == 30);
  CHECK(q.agent == p.agent);
  CHECK(q.strategy == p.strategy);
  CHECK(q.role == p.role);
  CHECK(q.hours_online == p.hours_online);
  CHECK(q.hours_offline == p.hours_offline);
  REQUIRE(q.columns.size() == 2);
  for (std::size_t c = 0; c < 2; ++c) {
    CHECK(q.columns[c].measure == p.columns[c].measure);
    CHECK(q.columns[c].unit == p.columns[c].unit);
    CHECK(q.columns[c].horizon_days == p.columns[c].horizon_days);
    CHECK(q.columns[c].outcome == p.columns[c].outcome);
  }
  REQUIRE(q.background.size() == 2);
  CHECK(q.background[0].agents == 7);
  CHECK(q.background[0].role_share == p.background[0].role_share);
  CHECK(q.background[0].hours_online_high == 4);
  CHECK(q.background[0].hours_offline_low == 1);
  CHECK(q.background[1].role_share == p.background[1].role_share);
  CHECK(q.hours_online_median == 1.5);
  CHECK(q.hours_offline_median == 3);
  REQUIRE(q.others.size() == 1);
  CHECK(q.others[0].measure == "value_linear");
  CHECK(q.others[0].outcome == p.others[0].outcome);
}

TEST_CASE("a file with a column too short, or with none of the columns, is refused") {
  const Scratch folder;
  ProbeOutcomes p = two_probes();
  p.columns[1].outcome[2].pop_back();
  write_probes(folder / "probes.npz", p);
  CHECK_THROWS_WITH_AS(read_probes(folder / "probes.npz"), doctest::Contains("columns differ in length"), FileError);
  NpzWriter other(folder / "other.npz");
  other.add("agent", std::vector<std::uint32_t>{1});
  other.finish();
  CHECK_THROWS_AS(read_probes(folder / "other.npz"), FileError);
  CHECK_THROWS_AS(read_probes(folder / "missing.npz"), FileError);
}
