#include "sim/analysis/inequality.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("Gini of one and three is a quarter") {
  CHECK(gini(std::array{3.0, 1.0}) == doctest::Approx((-1.0 * 1 + 1.0 * 3) / (2 * 4)));
  CHECK(gini(std::array{5.0, 5.0, 5.0}) == doctest::Approx(0));
  CHECK(gini(std::array{0.0, 0.0, 0.0, 1.0}) == doctest::Approx(1 - 1.0 / 4));  // one has all
  CHECK(gini({}) == 0);
  CHECK(gini(std::array{0.0, 0.0}) == 0);
}

TEST_CASE("Gini is half the mean absolute difference over the mean") {
  const std::vector<double> x{1, 7, 2, 2, 9, 0, 4};
  double differences = 0, sum = 0;
  for (const double a : x) {
    sum += a;
    for (const double b : x) differences += std::abs(a - b);
  }
  const auto n = static_cast<double>(x.size());
  CHECK(gini(x) == doctest::Approx(differences / (n * n) / (2 * sum / n)));
}

TEST_CASE("amounts below zero or not finite are refused") {
  CHECK_THROWS_AS((void)gini(std::array{-1.0, 1.0}), std::invalid_argument);
  CHECK_THROWS_AS((void)gini(std::array{std::nan(""), 1.0}), std::invalid_argument);
  CHECK_THROWS_AS((void)top_share(std::array{1.0}, 1.5), std::invalid_argument);
  CHECK_THROWS_AS((void)lorenz_curve(std::array{1.0}, 0), std::invalid_argument);
}

TEST_CASE("the Lorenz curve runs from nobody to everybody") {
  const auto curve = lorenz_curve(std::array{3.0, 1.0}, 2);
  REQUIRE(curve.size() == 3);
  CHECK(curve[0].held == 0);
  CHECK(curve[1].population == 0.5);
  CHECK(curve[1].held == doctest::Approx(0.25));
  CHECK(curve[2].held == doctest::Approx(1));
  CHECK(lorenz_curve(std::array{0.0, 0.0}, 4)[1].held == 0.25);
}

TEST_CASE("top shares, whole agents and parts of one") {
  const std::array x{6.0, 1.0, 2.0, 1.0};
  CHECK(top_share(x, 0.25) == doctest::Approx(0.6));
  CHECK(top_share(x, 0.5) == doctest::Approx(0.8));
  CHECK(top_share(x, 0.125) == doctest::Approx(0.3));  // half of the richest
  CHECK(top_share(x, 1) == doctest::Approx(1));
  CHECK(top_share(x, 0) == doctest::Approx(0));
}

TEST_CASE("quantiles lie straight between order statistics") {
  const std::array x{4.0, 1.0, 3.0, 2.0};
  CHECK(quantile(x, 0.5) == 2.5);
  CHECK(quantile(x, 0) == 1);
  CHECK(quantile(x, 1) == 4);
  CHECK(quantile(x, 0.9) == doctest::Approx(3.7));
  CHECK(quantile({}, 0.5) == 0);
}

TEST_CASE("concentration is Gini and top shares in one") {
  std::vector<double> x(50);
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = static_cast<double>(k * k);
  const Concentration c = concentration(x);
  CHECK(c.gini == gini(x));
  CHECK(c.top_1_percent == top_share(x, 0.01));
  CHECK(c.top_10_percent == top_share(x, 0.1));
  CHECK(concentration(std::vector<double>(10, 0.0)).top_10_percent == doctest::Approx(0.1));
  CHECK_THROWS_AS((void)concentration(std::vector<double>{-1}), std::invalid_argument);
}
