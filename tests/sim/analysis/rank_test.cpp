#include "sim/analysis/rank.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

// Verifier: all pairs, from the formula.
double tau_b_by_pairs(const std::vector<double>& a, const std::vector<double>& b) {
  double surplus = 0, untied_a = 0, untied_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const int x = (a[i] > a[j]) - (a[i] < a[j]), y = (b[i] > b[j]) - (b[i] < b[j]);
      surplus += x * y;
      untied_a += x != 0;
      untied_b += y != 0;
    }
  return surplus / std::sqrt(untied_a * untied_b);
}

}  // namespace

TEST_CASE("equal values share the mean of their ranks") {
  CHECK(ranks(std::array{20.0, 10.0, 30.0, 20.0}) == std::vector<double>{2.5, 1, 4, 2.5});
  CHECK(ranks({}).empty());
  CHECK_THROWS_AS((void)ranks(std::array{std::nan("")}), std::invalid_argument);
}

TEST_CASE("Spearman of one exchanged pair of four") {
  const std::array a{1.0, 2.0, 3.0, 4.0}, b{1.0, 3.0, 2.0, 4.0};
  CHECK(*spearman(a, b) == doctest::Approx(1 - 6.0 * 2 / 60));
  CHECK(*spearman(a, a) == doctest::Approx(1));
  CHECK(*spearman(a, std::array{9.0, 7.0, 5.0, -1.0}) == doctest::Approx(-1));
  // ties: ranks 1, 2.5, 2.5, 4 against 1..4: covariance 4.5, squares 4.5 and 5
  CHECK(*spearman(std::array{1.0, 2.0, 2.0, 3.0}, a) == doctest::Approx(4.5 / std::sqrt(4.5 * 5)));
}

TEST_CASE("a column without an order agrees with nothing") {
  CHECK_FALSE(spearman(std::array{1.0, 1.0}, std::array{1.0, 2.0}));
  CHECK_FALSE(spearman(std::array{1.0}, std::array{1.0}));
  CHECK_FALSE(kendall_tau_b(std::array{1.0, 1.0}, std::array{1.0, 2.0}));
  CHECK_FALSE(kendall_tau_b({}, {}));
  CHECK_THROWS_AS((void)spearman(std::array{1.0}, std::array{1.0, 2.0}), std::invalid_argument);
}

TEST_CASE("Kendall's tau-b, by hand and by all pairs") {
  CHECK(*kendall_tau_b(std::array{1.0, 2.0, 3.0, 4.0}, std::array{1.0, 3.0, 2.0, 4.0}) == doctest::Approx(4.0 / 6));
  std::vector<double> a, b;
  std::uint64_t state = 7;
  for (int k = 0; k < 300; ++k) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    a.push_back(static_cast<double>(state >> 60));  // 16 values: many ties
    b.push_back(static_cast<double>((state >> 50) % 23) + a.back() / 2);
  }
  CHECK(*kendall_tau_b(a, b) == doctest::Approx(tau_b_by_pairs(a, b)).epsilon(1e-12));
  CHECK(*kendall_tau_b(b, a) == doctest::Approx(*kendall_tau_b(a, b)).epsilon(1e-12));
}
