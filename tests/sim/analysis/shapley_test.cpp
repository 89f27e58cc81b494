#include "sim/analysis/shapley.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/core/random.h"

using namespace clout;

namespace {

// The definition by orders: what a factor adds when its turn comes, over all n! orders.
std::vector<double> over_all_orders(const std::vector<double>& cells, std::size_t n) {
  std::vector<std::size_t> order(n);
  for (std::size_t f = 0; f < n; ++f) order[f] = f;
  std::vector<double> sum(n);
  double orders = 0;
  do {
    std::size_t at = 0;
    for (const std::size_t f : order) {
      sum[f] += cells[at | std::size_t{1} << f] - cells[at];
      at |= std::size_t{1} << f;
    }
    orders += 1;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& s : sum) s /= orders;
  return sum;
}

}  // namespace

TEST_CASE("two factors by hand") {
  const auto phi = shapley_values(std::array{0.0, 4.0, 2.0, 10.0});
  CHECK(phi == std::vector<double>{((4.0 - 0) + (10 - 2)) / 2, ((2.0 - 0) + (10 - 4)) / 2});
  CHECK(shapley_values(std::array{3.0, 8.0}) == std::vector<double>{5});
}

TEST_CASE("for one to six factors: what they add over all orders, and together the whole difference") {
  for (std::size_t n = 1; n <= kMostFactors; ++n) {
    std::vector<double> cells(std::size_t{1} << n);
    Rng rng(5, Stream::test, n);
    for (double& c : cells) c = static_cast<double>(rng.below(1000)) * 720;  // every weight k!(n-1-k)!/n! is exact
    const auto phi = shapley_values(cells);
    const auto expected = over_all_orders(cells, n);
    double sum = 0;
    for (std::size_t f = 0; f < n; ++f) {
      CHECK(phi[f] == expected[f]);
      sum += phi[f];
    }
    CHECK(sum == cells.back() - cells.front());
  }
}

TEST_CASE("a factor that changes nothing gets nothing, two that do the same get the same") {
  // bit 0 adds 3, bit 1 adds 3 as well, bit 2 nothing
  const std::array cells{0.0, 3.0, 3.0, 6.0, 0.0, 3.0, 3.0, 6.0};
  CHECK(shapley_values(cells) == std::vector<double>{3, 3, 0});
}

TEST_CASE("cells that are no power of two, or too many, are refused") {
  CHECK_THROWS_AS((void)shapley_values(std::array{1.0, 2.0, 3.0}), std::invalid_argument);
  CHECK_THROWS_AS((void)shapley_values(std::array{1.0}), std::invalid_argument);
  CHECK_THROWS_AS((void)shapley_values({}), std::invalid_argument);
  CHECK_THROWS_AS((void)shapley_values(std::vector<double>(128)), std::invalid_argument);
}

TEST_CASE("as matched all cells have the same roles, as lived their own") {
  const std::array means{1.0, 3.0, 2.0, 6.0};
  CHECK(standardised_cells(means, std::array{1.0, 1.0}, 2) == std::vector<double>{2, 4});
  CHECK(standardised_cells(means, std::array{1.0, 0.0, 1.0, 3.0}, 2) == std::vector<double>{1, (2.0 + 3 * 6) / 4});
  constexpr double kNobody = std::numeric_limits<double>::quiet_NaN();
  CHECK(standardised_cells(std::array{1.0, kNobody}, std::array{1.0, 0.0}, 2) == std::vector<double>{1});
  CHECK_FALSE(standardised_cells(std::array{1.0, kNobody}, std::array{1.0, 1.0}, 2));
  CHECK_FALSE(standardised_cells(means, std::array{0.0, 0.0}, 2));
  CHECK_THROWS_AS((void)standardised_cells(means, std::array{1.0}, 2), std::invalid_argument);
  CHECK_THROWS_AS((void)standardised_cells(means, std::array{1.0, -1.0}, 2), std::invalid_argument);
  CHECK_THROWS_AS((void)standardised_cells(means, {}, 0), std::invalid_argument);
}

TEST_CASE("over worlds: means with intervals, and shares of the whole") {
  // phi of the worlds: (6, 4), (8, 4), (7, 4)
  const std::vector<std::vector<double>> worlds{{0, 4, 2, 10}, {0, 6, 2, 12}, {1, 6, 3, 12}};
  const ShapleyParts p = shapley_over_worlds(worlds);
  REQUIRE(p.parts.size() == 2);
  CHECK(p.whole.estimate == doctest::Approx((10 + 12 + 11) / 3.0));
  CHECK(p.parts[0].value.estimate == doctest::Approx((6 + 8 + 7) / 3.0));
  CHECK(p.parts[0].value.high == doctest::Approx(7 + student_t_quantile(0.975, 2) / std::sqrt(3.0)));
  CHECK(p.parts[0].share.estimate == doctest::Approx(21.0 / 33));
  CHECK(p.parts[0].share.estimate + p.parts[1].share.estimate == doctest::Approx(1));
  // pseudo-values 3 * 21/33 - 2 * (21 - phi) / (33 - whole)
  const std::array pseudo{3 * 21 / 33.0 - 2 * 15 / 23.0, 3 * 21 / 33.0 - 2 * 13 / 21.0, 3 * 21 / 33.0 - 2 * 14 / 22.0};
  const Interval jackknife = mean_interval(pseudo);
  REQUIRE(p.parts[0].share.known);
  CHECK(p.parts[0].share.high - p.parts[0].share.low == doctest::Approx(jackknife.high - jackknife.low));
}

TEST_CASE("where the whole may be nothing, there is no share of it") {
  const ShapleyParts p = shapley_over_worlds(std::vector<std::vector<double>>{{0, 4, 2, 10}, {0, -4, -2, -9}});
  CHECK(p.parts[0].value.known);
  CHECK_FALSE(p.parts[0].share.known);
  CHECK_FALSE(shapley_over_worlds(std::vector<std::vector<double>>{{0, 4, 2, 10}}).parts[0].share.known);  // one world
  CHECK(shapley_over_worlds({}).parts.empty());
  CHECK_THROWS_AS((void)shapley_over_worlds(std::vector<std::vector<double>>{{0, 1}, {0, 1, 2, 3}}),
                  std::invalid_argument);
}
