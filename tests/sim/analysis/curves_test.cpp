#include "sim/analysis/curves.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/core/distributions.h"

using namespace clout;

namespace {

const std::vector<std::string> kStrategies{"casual", "chaser"};

// A world of `probes` probes of each strategy with doses hours_max u^2. `score` is 10 + 5 * online / (2 + online) with
// noise; `gain` is a line in offline hours without any.
ProbeOutcomes world_of(std::uint64_t seed, std::size_t probes, double noise = 0.3, double hours_max = 20) {
  ProbeOutcomes world;
  world.seed = seed;
  ProbeColumn score, gain;
  score.measure = "score_klout";
  score.unit = "points";
  gain.measure = "gain_circles";
  gain.unit = "average people";
  score.horizon_days = gain.horizon_days = 365;
  for (std::size_t k = 0; k < 2 * probes; ++k) {
    Rng rng(seed, Stream::test, k);
    const auto place = static_cast<double>(k / 2);
    const double u = (place + rng.uniform()) / static_cast<double>(probes), v = rng.uniform();
    world.agent.push_back(static_cast<std::uint32_t>(k));
    world.strategy.push_back(static_cast<std::uint8_t>(k % 2));
    world.role.push_back(0);
    world.hours_online.push_back(static_cast<float>(hours_max * u * u));
    world.hours_offline.push_back(static_cast<float>(hours_max * v * v));
    const double online = static_cast<double>(world.hours_online.back());
    score.outcome[0].push_back(10 + 5 * online / (2 + online) + noise * normal(rng));
    gain.outcome[0].push_back(1 + 0.5 * static_cast<double>(world.hours_offline.back()));
  }
  world.columns = {score, gain};
  return world;
}

std::vector<ProbeOutcomes> worlds_of(std::size_t worlds, std::size_t probes, double noise = 0.3,
                                     double hours_max = 20) {
  std::vector<ProbeOutcomes> all;
  for (std::size_t w = 0; w < worlds; ++w) all.push_back(world_of(w + 1, probes, noise, hours_max));
  return all;
}

std::vector<CurveRow> only(const std::vector<CurveRow>& rows, const std::string& strategy, const std::string& measure,
                           DoseKind dose, const std::string& row) {
  std::vector<CurveRow> found;
  for (const CurveRow& r : rows)
    if (r.strategy == strategy && r.measure == measure && r.dose == dose && r.row == row) found.push_back(r);
  return found;
}

CurveParams quick() {
  CurveParams params;
  params.resamples = 199;
  return params;
}

}  // namespace

TEST_CASE("cells hold equal numbers of probes, ascending in dose, some of every world") {
  const auto worlds = worlds_of(4, 60);
  const DoseCells cells = dose_cells(worlds, 1, DoseKind::hours_online);
  REQUIRE(cells.cells() == kMostCells);
  CHECK(std::is_sorted(cells.hours.begin(), cells.hours.end()));
  for (const std::size_t probes : cells.probes) CHECK(probes == 4 * 60 / kMostCells);
  for (const auto& member : cells.member) CHECK(member.size() >= kFewestProbesInCell);
}

TEST_CASE("a cell's mean is that of its probes in its world") {
  std::vector<ProbeOutcomes> worlds = worlds_of(2, 40);
  for (ProbeOutcomes& world : worlds)
    for (std::size_t p = 0; p < world.probes(); ++p)
      world.columns[0].outcome[0][p] =
          static_cast<double>(world.seed) * 100 + static_cast<double>(world.hours_online[p]);
  const DoseCells cells = dose_cells(worlds, 0, DoseKind::hours_online);
  const std::vector<double> means = cell_means(worlds, 0, cells);
  for (std::size_t w = 0; w < 2; ++w)
    for (std::size_t c = 0; c < cells.cells(); ++c) {
      double sum = 0;
      for (const std::uint32_t p : cells.member[w * cells.cells() + c])
        sum += static_cast<double>(worlds[w].hours_online[p]);
      const auto n = static_cast<double>(cells.member[w * cells.cells() + c].size());
      CHECK(means[w * cells.cells() + c] == doctest::Approx(static_cast<double>(w + 1) * 100 + sum / n));
    }
}

TEST_CASE("fewer probes make fewer cells, too few none") {
  CHECK(dose_cells(worlds_of(4, 60), 0, DoseKind::hours_online).cells() == kMostCells);
  const std::size_t some = dose_cells(worlds_of(4, 20), 0, DoseKind::hours_online).cells();
  CHECK(some >= kFewestCells);
  CHECK(some < kMostCells);
  CHECK(dose_cells(worlds_of(4, 2 * kFewestCells - 1), 0, DoseKind::hours_online).cells() == 0);
  CHECK(dose_cells(worlds_of(4, 60), 7, DoseKind::hours_online).cells() == 0);  // nobody has this strategy
  CHECK(dose_cells({}, 0, DoseKind::hours_online).cells() == 0);
  auto alike = worlds_of(4, 60);
  for (ProbeOutcomes& world : alike) std::fill(world.hours_online.begin(), world.hours_online.end(), 3.0f);
  CHECK(dose_cells(alike, 0, DoseKind::hours_online).cells() == 0);  // one dose is no curve
}

TEST_CASE("too few probes are said, and no figure stands beside it") {
  ThreadPool pool(1);
  const auto rows = curve_rows(worlds_of(4, 10), kStrategies, quick(), pool);
  REQUIRE(rows.size() == 2 * 2 * 2);  // strategies, doses, measures
  for (const CurveRow& row : rows) {
    CHECK(row.says == "too few probes for a cell");
    CHECK_FALSE(row.estimate);
    CHECK_FALSE(row.low);
    CHECK_FALSE(row.hours);
  }
}

TEST_CASE("a curve has its cells, its families and its figures, and they are right") {
  ThreadPool pool(1);
  const auto rows = curve_rows(worlds_of(12, 60), kStrategies, quick(), pool);
  const auto cells = only(rows, "chaser", "score_klout", DoseKind::hours_online, "cell");
  REQUIRE(cells.size() == kMostCells);
  for (const CurveRow& cell : cells) {
    CHECK(cell.unit == "points");
    CHECK(cell.horizon_days == 365);
    CHECK(cell.worlds == 12);
    CHECK(cell.probes == 12 * 60 / kMostCells);
    CHECK(*cell.estimate == doctest::Approx(10 + 5 * *cell.hours / (2 + *cell.hours)).epsilon(0.02));
    CHECK(*cell.low < *cell.estimate);
    CHECK(*cell.high > *cell.estimate);
  }
  const auto weights = only(rows, "chaser", "score_klout", DoseKind::hours_online, "weight");
  REQUIRE(weights.size() == kFamilies);
  double sum = 0;
  for (const CurveRow& weight : weights) sum += *weight.estimate;
  CHECK(sum == doctest::Approx(1));

  // K = 2: the first hour buys 5/3; 10 / (2 + t)^2 = share * 5/3.
  const auto t50 = only(rows, "chaser", "score_klout", DoseKind::hours_online, "t50");
  REQUIRE(t50.size() == 1);
  CHECK(*t50[0].low <= std::sqrt(6 / 0.5) - 2);
  CHECK((!t50[0].high || *t50[0].high >= std::sqrt(6 / 0.5) - 2));
  CHECK(*t50[0].probability > 0.9);
  CHECK(t50[0].probes == 12 * 60);
  const auto rise = only(rows, "chaser", "score_klout", DoseKind::hours_online, "elasticity_of_rise");
  REQUIRE(rise.size() == 3);
  CHECK(*rise[1].hours == 5);
  CHECK(*rise[1].estimate == doctest::Approx(2.0 / (2 + 5)).epsilon(0.15));
  CHECK(*rise[1].high < 1);  // diminishing

  // A line has neither point nor knee, and its returns do not diminish.
  const auto line = only(rows, "casual", "gain_circles", DoseKind::hours_offline, "t50");
  REQUIRE(line.size() == 1);
  CHECK_FALSE(line[0].estimate);
  CHECK(line[0].says == "no point inside the range");
  CHECK(*only(rows, "casual", "gain_circles", DoseKind::hours_offline, "elasticity_of_rise")[0].estimate ==
        doctest::Approx(1).epsilon(1e-3));
}

TEST_CASE("one world has means and no interval; doses of minutes have no first hour") {
  ThreadPool pool(1);
  const auto one = curve_rows(worlds_of(1, 60), kStrategies, quick(), pool);
  const CurveRow cell = only(one, "casual", "score_klout", DoseKind::hours_online, "cell")[0];
  CHECK(cell.estimate.has_value());
  CHECK_FALSE(cell.low);
  CHECK(cell.says == "too few worlds for an interval");
  const CurveRow knee = only(one, "casual", "score_klout", DoseKind::hours_online, "knee")[0];
  CHECK_FALSE(knee.low);
  CHECK_FALSE(knee.probability);
  const auto minutes = curve_rows(worlds_of(4, 60, 0.3, 0.5), kStrategies, quick(), pool);
  CHECK(only(minutes, "casual", "score_klout", DoseKind::hours_online, "t50")[0].says ==
        "doses end before the first hour");
  CHECK(only(minutes, "casual", "score_klout", DoseKind::hours_online, "knee").empty());
}

TEST_CASE("only the measures that are wanted; the same rows on any number of threads") {
  const auto worlds = worlds_of(4, 60);
  CurveParams params = quick();
  params.measures = {"score_klout"};
  ThreadPool one(1), three(3);
  const auto rows = curve_rows(worlds, kStrategies, params, one),
             again = curve_rows(worlds, kStrategies, params, three);
  REQUIRE(rows.size() == again.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    CHECK(rows[k].measure == "score_klout");
    CHECK(rows[k].estimate == again[k].estimate);
    CHECK(rows[k].low == again[k].low);
    CHECK(rows[k].high == again[k].high);
  }
}

TEST_CASE("worlds that do not fit together are a caller's mistake") {
  ThreadPool pool(1);
  auto worlds = worlds_of(2, 60);
  CHECK_THROWS_AS((void)curve_rows(worlds, std::vector<std::string>{"casual"}, quick(), pool), std::invalid_argument);
  worlds[1].columns.pop_back();
  CHECK_THROWS_AS((void)curve_rows(worlds, kStrategies, quick(), pool), std::invalid_argument);
  worlds = worlds_of(2, 60);
  worlds[0].columns[0].outcome[0][3] = std::nan("");
  CHECK_THROWS_AS((void)curve_rows(worlds, kStrategies, quick(), pool), std::invalid_argument);
  CHECK(curve_rows({}, kStrategies, quick(), pool).empty());
}

TEST_CASE("shuffled doses have no effect: intervals of elasticity hold 0 in 90 to 99 of 100 shuffles") {
  ThreadPool pool(2);
  const auto worlds = worlds_of(20, 60);
  const auto placebo = placebo_elasticity(worlds, 1, 0, DoseKind::hours_online, 5, 100, quick(), pool);
  REQUIRE(placebo.size() == 100);
  int held = 0;
  for (const PointInterval& shuffle : placebo) held += shuffle.holds(0);
  CHECK(held >= 90);
  CHECK(held <= 99);
  // The same doses as they were do have one.
  const auto rows = curve_rows(worlds, kStrategies, quick(), pool);
  CHECK(*only(rows, "chaser", "score_klout", DoseKind::hours_online, "elasticity")[1].low > 0);
  CHECK(placebo_elasticity(worlds_of(4, 5), 1, 0, DoseKind::hours_online, 5, 100, quick(), pool).empty());
}
