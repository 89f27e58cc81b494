#include "sim/analysis/plausible.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "sim/analysis/margin_coverage.h"

using namespace clout;

namespace {

const StrategyPair kPair{"chaser", "networker"};
constexpr Dose kAt = {4, 3};

WorldMeasures world(double chaser, double networker, const char* cohort = kBackground) {
  return {{{cohort, "chaser", "gain_circles", "average people", chaser},
           {cohort, "networker", "gain_circles", "average people", networker}}};
}

/// Worlds whose mean difference chaser - networker is `mean`, told from 0 iff |mean| is above 12.7 * .1.
std::vector<WorldMeasures> worlds(double mean) { return {world(mean + 5.1, 5), world(mean + 4.9, 5)}; }

Interval about(double estimate, double half) { return {estimate, estimate - half, estimate + half, 4, true}; }

BoxQuestion question() {
  BoxQuestion asked;
  asked.axes = {"mechanisms.message.e_online", "value.theta"};
  asked.values = {"circles"};
  asked.strategies = {"casual"};
  asked.at = kAt;
  asked.pair = kPair;
  return asked;
}

/// The difference of margins that is known: of worlds without noise.
std::vector<ProbeOutcomes> probes(std::size_t worlds, bool swapped = false) {
  CoverageParams params;
  params.snr = 0;
  std::vector<ProbeOutcomes> result;
  for (std::size_t w = 0; w < worlds; ++w) {
    ProbeOutcomes outcomes = known_outcomes(params, w);
    outcomes.hours_online_max = outcomes.hours_offline_max = params.hours_max;
    for (ProbeColumn& column : outcomes.columns) {
      column.measure = "gain_circles";
      if (swapped) std::swap(column.outcome[1], column.outcome[2]);
    }
    result.push_back(std::move(outcomes));
  }
  return result;
}

}  // namespace

TEST_CASE("only intervals that both exclude 0 agree or differ") {
  CHECK(agreement(about(1, 0.5), about(2, 1)) == Agreement::same);
  CHECK(agreement(about(-1, 0.5), about(-2, 1)) == Agreement::same);
  CHECK(agreement(about(1, 0.5), about(-2, 1)) == Agreement::reversed);
  CHECK(agreement(about(1, 0.5), about(-2, 3)) == Agreement::cannot_tell);
  CHECK(agreement(about(1, 2), about(-2, 1)) == Agreement::cannot_tell);
  CHECK(agreement(about(1, 0.5), Interval{-2, -2, -2, 1, false}) == Agreement::cannot_tell);  // one world
}

TEST_CASE("the gain of a pair is taken within each world, of probes where nobody of the background has one") {
  const std::vector<WorldMeasures> lived = {world(3, 1), world(5, 1)};
  const auto of_background = conclusions_of({}, lived, "circles", kAt, kPair);
  REQUIRE(of_background.size() == 1);
  CHECK(of_background[0].kind == ConclusionKind::gain);
  CHECK(of_background[0].strategy == "chaser - networker");
  CHECK(of_background[0].unit == "average people");
  CHECK(of_background[0].interval.estimate == (3 - 1 + 5 - 1) / 2.0);
  CHECK(of_background[0].interval.low == doctest::Approx(3 - 12.7062047364 * std::sqrt(2.0) / std::sqrt(2.0)));
  const std::vector<WorldMeasures> probed = {world(2, 7, kProbes)};
  const auto of_probes = conclusions_of({}, probed, "circles", kAt, kPair);
  REQUIRE(of_probes.size() == 1);
  CHECK(of_probes[0].interval.estimate == -5);
  CHECK_FALSE(of_probes[0].interval.known);
  CHECK(conclusions_of({}, lived, "linear", kAt, kPair).empty());
  CHECK(conclusions_of({}, lived, "circles", kAt, std::nullopt).empty());
}

TEST_CASE("the next hour is the matched margin at the dose at the last horizon, where it is known") {
  MarginTables margins;
  const auto row = [](const char* strategy, Day horizon, Standardisation standardisation, double online, bool known,
                      double difference) {
    MarginRow r;
    r.strategy = strategy;
    r.measure = "gain_circles";
    r.horizon_days = horizon;
    r.standardisation = standardisation;
    r.hours_online = online;
    r.hours_offline = 3;
    r.known = known;
    r.difference = about(difference, 0.1);
    return r;
  };
  margins.margins = {
      row("a", 90, Standardisation::matched, 4, true, 1), row("a", 365, Standardisation::matched, 2, true, 2),
      row("a", 365, Standardisation::matched, 4, true, 3), row("a", 365, Standardisation::lived, 4, true, 4),
      row("b", 365, Standardisation::matched, 4, false, 5)};
  const auto said = conclusions_of(margins, {}, "circles", kAt, kPair);
  REQUIRE(said.size() == 1);
  CHECK(said[0].kind == ConclusionKind::next_hour);
  CHECK(said[0].strategy == "a");
  CHECK(said[0].interval.estimate == 3);
}

TEST_CASE("a box by hand: four points, one of which reverses and one of which cannot tell") {
  ThreadPool pool(2);
  const std::vector<BoxPoint> points = {{"01", {"0.02", "0.2"}, worlds(-4), {}},
                                        {"02", {"0.02", "0.8"}, worlds(-3), {}},
                                        {"03", {"1", "0.2"}, worlds(+4), {}},
                                        {"04", {"1", "0.8"}, worlds(+1), {}}};
  const std::vector<Conclusion> headline = {{ConclusionKind::gain, kPair.text(), "average people", about(-9, 1)}};
  const BoxQuestion asked = question();
  const auto rows = plausible_rows(points, headline, asked, pool);
  REQUIRE(rows.size() == 4);
  CHECK(rows[2].point == "03");
  CHECK(rows[2].at == std::vector<std::string>{"1", "0.2"});
  CHECK(rows[2].value == "circles");
  CHECK(rows[2].conclusion.interval.estimate == doctest::Approx(4));
  CHECK(rows[0].agreement == Agreement::same);
  CHECK(rows[2].agreement == Agreement::reversed);
  CHECK(rows[3].agreement == Agreement::cannot_tell);  // 1 is within 12.7 * .1

  const auto counts = count_reversals(rows, headline, asked.axes);
  REQUIRE(counts.size() == 1);
  CHECK(counts[0].points == 4);
  CHECK(counts[0].reversed == 1);
  CHECK(counts[0].cannot_tell == 1);
  CHECK(counts[0].above == 1);
  CHECK(counts[0].below == 2);
  std::vector<std::string> by;
  for (const Reversals::At& at : counts[0].by)
    by.push_back(at.parameter + ' ' + at.value + ' ' + std::to_string(at.reversed) + '/' + std::to_string(at.points));
  CHECK(by == std::vector<std::string>{"mechanisms.message.e_online 0.02 0/2", "mechanisms.message.e_online 1 1/2",
                                       "value.theta 0.2 1/2", "value.theta 0.8 0/2", "value.models circles 1/4"});
}

TEST_CASE("nothing reverses what the run itself cannot tell; signs are counted all the same") {
  ThreadPool pool(1);
  const std::vector<BoxPoint> points = {{"01", {"1", "1"}, worlds(-4), {}}, {"02", {"2", "1"}, worlds(3), {}}};
  const std::vector<Conclusion> headline = {{ConclusionKind::gain, kPair.text(), "", about(-9, 10)}};
  const auto rows = plausible_rows(points, headline, question(), pool);
  const auto counts = count_reversals(rows, headline, question().axes);
  CHECK(counts[0].reversed == 0);
  CHECK(counts[0].cannot_tell == 2);
  CHECK(counts[0].above == 1);
  CHECK(counts[0].below == 1);
}

TEST_CASE("margins of a point are those of margin_tables at that dose, and turn with its branches") {
  ThreadPool pool(2);
  const KnownSurface g;
  const double known = g.marginal_offline(3, 1) - g.marginal_online(4, 1);
  const std::vector<BoxPoint> points = {{"01", {"1", "1"}, {}, probes(6)}, {"02", {"2", "1"}, {}, probes(6, true)}};
  const std::vector<Conclusion> headline = {
      {ConclusionKind::next_hour, "casual", "", about(known, std::abs(known) / 2)}};
  const auto rows = plausible_rows(points, headline, question(), pool);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].conclusion.strategy == "casual");
  CHECK(rows[0].conclusion.interval.estimate == doctest::Approx(known).epsilon(0.05));
  CHECK(rows[1].conclusion.interval.estimate == doctest::Approx(-rows[0].conclusion.interval.estimate));
  CHECK(rows[0].agreement == Agreement::same);
  CHECK(rows[1].agreement == Agreement::reversed);
}

TEST_CASE("a point without a value for each axis is refused, and no points are no rows") {
  ThreadPool pool(1);
  const std::vector<BoxPoint> points = {{"01", {"1"}, {}, {}}};
  CHECK_THROWS_AS((void)plausible_rows(points, {}, question(), pool), std::invalid_argument);
  CHECK(plausible_rows({}, {}, question(), pool).empty());
}
