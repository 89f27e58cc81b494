#include "sim/analysis/margin_coverage.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

using namespace clout;

TEST_CASE("margins of the closed form are differences of its gain over one step") {
  const KnownSurface g;
  CHECK(g.marginal_online(3, 1) == doctest::Approx(g.gain(4, 7) - g.gain(3, 7)));
  CHECK(g.marginal_offline(3, 2) == doctest::Approx((g.gain(5, 5) - g.gain(5, 3)) / 2));
  const double at = g.crossing(2, 1);
  CHECK(g.marginal_online(at, 1) == doctest::Approx(g.marginal_offline(2, 1)));
}

TEST_CASE("probes that are made up without noise answer by the closed form") {
  CoverageParams params;
  params.snr = 0;
  const ProbeOutcomes world = known_outcomes(params, 3);
  REQUIRE(world.probes() == 50);
  for (std::size_t p = 0; p < world.probes(); ++p) {
    const double online = world.hours_online[p], offline = world.hours_offline[p];
    CHECK(online <= 20);
    CHECK(world.columns[0].of(ForkBranch::base)[p] == doctest::Approx(params.surface.gain(online, offline)));
    CHECK(world.columns[0].of(ForkBranch::online)[p] == doctest::Approx(params.surface.gain(online + 1, offline)));
    CHECK(world.columns[0].of(ForkBranch::offline)[p] == doctest::Approx(params.surface.gain(online, offline + 1)));
  }
}

TEST_CASE("the sd of D of one probe is its range over the design, divided by the signal-to-noise ratio") {
  CoverageParams params;
  params.snr = 5;
  const KnownSurface& g = params.surface;
  double squares = 0;
  std::size_t n = 0;
  for (std::uint64_t w = 0; w < 400; ++w) {
    const ProbeOutcomes world = known_outcomes(params, w);
    for (std::size_t p = 0; p < world.probes(); p += 10, ++n) {
      const double d = world.columns[0].of(ForkBranch::offline)[p] - world.columns[0].of(ForkBranch::online)[p];
      const double noise =
          d - g.marginal_offline(world.hours_offline[p], 1) + g.marginal_online(world.hours_online[p], 1);
      squares += noise * noise;
    }
  }
  const double range =
      g.marginal_offline(0, 1) - g.marginal_online(20, 1) - g.marginal_offline(20, 1) + g.marginal_online(0, 1);
  CHECK(std::sqrt(squares / static_cast<double>(n)) == doctest::Approx(range / 5).epsilon(0.05));
}

TEST_CASE("without noise every estimator is within 2 % of the closed form") {
  CoverageParams params;
  params.snr = 0;
  params.repetitions = 1;
  params.resamples = 99;
  for (const CoverageRow& row : margin_coverage(params)) {
    CAPTURE(row.estimator);
    CHECK(row.with_estimate == 1);
    CHECK(row.median_relative_error < 0.02);
  }
}

TEST_CASE("the band of the best mix, its losses and the frontier are those of the closed form") {
  CoverageParams params;
  params.snr = 0;
  params.repetitions = 1;
  params.resamples = 99;
  const KnownSurface& g = params.surface;
  double low = -1, best = -1, high = -1, loss_all_online = -1, loss_all_offline = -1;
  for (const CoverageRow& row : margin_coverage(params)) {
    if (row.estimator == "best_mix_share_low") low = 10 * row.truth;
    if (row.estimator == "best_mix_share") best = 10 * row.truth;
    if (row.estimator == "best_mix_share_high") high = 10 * row.truth;
    if (row.estimator == "loss_all_online") loss_all_online = row.truth;
    if (row.estimator == "loss_all_offline") loss_all_offline = row.truth;
    if (row.estimator == "frontier_at_4h")
      CHECK(g.marginal_online(row.truth, 1) == doctest::Approx(g.marginal_offline(4, 1)));
  }
  CHECK(best == doctest::Approx(14.0 / 3));  // 3 / (2 + x) = 6 / (18 - x)
  CHECK(g.gain(low, 10 - low) == doctest::Approx(0.95 * g.gain(best, 10 - best)));
  CHECK(g.gain(high, 10 - high) == doctest::Approx(0.95 * g.gain(best, 10 - best)));
  CHECK(low < best);
  CHECK(best < high);
  CHECK((1 - loss_all_online) * g.gain(best, 10 - best) == doctest::Approx(g.gain(10, 0)));
  CHECK((1 - loss_all_offline) * g.gain(best, 10 - best) == doctest::Approx(g.gain(0, 10)));
}

TEST_CASE("with noise intervals hold the truth in most of a few repetitions") {
  CoverageParams params;
  params.worlds = 10;
  params.repetitions = 12;
  params.resamples = 199;
  for (const CoverageRow& row : margin_coverage(params)) {
    CAPTURE(row.estimator);
    CHECK(row.repetitions == 12);
    CHECK(row.with_interval >= 10);
    CHECK(row.coverage >= 8.0 / 12);  // of 12 at 95 %, fewer than 9 happen once in 500 runs
    CHECK(row.median_width > 0);
  }
}

TEST_CASE("coverage without worlds, or of negative noise, is refused") {
  CoverageParams params;
  params.worlds = 0;
  CHECK_THROWS_AS(margin_coverage(params), std::invalid_argument);
  params.worlds = 2;
  params.snr = -1;
  CHECK_THROWS_AS(margin_coverage(params), std::invalid_argument);
}
