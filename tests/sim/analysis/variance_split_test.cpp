#include "sim/analysis/variance_split.h"

#include <doctest/doctest.h>

#include <vector>

#include "sim/core/distributions.h"

using namespace clout;

TEST_CASE("a table without interaction is split exactly") {
  const std::vector<double> y = {1, 3, 5, 7};  // points 2 and 6, worlds 3 and 5
  const VarianceSplit s = variance_split({2, 2, y});
  CHECK(s.known);
  CHECK(s.point.variance == 8);  // ((2 - 4)^2 + (6 - 4)^2) / 1
  CHECK(s.seed.variance == 2);
  CHECK(s.remainder.variance == 0);
}

TEST_CASE("interaction alone is remainder, and nothing is below 0") {
  const std::vector<double> y = {1, -1, -1, 1};
  const VarianceSplit s = variance_split({2, 2, y});
  CHECK(s.point.variance == 0);
  CHECK(s.seed.variance == 0);
  CHECK(s.remainder.variance == 4);
}

TEST_CASE("components are found again") {
  constexpr std::size_t kPoints = 400, kWorlds = 400;
  std::vector<double> a, b, y;
  for (std::size_t k = 0; k < kPoints; ++k) {
    Rng rng(1, Stream::test, k);
    a.push_back(3 * normal(rng));
    b.push_back(2 * normal(rng));
  }
  for (std::size_t p = 0; p < kPoints; ++p)
    for (std::size_t w = 0; w < kWorlds; ++w) {
      Rng rng(2, Stream::test, p, w);
      y.push_back(10 + a[p] + b[w] + normal(rng));
    }
  const VarianceSplit s = variance_split({kPoints, kWorlds, y});
  CHECK(s.point.variance == doctest::Approx(9).epsilon(0.25));  // relative sd sqrt(2 / 399) = .07
  CHECK(s.seed.variance == doctest::Approx(4).epsilon(0.25));
  CHECK(s.remainder.variance == doctest::Approx(1).epsilon(0.02));
}

TEST_CASE("what is missing is left out, and one world or point says nothing") {
  const std::vector<double> y = {1, 3, 9, kNone, kNone, kNone, 5, 7, kNone};
  const VarianceSplit s = variance_split({3, 3, y});
  CHECK(s.points == 2);
  CHECK(s.worlds == 2);
  CHECK(s.points_left_out == 1);
  CHECK(s.point.variance == 8);
  const std::vector<double> one = {1, 2};
  CHECK_FALSE(variance_split({1, 2, one}).known);
  CHECK_FALSE(variance_split({2, 1, one}).known);
}
