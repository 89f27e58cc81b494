#include "sim/world/beta_quantile.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace clout;

TEST_CASE("quantiles of Beta distributions that have a closed form") {
  const BetaQuantile uniform(1, 1), triangle(2, 1), arcsine(0.5, 0.5);
  for (int i = 0; i <= 100; ++i) {
    const double p = i / 100.0;
    CHECK(std::abs(uniform(p) - p) < 1e-4);
    CHECK(std::abs(triangle(p) * triangle(p) - p) < 1e-4);  // P(X <= x) = x^2
    CHECK(std::abs(2 / std::numbers::pi * std::asin(std::sqrt(arcsine(p))) - p) < 1e-4);
  }
}

TEST_CASE(
    "a quantile grows with the chance, from 0 to 1, also where the density has poles or nearly all is in a point") {
  for (const auto& [a, b] :
       {std::pair{0.5, 0.5}, std::pair{0.5, 5.0}, std::pair{2.0, 5.0}, std::pair{3000.0, 1000.0}}) {
    const BetaQuantile quantile(a, b);
    double last = quantile(0);
    CHECK(last >= 0);
    for (int i = 1; i <= 1000; ++i) {
      const double x = quantile(i / 1000.0);
      CHECK_UNARY(x >= last);
      last = x;
    }
    CHECK(last <= 1);
    CHECK(std::abs(quantile(0.5) - a / (a + b)) < 0.5 * std::sqrt(a * b / (a + b + 1)) / (a + b));
  }
}
