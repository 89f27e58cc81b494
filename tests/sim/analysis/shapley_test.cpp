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
