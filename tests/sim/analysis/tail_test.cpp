#include "sim/analysis/tail.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

// Quantiles of a discrete power law at (k + 1/2) / n, from Clauset et al. 2009, appendix D: exact up to rounding.
std::vector<std::uint32_t> power_law(std::size_t n, double alpha, double xmin) {
  std::vector<std::uint32_t> x;
  for (std::size_t k = 0; k < n; ++k) {
    const double u = (static_cast<double>(k) + 0.5) / static_cast<double>(n);
    x.push_back(static_cast<std::uint32_t>((xmin - 0.5) * std::pow(1 - u, -1 / (alpha - 1)) + 0.5));
  }
  return x;
}

}  // namespace

TEST_CASE("two values in equal numbers, by the formula") {
  std::vector<std::uint32_t> x(50, 27);
  x.resize(100, 54);
  x.push_back(3);  // below xmin: does not count
  const TailFit fit = power_law_tail(x, 27);
  CHECK(fit.known);
  CHECK(fit.tail == 100);
  CHECK(fit.alpha == doctest::Approx(1 + 2 / (std::log(27 / 26.5) + std::log(54 / 26.5))));
}

TEST_CASE("the exponent of a power law is found") {
  for (const double alpha : {1.9, 2.276, 2.6}) {
    CAPTURE(alpha);
    const auto x = power_law(100000, alpha, 20);
    CHECK(power_law_tail(x, 20).alpha == doctest::Approx(alpha).epsilon(0.01));
    CHECK(power_law_tail_ks(x, 20).alpha == doctest::Approx(alpha).epsilon(0.02));
  }
}

TEST_CASE("Kolmogorov and Smirnov find where a tail begins") {
  auto x = power_law(20000, 2.3, 60);
  for (std::uint32_t v = 20; v < 60; ++v) x.insert(x.end(), 400, v);  // a flat body below it
  const TailFit fit = power_law_tail_ks(x, 20);
  CHECK(fit.xmin >= 55);
  CHECK(fit.xmin <= 80);
  CHECK(fit.alpha == doctest::Approx(2.3).epsilon(0.02));
  CHECK(fit.ks < 0.02);
}

TEST_CASE("too short a tail is not known") {
  CHECK_FALSE(power_law_tail(std::vector<std::uint32_t>(kMinTail - 1, 30), 20).known);
  CHECK_FALSE(power_law_tail(std::vector<std::uint32_t>(500, 30), 20).known);  // one value
  CHECK_FALSE(power_law_tail_ks({}, 20).known);
  CHECK_THROWS_AS((void)power_law_tail({}, 0), std::invalid_argument);
}
