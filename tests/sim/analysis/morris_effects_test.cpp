#include "sim/analysis/morris_effects.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

#include "sim/scenario/unit_design.h"

using namespace clout;

namespace {

MorrisEffects effects_of(std::size_t trajectories, std::size_t dims,
                         const std::function<double(std::span<const double>)>& f) {
  const UnitPoints design = unit_design(UnitDesign::morris, trajectories, dims, 1);
  std::vector<double> y;
  for (std::size_t i = 0; i < design.rows; ++i) y.push_back(f(design.row(i)));
  return morris_effects(design.values, y, dims, {999, 1});
}

}  // namespace

TEST_CASE("effects of a linear function are its coefficients, everywhere the same") {
  const MorrisEffects e =
      effects_of(10, 3, [](std::span<const double> x) { return 7 + 3 * x[0] - 2 * x[1] + 0 * x[2]; });
  const std::vector<double> coefficients = {3, -2, 0};
  REQUIRE(e.trajectories == 10);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(e.of[i].mu.interval.estimate == doctest::Approx(coefficients[i]).epsilon(1e-13));
    CHECK(e.of[i].mu_star.interval.estimate == doctest::Approx(std::fabs(coefficients[i])).epsilon(1e-13));
    CHECK(std::fabs(e.of[i].sigma.interval.estimate) < 1e-13);
    CHECK(e.of[i].mu.interval.known);
    CHECK(e.of[i].mu.interval.high - e.of[i].mu.interval.low < 1e-13);
  }
}

TEST_CASE("an effect that changes its sign has mu 0, and is seen in mu_star and sigma") {
  // x0 x1 with x1 centred: the effect of x0 is x1 - 1/2, on levels +-1/2, +-1/6: mean size 1/3, sd sqrt(5/36).
  const MorrisEffects e = effects_of(2000, 2, [](std::span<const double> x) { return x[0] * (x[1] - 0.5); });
  CHECK(std::fabs(e.of[0].mu.interval.estimate) < 4 * 0.3727 / std::sqrt(2000.0));
  CHECK(e.of[0].mu_star.interval.estimate == doctest::Approx(1.0 / 3).epsilon(0.05));
  CHECK(e.of[0].sigma.interval.estimate == doctest::Approx(std::sqrt(5.0 / 36)).epsilon(0.05));
  CHECK(e.of[0].mu_star.interval.low < 1.0 / 3);
  CHECK(e.of[0].mu_star.interval.high > 1.0 / 3);
}

TEST_CASE("effects by hand; a trajectory with a response missing is left out") {
  const std::vector<double> points = {0, 1, 0, 0.5, 1, 0.5, 1, 1, 0.5, 1, 0.5, 0, 0, 0, 1, 0, 1, 1};
  // (2 - 1) / (.5 - 1) = -2 and (5 - 2) / (1 - 0) = 3; (0 - 2) / (.5 - 1) = 4 and (1 - 0) / (0 - 1) = -1
  std::vector<double> y = {1, 2, 5, 2, 0, 1, 7, kNone, 9};
  const MorrisEffects e = morris_effects(points, y, 2, {999, 1});
  CHECK(e.trajectories == 2);
  CHECK(e.of[0].mu.interval.estimate == (3.0 + 4) / 2);
  CHECK(e.of[1].mu.interval.estimate == (-2.0 - 1) / 2);
  CHECK(e.of[1].mu_star.interval.estimate == (2.0 + 1) / 2);
  CHECK(e.of[0].sigma.interval.estimate == doctest::Approx(std::sqrt(0.5)));
  const MorrisEffects one = morris_effects(std::span(points).first(6), std::span(y).first(3), 2, {999, 1});
  CHECK(one.of[0].mu.exists);
  CHECK_FALSE(one.of[0].mu.interval.known);
  CHECK_FALSE(one.of[0].sigma.exists);
}

TEST_CASE("what is no trajectory is refused") {
  const std::vector<double> y(3), both = {0, 0, 1, 1, 1, 0}, twice = {0, 0, 1, 0, 0, 0};
  CHECK_THROWS_AS((void)morris_effects(both, y, 2, {999, 1}), std::invalid_argument);
  CHECK_THROWS_AS((void)morris_effects(twice, y, 2, {999, 1}), std::invalid_argument);
  CHECK_THROWS_AS((void)morris_effects(both, std::vector<double>(2), 2, {999, 1}), std::invalid_argument);
}
