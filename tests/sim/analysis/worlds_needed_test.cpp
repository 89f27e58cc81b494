#include "sim/analysis/worlds_needed.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("the number of worlds needed is the smallest that does") {
  CHECK(worlds_needed(1, 1) == 7);     // t(.975, 5) / sqrt(6) = 1.05, t(.975, 6) / sqrt(7) = .92
  CHECK(worlds_needed(1, 8.99) == 2);  // t(.975, 1) / sqrt(2) = 8.985
  CHECK(worlds_needed(1, 8.97) == 3);
  CHECK(worlds_needed(0, 0.1) == 2);
  for (const double halfwidth : {3.0, 0.7, 0.5, 0.2, 0.1, 0.03}) {
    const std::uint64_t n = worlds_needed(2, halfwidth);
    CHECK(interval_halfwidth(2, n) <= halfwidth);
    if (n > 2) CHECK(interval_halfwidth(2, n - 1) > halfwidth);
  }
}

TEST_CASE("where the exact search ends, the expansion goes on") {
  const double below = 1.959963984540054 / std::sqrt(99999.0), above = 1.959963984540054 / std::sqrt(100001.0);
  CHECK(worlds_needed(1, below) >= 100001);
  CHECK(worlds_needed(1, above) - worlds_needed(1, below) <= 3);
  const std::uint64_t n = worlds_needed(1, 1.959963984540054 / std::sqrt(300000.5));
  CHECK(interval_halfwidth(1, n) <= 1.959963984540054 / std::sqrt(300000.5));
  CHECK(interval_halfwidth(1, n - 1) > 1.959963984540054 / std::sqrt(300000.5));
}

TEST_CASE("widths fall with the number of worlds, as expected of the sd and as observed") {
  const std::vector<double> values = {1, 3, 2, 6};
  const std::vector<WidthAt> widths = widths_by_worlds(values, 6);
  REQUIRE(widths.size() == 5);
  CHECK(widths[0].worlds == 2);
  CHECK(widths[0].observed == doctest::Approx(12.706205 * std::sqrt(2.0) / std::sqrt(2.0)));
  const double sd = std::sqrt((4.0 + 0 + 1 + 9) / 3);
  CHECK(widths[2].expected == doctest::Approx(3.182446 * sd / 2));
  CHECK(widths[2].observed == widths[2].expected);
  CHECK(widths[2].known);
  CHECK_FALSE(widths[3].known);
  CHECK(widths[3].expected == doctest::Approx(2.776445 * sd / std::sqrt(5.0)));
  CHECK(widths_by_worlds(std::vector<double>{1}, 6).empty());
}

TEST_CASE("what is no width or sd is refused") {
  CHECK_THROWS_AS((void)worlds_needed(1, 0), std::invalid_argument);
  CHECK_THROWS_AS((void)worlds_needed(-1, 1), std::invalid_argument);
  CHECK_THROWS_AS((void)worlds_needed(1, 1e-9), std::invalid_argument);
  CHECK_THROWS_AS((void)worlds_needed(NAN, 1), std::invalid_argument);
  CHECK_THROWS_AS((void)interval_halfwidth(1, 1), std::invalid_argument);
}
