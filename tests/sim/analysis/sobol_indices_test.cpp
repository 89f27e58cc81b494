#include "sim/analysis/sobol_indices.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

#include "sim/core/math.h"
#include "sim/scenario/unit_design.h"

using namespace clout;

namespace {

using Function = std::function<double(std::span<const double>)>;

std::vector<double> responses_of(std::size_t base, std::size_t dims, const Function& f) {
  const UnitPoints design = unit_design(UnitDesign::saltelli, base, dims, 1);
  std::vector<double> y;
  for (std::size_t i = 0; i < design.rows; ++i) y.push_back(f(design.row(i)));
  return y;
}

/// Ishigami, Homma 1990 with a = 7, b = 0.1: sin x1 + a sin^2 x2 + b x3^4 sin x1, x uniform on [-pi, pi].
double ishigami(std::span<const double> u) {
  constexpr double kPi = 3.14159265358979323846;
  const auto sine = [](double v) { return det_cos_sin_2pi(v - 0.5).sin; };
  const double x3 = kPi * (2 * u[2] - 1);
  return sine(u[0]) + 7 * sine(u[1]) * sine(u[1]) + 0.1 * x3 * x3 * x3 * x3 * sine(u[0]);
}

/// The g-function of Sobol 1993: product of (|4 x_i - 2| + a_i) / (1 + a_i).
constexpr std::array<double, 6> kA = {0, 0.5, 3, 9, 99, 99};
double g_function(std::span<const double> u) {
  double product = 1;
  for (std::size_t i = 0; i < kA.size(); ++i) product *= (std::fabs(4 * u[i] - 2) + kA[i]) / (1 + kA[i]);
  return product;
}

bool holds(const Interval& interval, double truth) {
  return interval.known && interval.low <= truth && truth <= interval.high;
}

}  // namespace

TEST_CASE("indices of the Ishigami function to 0.02 at 2^14 base rows, inside their intervals") {
  const SobolIndices s = sobol_indices(responses_of(1 << 14, 3, ishigami), 3, {199, 1});
  constexpr std::array<double, 3> kFirst = {0.3139, 0.4424, 0}, kTotal = {0.5576, 0.4424, 0.2437};
  REQUIRE(s.of.size() == 3);
  CHECK(s.base_rows == 1 << 14);
  CHECK(s.mean == doctest::Approx(3.5).epsilon(0.01));          // a / 2
  CHECK(s.variance == doctest::Approx(13.8446).epsilon(0.01));  // a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(std::fabs(s.of[i].first.interval.estimate - kFirst[i]) < 0.02);
    CHECK(std::fabs(s.of[i].total.interval.estimate - kTotal[i]) < 0.02);
    CHECK(holds(s.of[i].first.interval, kFirst[i]));
    CHECK(holds(s.of[i].total.interval, kTotal[i]));
  }
}

TEST_CASE("indices of the g-function to 0.02 at 2^14 base rows") {
  // V_i = 1 / (3 (1 + a_i)^2), V = prod (1 + V_i) - 1, S_i = V_i / V, ST_i = V_i prod_{j != i} (1 + V_j) / V.
  double product = 1;
  const auto v = [](double a) { return 1 / (3 * (1 + a) * (1 + a)); };
  for (const double a : kA) product *= 1 + v(a);
  const SobolIndices s = sobol_indices(responses_of(1 << 14, kA.size(), g_function), kA.size(), {99, 1});
  CHECK(s.variance == doctest::Approx(product - 1).epsilon(0.02));
  for (std::size_t i = 0; i < kA.size(); ++i) {
    CHECK(std::fabs(s.of[i].first.interval.estimate - v(kA[i]) / (product - 1)) < 0.02);
    CHECK(std::fabs(s.of[i].total.interval.estimate - v(kA[i]) * product / (1 + v(kA[i])) / (product - 1)) < 0.02);
  }
}

TEST_CASE("of a sum first and total are the same; a large constant changes nothing") {
  const Function sum = [](std::span<const double> u) { return u[0] + 2 * u[1]; };
  const Function high = [&](std::span<const double> u) { return 1e6 + sum(u); };
  for (const Function& f : {sum, high}) {
    const SobolIndices s = sobol_indices(responses_of(1024, 2, f), 2, {99, 1});
    CHECK(std::fabs(s.of[0].first.interval.estimate - 0.2) < 0.01);
    CHECK(std::fabs(s.of[0].total.interval.estimate - 0.2) < 0.01);
    CHECK(std::fabs(s.of[1].first.interval.estimate - 0.8) < 0.01);
  }
}

TEST_CASE("a base row with a response missing is left out") {
  const std::vector<double> y = responses_of(64, 3, ishigami);
  std::vector<double> gap = y, shorter(y.begin() + 5, y.end());
  gap[3] = kNone;
  const SobolIndices a = sobol_indices(gap, 3, {99, 1}), b = sobol_indices(shorter, 3, {99, 1});
  CHECK(a.base_rows == 63);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(a.of[i].first.interval.estimate == b.of[i].first.interval.estimate);
    CHECK(a.of[i].total.interval.high == b.of[i].total.interval.high);
  }
}

TEST_CASE("without variance there are no indices; numbers that do not fit are refused") {
  const SobolIndices flat = sobol_indices(std::vector<double>(40, 0.1), 3, {99, 1});
  for (const SobolIndex& index : flat.of) {
    CHECK_FALSE(index.first.exists);
    CHECK_FALSE(index.total.interval.known);
  }
  CHECK(sobol_indices({}, 3, {99, 1}).of.size() == 3);
  CHECK_THROWS_AS((void)sobol_indices(std::vector<double>(11), 3, {99, 1}), std::invalid_argument);
  CHECK_THROWS_AS((void)sobol_indices({}, 0, {99, 1}), std::invalid_argument);
}
