#include "sim/scenario/sweep.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace clout;

namespace {

SweepAxis listed(const std::string& path, const std::vector<std::string>& values) {
  SweepAxis axis;
  axis.path = path;
  for (const std::string& yaml : values) axis.values.push_back({yaml, {}});
  return axis;
}

SweepAxis ranged(double from, double to, bool log = false, bool whole = false) {
  SweepAxis axis;
  axis.path = "x";
  axis.from = from;
  axis.to = to;
  axis.log = log;
  axis.whole = whole;
  return axis;
}

SweepSpec spec_of(SweepDesign design, std::vector<SweepAxis> axes) {
  SweepSpec spec;
  spec.design = design;
  spec.axes = std::move(axes);
  return spec;
}

using Values = std::vector<std::vector<std::string>>;

Values values_of(const SweepSpec& spec) {
  Values values;
  for (const SweepPoint& point : sweep_points(spec)) {
    CHECK(point.index == values.size());
    values.push_back(point.values);
  }
  CHECK(values.size() == sweep_size(spec));
  return values;
}

}  // namespace

TEST_CASE("a grid is every combination, the last axis running fastest; zip goes side by side") {
  CHECK(values_of(spec_of(SweepDesign::grid, {listed("a", {"1", "2"}), listed("b", {"x", "y", "z"})})) ==
        Values{{"1", "x"}, {"1", "y"}, {"1", "z"}, {"2", "x"}, {"2", "y"}, {"2", "z"}});
  CHECK(values_of(spec_of(SweepDesign::zip, {listed("a", {"1", "2"}), listed("b", {"x", "y"})})) ==
        Values{{"1", "x"}, {"2", "y"}});
  SweepSpec list = spec_of(SweepDesign::list, {listed("a", {"1"}), listed("b", {"x"})});
  list.list = {{{"1", ""}, {}}, {{"", "x"}, {}}};
  CHECK(values_of(list) == Values{{"1", ""}, {"", "x"}});
  CHECK(values_of(SweepSpec{}).empty());
}

TEST_CASE("a list of n values is cut into n equal shares, a range is its quantile") {
  const SweepAxis list = listed("a", {"p", "q", "r"});
  CHECK(axis_value(list, 0) == "p");
  CHECK(axis_value(list, 1.0 / 3) == "q");
  CHECK(axis_value(list, 0.999) == "r");
  CHECK(axis_value(list, 1) == "r");
  CHECK(axis_value(ranged(0.1, 0.9), 0) == "0.1");
  CHECK(axis_value(ranged(0.1, 0.9), 0.5) == "0.5");
  CHECK(axis_value(ranged(0.1, 0.9), 1) == "0.9");
  CHECK(axis_value(ranged(10, 1000, true), 0) == "10");
  CHECK(axis_value(ranged(10, 1000, true), 0.5) == "100");
  CHECK(axis_value(ranged(10, 80, true), 1.0 / 3) == "20");
  CHECK(axis_value(ranged(10, 80, true), 2.0 / 3) == "40");
  CHECK(axis_value(ranged(0, 1), 1.0 / 3) == "0.3333333333333333");
  CHECK(axis_value(ranged(10, 1000, true), 1) == "1000");
  SweepAxis days = ranged(30, 90);
  days.unit = "d";
  CHECK(axis_value(days, 0.5) == "60d");
}

TEST_CASE("whole numbers of a range have equal chances, ends too") {
  std::map<std::string, int> count;
  for (int i = 0; i < 400; ++i) ++count[axis_value(ranged(1, 4, false, true), (i + 0.5) / 400)];
  CHECK(count == std::map<std::string, int>{{"1", 100}, {"2", 100}, {"3", 100}, {"4", 100}});
  CHECK(axis_value(ranged(1, 4, false, true), 0) == "1");
  CHECK(axis_value(ranged(1, 4, false, true), 1) == "4");
  // Log-uniform on [1/2, 4.5): of 1 the chance is log(1.5 / .5) / log(4.5 / .5) = 1/2.
  CHECK(axis_value(ranged(1, 4, true, true), 0.499) == "1");
  CHECK(axis_value(ranged(1, 4, true, true), 0.501) == "2");
  CHECK(axis_value(ranged(1, 4, true, true), 1) == "4");
}

TEST_CASE("a sampled design has its points on the axes, and the same again") {
  for (const SweepDesign design : {SweepDesign::random, SweepDesign::latin_hypercube, SweepDesign::sobol,
                                   SweepDesign::morris, SweepDesign::saltelli}) {
    SweepSpec spec = spec_of(design, {ranged(0.1, 0.9), listed("a", {"p", "q"}), ranged(10, 100, true, true)});
    spec.points = 64;
    const Values values = values_of(spec);
    CHECK(values == values_of(spec));
    CHECK(values.size() == unit_design_rows(*unit_design_of(design), 64, 3));
    std::set<std::string> words;
    for (const std::vector<std::string>& row : values) {
      CHECK(std::stod(row[0]) >= 0.1);
      CHECK(std::stod(row[0]) <= 0.9);
      words.insert(row[1]);
      CHECK(std::stod(row[2]) == std::floor(std::stod(row[2])));
    }
    CHECK(words.size() == 2);
    spec.seed = 2;
    CHECK(values != values_of(spec));
  }
  CHECK(sweep_block(spec_of(SweepDesign::morris, {ranged(0, 1), ranged(0, 1)})) == 3);
  CHECK(sweep_block(spec_of(SweepDesign::saltelli, {ranged(0, 1), ranged(0, 1)})) == 4);
  CHECK(sweep_block(spec_of(SweepDesign::sobol, {ranged(0, 1)})) == 1);
}

TEST_CASE("too many points are counted and not made") {
  std::vector<std::string> thousand;
  for (int i = 0; i < 1001; ++i) thousand.push_back(std::to_string(i));
  const SweepSpec spec = spec_of(SweepDesign::grid, {listed("a", thousand), listed("b", thousand)});
  CHECK(sweep_size(spec) == kMostSweepPoints + 1);
  CHECK_THROWS_AS((void)sweep_points(spec), std::invalid_argument);
  CHECK_THROWS_AS((void)sweep_points(spec_of(SweepDesign::zip, {listed("a", {"1"}), listed("b", {"1", "2"})})),
                  std::invalid_argument);
}

TEST_CASE("runs go round by round, and every run is there once") {
  const std::vector<SweepRun> order = run_order(SweepDesign::grid, 9, 2);
  constexpr std::array<std::uint32_t, 9> kPoints = {0, 5, 1, 6, 2, 7, 3, 8, 4};
  REQUIRE(order.size() == 18);
  for (std::size_t i = 0; i < 18; ++i) {
    CHECK(order[i].point == kPoints[i % 9]);
    CHECK(order[i].world == i / 9);
  }
  CHECK(run_order(SweepDesign::sobol, 3, 1) == std::vector<SweepRun>{{0, 0}, {1, 0}, {2, 0}});
  CHECK(run_order(SweepDesign::grid, 0, 5).empty());
  for (const std::size_t n : {1u, 2u, 3u, 4u, 6u, 12u, 100u, 1000u, 1024u, 30030u}) {
    std::vector<std::uint32_t> points;
    for (const SweepRun& run : run_order(SweepDesign::zip, n, 1)) points.push_back(run.point);
    std::sort(points.begin(), points.end());
    for (std::size_t i = 0; i < n; ++i) REQUIRE(points[i] == i);
  }
}

TEST_CASE("a shard that is lost takes no point in all worlds, and of blocks few; others have as much to do") {
  for (const std::size_t points : {4u, 12u, 14u, 31u, 96u})
    for (const std::size_t block : {1u, 4u})
      for (const std::size_t shards : {2u, 3u, 4u, 5u, 8u, 13u, 32u}) {
        if (points % block != 0) continue;
        constexpr std::size_t kWorlds = 8;
        std::vector<std::size_t> runs(shards), missed(points);
        std::size_t broken = 0;
        for (std::size_t k = 0; k < points * kWorlds; ++k) {
          const std::size_t shard = shard_of_run(k, points, block, shards);
          ++runs.at(shard);
          missed[k % points] += shard == 0;
          broken += k % block != 0 && shard != shard_of_run(k - 1, points, block, shards);
        }
        INFO(points << " points, blocks of " << block << ", " << shards << " shards");
        CHECK(*std::max_element(missed.begin(), missed.end()) <= (kWorlds + shards - 1) / shards);
        const auto [fewest, most] = std::minmax_element(runs.begin(), runs.end());
        CHECK(*most - *fewest <= block);
        if (points / block >= shards) CHECK(broken == 0);
      }
}

TEST_CASE("wherever a round of a grid stops, all values of the first and last axis were tried about as often") {
  constexpr std::array<std::array<std::size_t, 3>, 4> kSizes = {{{4, 4, 4}, {3, 5, 7}, {8, 2, 16}, {10, 10, 10}}};
  for (const auto& [first, middle, last] : kSizes) {
    const std::size_t n = first * middle * last;
    std::vector<int> of_first(first), of_last(last);
    for (const SweepRun& run : run_order(SweepDesign::grid, n, 1)) {
      ++of_first[run.point / (middle * last)];
      ++of_last[run.point % last];
      const auto [a, b] = std::minmax_element(of_first.begin(), of_first.end());
      const auto [c, d] = std::minmax_element(of_last.begin(), of_last.end());
      REQUIRE(*b - *a <= 7);
      REQUIRE(*d - *c <= 1);
    }
  }
}
