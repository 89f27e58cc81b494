#include "sim/analysis/bootstrap.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/core/distributions.h"
#include "sim/core/random.h"

using namespace clout;

namespace {

Figures mean_of(const std::vector<double>& values) {
  return [&values](std::span<const double> weight, std::span<double> figures) {
    double sum = 0, weights = 0;
    for (std::size_t w = 0; w < values.size(); ++w) {
      sum += weight[w] * values[w];
      weights += weight[w];
    }
    figures[0] = sum / weights;
  };
}

std::vector<double> normals(std::size_t n, std::uint64_t seed) {
  Rng rng(seed, Stream::test);
  std::vector<double> values(n);
  for (double& x : values) x = 5 + normal(rng);
  return values;
}

}  // namespace

TEST_CASE("the expanded tail is Phi(-sqrt(n / (n - 1)) t), from tables of t") {
  CHECK(expanded_tail(10) == doctest::Approx(normal_cdf(-std::sqrt(10.0 / 9) * 2.2621571627)).epsilon(1e-8));
  CHECK(expanded_tail(20) == doctest::Approx(normal_cdf(-std::sqrt(20.0 / 19) * 2.0930240544)).epsilon(1e-8));
  CHECK(expanded_tail(100000) == doctest::Approx(0.025).epsilon(1e-3));  // where t is normal nothing is expanded
  CHECK_THROWS_AS(expanded_tail(1), std::invalid_argument);
}

TEST_CASE("the interval of a mean over worlds is close to Student's, with few worlds and with many") {
  for (const std::size_t n : {2u, 3u, 5u, 6u, 10u, 20u, 30u}) {
    CAPTURE(n);
    const auto values = normals(n, 7);
    const Interval student = mean_interval(values);
    const FigureInterval drawn = bootstrap_worlds(n, 1, {.resamples = 9999, .seed = 3}, mean_of(values))[0];
    CHECK(drawn.exists);
    CHECK(drawn.probability == 1);
    CHECK(drawn.interval.known);
    CHECK(drawn.interval.worlds == n);
    CHECK(drawn.interval.estimate == doctest::Approx(student.estimate).epsilon(1e-12));
    const double ratio = (drawn.interval.high - drawn.interval.low) / (student.high - student.low);
    CHECK(ratio > 0.85);
    CHECK(ratio < 1.15);
  }
}

TEST_CASE("95 % intervals of a mean of 10 worlds hold the truth in 90 to 99 of 100 repetitions") {
  int held = 0;
  for (std::uint64_t repetition = 0; repetition < 400; ++repetition) {
    const auto values = normals(10, 100 + repetition);
    const Interval interval = bootstrap_worlds(10, 1, {.resamples = 499}, mean_of(values))[0].interval;
    held += interval.low <= 5 && 5 <= interval.high;
  }
  CHECK(held >= 360);
  CHECK(held <= 396);
}

TEST_CASE("a figure that needs one certain world exists in 1 - (1 - 1/n)^n of the resamples") {
  constexpr std::size_t kWorlds = 8;
  const auto first_world_or_none = [](std::span<const double> weight, std::span<double> figures) {
    figures[0] = weight[0] > 0 ? weight[0] : kNone;
    figures[1] = kNone;
  };
  const auto result = bootstrap_worlds(kWorlds, 2, {.resamples = 9999}, first_world_or_none);
  const double chance = 1 - std::pow(1 - 1.0 / kWorlds, double{kWorlds});
  CHECK(std::abs(result[0].probability - chance) < 4 * std::sqrt(chance * (1 - chance) / 9999));
  CHECK(result[0].interval.known);
  CHECK(result[0].interval.low == 1);  // over those resamples in which it exists, it is never less
  CHECK_FALSE(result[1].exists);
  CHECK_FALSE(result[1].interval.known);
  CHECK(result[1].probability == 0);
}

TEST_CASE("a figure that the worlds themselves do not have gets a probability but no interval") {
  const auto only_if_uneven = [](std::span<const double> weight, std::span<double> figures) {
    figures[0] = weight[0] > 1 ? 1 : kNone;
  };
  const auto result = bootstrap_worlds(10, 1, {}, only_if_uneven)[0];
  CHECK_FALSE(result.exists);
  CHECK(result.probability > 0.1);
  CHECK_FALSE(result.interval.known);
}

TEST_CASE("a figure that hardly any resample has gets no interval") {
  const auto rare = [](std::span<const double> weight, std::span<double> figures) {
    bool even = true;
    for (const double w : weight) even = even && w == 1;
    figures[0] = even ? 2 : kNone;  // chance 10! / 10^10 of a resample
  };
  const auto result = bootstrap_worlds(10, 1, {}, rare)[0];
  CHECK(result.exists);
  CHECK(result.interval.estimate == 2);
  CHECK_FALSE(result.interval.known);
}

TEST_CASE("one world gives an estimate without interval or probability, none gives nothing") {
  const std::vector<double> one{4.0};
  const auto result = bootstrap_worlds(1, 1, {}, mean_of(one))[0];
  CHECK(result.exists);
  CHECK(result.interval.estimate == 4);
  CHECK_FALSE(result.interval.known);
  CHECK(result.resamples == 0);
  CHECK(result.probability == 0);
  const auto nothing = bootstrap_worlds(0, 1, {}, [](auto, auto) { FAIL("must not be called"); })[0];
  CHECK_FALSE(nothing.exists);
  CHECK_FALSE(nothing.interval.known);
}

TEST_CASE("resamples depend on the seed and on nothing else") {
  const auto values = normals(12, 1);
  const auto drawn = [&](std::uint64_t seed) {
    return bootstrap_worlds(12, 1, {.resamples = 99, .seed = seed}, mean_of(values))[0].interval;
  };
  CHECK(drawn(1).low == drawn(1).low);
  CHECK(drawn(1).high == drawn(1).high);
  CHECK(drawn(1).low != drawn(2).low);
}

TEST_CASE("no resamples and infinite figures are refused") {
  const std::vector<double> values{1, 2};
  CHECK_THROWS_AS(bootstrap_worlds(2, 1, {.resamples = 0}, mean_of(values)), std::invalid_argument);
  const auto infinite = [](auto, std::span<double> figures) { figures[0] = std::numeric_limits<double>::infinity(); };
  CHECK_THROWS_AS(bootstrap_worlds(2, 1, {}, infinite), std::invalid_argument);
}
