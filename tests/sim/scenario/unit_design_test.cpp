#include "sim/scenario/unit_design.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

constexpr std::array kKinds = {UnitDesign::random, UnitDesign::latin_hypercube, UnitDesign::sobol, UnitDesign::morris,
                               UnitDesign::saltelli};

/// True if each of n equal intervals holds as many of `count` rows from `first` on, in every dimension.
bool stratified(const UnitPoints& p, std::size_t first, std::size_t count, std::size_t n) {
  for (std::size_t j = 0; j < p.dims; ++j) {
    std::vector<std::size_t> inside(n);
    for (std::size_t i = first; i < first + count; ++i)
      ++inside.at(static_cast<std::size_t>(p.at(i, j) * static_cast<double>(n)));
    if (std::any_of(inside.begin(), inside.end(), [&](std::size_t k) { return k != count / n; })) return false;
  }
  return true;
}

double mean(const UnitPoints& p, std::size_t dim) {
  double sum = 0;
  for (std::size_t i = 0; i < p.rows; ++i) sum += p.at(i, dim);
  return sum / static_cast<double>(p.rows);
}

}  // namespace

TEST_CASE("the Sobol sequence is the published one") {
  // Joe, Kuo 2008, new-joe-kuo-6.21201; the first 16 points in 5 dimensions, in sixteenths, as their program prints.
  constexpr std::array<std::array<int, 5>, 16> kFirst = {{{0, 0, 0, 0, 0},
                                                          {8, 8, 8, 8, 8},
                                                          {12, 4, 4, 4, 12},
                                                          {4, 12, 12, 12, 4},
                                                          {6, 6, 10, 14, 6},
                                                          {14, 14, 2, 6, 14},
                                                          {10, 2, 14, 10, 10},
                                                          {2, 10, 6, 2, 2},
                                                          {3, 5, 15, 7, 9},
                                                          {11, 13, 7, 15, 1},
                                                          {15, 1, 11, 3, 5},
                                                          {7, 9, 3, 11, 13},
                                                          {5, 3, 5, 9, 15},
                                                          {13, 11, 13, 1, 7},
                                                          {9, 7, 1, 13, 3},
                                                          {1, 15, 9, 5, 11}}};
  for (std::uint32_t i = 0; i < 16; ++i)
    for (std::size_t j = 0; j < 5; ++j) CHECK(sobol_digits(i, j) == static_cast<std::uint32_t>(kFirst[i][j]) << 28);
  // Points 100 and 1023 in dimensions 1, 2, 3, 10, 32, 33 and 64, in 1024ths: as scipy 1.10 has them.
  constexpr std::array<std::size_t, 7> kDims = {0, 1, 2, 9, 31, 32, 63};
  constexpr std::array<std::uint32_t, 7> k100 = {424, 264, 792, 712, 424, 264, 664},
                                         k1023 = {1, 771, 627, 871, 629, 463, 41};
  for (std::size_t k = 0; k < kDims.size(); ++k) {
    CHECK(sobol_digits(100, kDims[k]) == k100[k] << 22);
    CHECK(sobol_digits(1023, kDims[k]) == k1023[k] << 22);
  }
  CHECK_THROWS_AS((void)sobol_digits(0, kSobolDimensions), std::invalid_argument);
}

TEST_CASE("every block of 2^m scrambled Sobol points has one in each dyadic interval, in each dimension") {
  const UnitPoints p = unit_design(UnitDesign::sobol, 1024, kSobolDimensions, 5);
  REQUIRE(p.rows == 1024);
  for (std::size_t block = 1; block <= 1024; block *= 2)
    for (std::size_t first = 0; first < 1024; first += block) REQUIRE(stratified(p, first, block, block));
  CHECK(*std::min_element(p.values.begin(), p.values.end()) > 0);
  CHECK(*std::max_element(p.values.begin(), p.values.end()) < 1);
}

TEST_CASE("scrambling keeps the net: 2^m points of the first two dimensions have one in every box of volume 2^-m") {
  const UnitPoints p = unit_design(UnitDesign::sobol, 256, 2, 9);
  for (std::size_t wide = 1; wide <= 256; wide *= 2) {
    std::set<std::pair<std::size_t, std::size_t>> boxes;
    for (std::size_t i = 0; i < 256; ++i)
      boxes.emplace(static_cast<std::size_t>(p.at(i, 0) * static_cast<double>(wide)),
                    static_cast<std::size_t>(p.at(i, 1) * 256.0 / static_cast<double>(wide)));
    CHECK(boxes.size() == 256);
  }
}

TEST_CASE("scrambling is uniform: over seeds the zero point is anywhere, and digits of two points are independent") {
  double sum = 0, squares = 0, product = 0;
  constexpr int kSeeds = 4000;
  for (int seed = 0; seed < kSeeds; ++seed) {
    const UnitPoints p = unit_design(UnitDesign::sobol, 4, 1, static_cast<std::uint64_t>(seed));
    sum += p.at(0, 0);
    squares += p.at(0, 0) * p.at(0, 0);
    // Points 0 and 2 lie in different halves; where in its half is independent.
    const double x = p.at(0, 0) * 2 - std::floor(p.at(0, 0) * 2), y = p.at(2, 0) * 2 - std::floor(p.at(2, 0) * 2);
    product += (x - 0.5) * (y - 0.5);
  }
  CHECK(sum / kSeeds == doctest::Approx(0.5).epsilon(0.04));          // sd .2887 / sqrt(4000) = .0046
  CHECK(squares / kSeeds == doctest::Approx(1.0 / 3).epsilon(0.06));  // sd .298 / sqrt(4000) = .0047
  CHECK(std::fabs(product / kSeeds) < 4 * (1.0 / 12) / std::sqrt(4000.0));
}

TEST_CASE("a Latin hypercube has one point in each stratum of each dimension") {
  for (const std::size_t n : {1u, 7u, 100u, 1000u}) {
    const UnitPoints p = unit_design(UnitDesign::latin_hypercube, n, 6, 3);
    REQUIRE(p.rows == n);
    CHECK(stratified(p, 0, n, n));
  }
  const UnitPoints p = unit_design(UnitDesign::latin_hypercube, 1000, 2, 3);
  double correlation = 0;
  for (std::size_t i = 0; i < p.rows; ++i) correlation += (p.at(i, 0) - 0.5) * (p.at(i, 1) - 0.5) * 12 / 1000;
  CHECK(std::fabs(correlation) < 4 / std::sqrt(1000.0));
}

TEST_CASE("random points are uniform") {
  const UnitPoints p = unit_design(UnitDesign::random, 10000, 3, 1);
  for (std::size_t j = 0; j < 3; ++j) CHECK(std::fabs(mean(p, j) - 0.5) < 4 * 0.2887 / 100);
}

TEST_CASE("a Morris trajectory steps once in each dimension, by 2/3, on four levels") {
  constexpr std::size_t kDims = 5, kTrajectories = 400;
  const UnitPoints p = unit_design(UnitDesign::morris, kTrajectories, kDims, 2);
  REQUIRE(p.rows == kTrajectories * (kDims + 1));
  std::array<int, 4> levels{};
  std::array<std::array<int, kDims>, kDims> order{};  // which dimension is the k-th to move
  for (std::size_t t = 0; t < kTrajectories; ++t) {
    std::set<std::size_t> moved;
    for (std::size_t k = 0; k < kDims; ++k) {
      const std::size_t row = t * (kDims + 1) + k;
      std::size_t changed = 0;
      for (std::size_t j = 0; j < kDims; ++j) {
        const double step = p.at(row + 1, j) - p.at(row, j);
        if (step == 0) continue;
        ++changed;
        moved.insert(j);
        ++order[k][j];
        CHECK(std::fabs(step) == doctest::Approx(kMorrisStep));
      }
      REQUIRE(changed == 1);
    }
    REQUIRE(moved.size() == kDims);
    for (std::size_t j = 0; j < kDims; ++j) {
      const double level = p.at(t * (kDims + 1), j) * 3;
      CHECK(level == std::round(level));
      ++levels.at(static_cast<std::size_t>(level));
    }
  }
  for (const int count : levels) CHECK(std::abs(count - 500) < 4 * 20);  // of 2000 at 1/4: sd 19.4
  for (const auto& row : order)
    for (const int count : row) CHECK(std::abs(count - 80) < 4 * 8);  // of 400 at 1/5: sd 8
}

TEST_CASE("a Saltelli design is A, B and A with one column of B, from one Sobol point each") {
  constexpr std::size_t kDims = 3, kBase = 64;
  const UnitPoints p = unit_design(UnitDesign::saltelli, kBase, kDims, 4);
  REQUIRE(p.rows == kBase * (kDims + 2));
  UnitPoints base{kBase, 2 * kDims, {}};
  for (std::size_t i = 0; i < kBase; ++i) {
    const std::size_t a = i * (kDims + 2), b = a + 1;
    for (const std::size_t row : {a, b}) base.values.insert(base.values.end(), p.row(row).begin(), p.row(row).end());
    for (std::size_t k = 0; k < kDims; ++k)
      for (std::size_t j = 0; j < kDims; ++j) CHECK(p.at(b + 1 + k, j) == p.at(j == k ? b : a, j));
  }
  CHECK(stratified(base, 0, kBase, kBase));
}

TEST_CASE("more points begin with the fewer; another seed gives others; the same seed the same") {
  for (const UnitDesign kind : kKinds) {
    const UnitPoints few = unit_design(kind, 16, 3, 7), many = unit_design(kind, 64, 3, 7);
    CHECK(few.values == unit_design(kind, 16, 3, 7).values);
    CHECK(few.values != unit_design(kind, 16, 3, 8).values);
    CHECK(few.rows == unit_design_rows(kind, 16, 3));
    if (kind == UnitDesign::latin_hypercube) continue;
    CHECK(std::equal(few.values.begin(), few.values.end(), many.values.begin()));
  }
}

TEST_CASE("what no design can be is refused") {
  CHECK_THROWS_AS((void)unit_design(UnitDesign::random, 0, 3, 1), std::invalid_argument);
  CHECK_THROWS_AS((void)unit_design(UnitDesign::random, 3, 0, 1), std::invalid_argument);
  CHECK_THROWS_WITH_AS((void)unit_design(UnitDesign::sobol, 100, 3, 1), "unit_design: 100 points are no power of two",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS((void)unit_design(UnitDesign::saltelli, 128, 33, 1), "unit_design: 33 dimensions; at most 32",
                       std::invalid_argument);
  CHECK_THROWS_AS((void)unit_design(UnitDesign::sobol, 128, 65, 1), std::invalid_argument);
}
