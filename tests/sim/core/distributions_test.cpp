// Distributions against their formulas: chi square for whole numbers, Kolmogorov-Smirnov for real ones, moments where
// neither reaches. Seeds are fixed; limits are where a perfect generator would fail once in about 10^6. The expected
// values come from libm (lgamma, erfc) and straight sums, not from the code under test.
#include "sim/core/distributions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <span>
#include <stdexcept>
#include <vector>

namespace clout {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// z score of chi square (Wilson and Hilferty) of samples against pmf(k); neighbouring values are pooled until a cell
// expects 20.
double whole_number_z(const std::vector<std::uint64_t>& samples, const std::function<double(double)>& pmf) {
  std::map<std::uint64_t, double> counts;
  for (const std::uint64_t k : samples) ++counts[k];
  const double n = static_cast<double>(samples.size());
  const std::uint64_t first = counts.begin()->first, last = counts.rbegin()->first;
  double chi_square = 0, cells = 0, expected = 0, seen = 0, expected_all = 0, seen_all = 0;
  for (std::uint64_t k = first; k <= last; ++k) {
    expected += n * pmf(static_cast<double>(k));
    const auto found = counts.find(k);
    seen += found == counts.end() ? 0 : found->second;
    if (expected >= 20) {
      chi_square += (seen - expected) * (seen - expected) / expected;
      ++cells;
      expected_all += expected;
      seen_all += seen;
      expected = seen = 0;
    }
  }
  const double rest = n - expected_all;  // both tails and what is left
  if (rest > 5) chi_square += (n - seen_all - rest) * (n - seen_all - rest) / rest, ++cells;
  const double v = std::max(cells - 1, 1.0);
  return (std::cbrt(chi_square / v) - (1 - 2 / (9 * v))) / std::sqrt(2 / (9 * v));
}

// sqrt(n) times the largest distance between the sample's and the true distribution function; above 2.7 once in 10^6
// (Kolmogorov: 2 exp(-2 x^2)).
double kolmogorov(std::vector<double> samples, const std::function<double(double)>& cdf) {
  std::sort(samples.begin(), samples.end());
  const double n = static_cast<double>(samples.size());
  double distance = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double f = cdf(samples[i]);
    distance = std::max({distance, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return distance * std::sqrt(n);
}

template <class Draw>
std::vector<double> reals(int n, Draw variate) {
  std::vector<double> x;
  for (int i = 0; i < n; ++i) {
    Rng rng(1, Stream::test, static_cast<std::uint64_t>(i));
    x.push_back(variate(rng));
  }
  return x;
}

template <class Draw>
std::vector<std::uint64_t> wholes(int n, Draw variate) {
  std::vector<std::uint64_t> x;
  for (int i = 0; i < n; ++i) {
    Rng rng(2, Stream::test, static_cast<std::uint64_t>(i));
    x.push_back(variate(rng));
  }
  return x;
}

double mean_of(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double variance_of(const std::vector<double>& x) {
  const double mean = mean_of(x);
  double sum = 0;
  for (const double v : x) sum += (v - mean) * (v - mean);
  return sum / static_cast<double>(x.size());
}

double true_normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

double poisson_pmf(double k, double mean) { return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1)); }

}  // namespace

TEST_CASE("normal_cdf is erfc's") {
  for (double x = -37; x < 9; x += 0.0137) {
    CAPTURE(x);
    const double want = static_cast<double>(0.5L * std::erfc(static_cast<long double>(-x) / std::sqrt(2.0L)));
    REQUIRE(std::abs(normal_cdf(x) - want) < 1e-13 * want);
  }
  CHECK(normal_cdf(0) == 0.5);
  CHECK(normal_cdf(-kInf) == 0);
  CHECK(normal_cdf(kInf) == 1);
  CHECK(std::isnan(normal_cdf(kNan)));
}

TEST_CASE("normal_quantile inverts the distribution function and is the table's") {
  CHECK(normal_quantile(0.5) == 0);
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-14));  // the familiar one
  // Wichura 1988, test values of PPND16.
  CHECK(normal_quantile(0.25) == doctest::Approx(-0.6744897501960817).epsilon(1e-15));
  CHECK(normal_quantile(0.001) == doctest::Approx(-3.090232306167814).epsilon(1e-15));
  CHECK(normal_quantile(1e-20) == doctest::Approx(-9.262340089798408).epsilon(1e-15));
  CHECK(normal_quantile(0) == -kInf);
  CHECK(normal_quantile(1) == kInf);
  CHECK(std::isnan(normal_quantile(-0.1)));
  CHECK(std::isnan(normal_quantile(kNan)));
  for (double x = -37; x < 5; x += 0.0119) {
    CAPTURE(x);
    // An error of 1e-16 of the chance moves x by 1e-16 / (density / chance).
    const double u = static_cast<double>(0.5L * std::erfc(static_cast<long double>(-x) / std::sqrt(2.0L)));
    const double slack = 2e-16 * u / (std::exp(-x * x / 2) / std::sqrt(2 * M_PI));
    REQUIRE(std::abs(normal_quantile(u) - x) < 1e-14 * std::abs(x) + slack + 1e-16);
  }
}

TEST_CASE("normal, exponential and lognormal follow their laws") {
  CHECK(kolmogorov(reals(100000, [](Rng& r) { return normal(r); }), true_normal_cdf) < 2.7);
  CHECK(kolmogorov(reals(100000, [](Rng& r) { return exponential(r); }), [](double x) { return -std::expm1(-x); }) <
        2.7);
  CHECK(kolmogorov(reals(100000, [](Rng& r) { return lognormal(r, 3.4, 1.2); }),
                   [](double x) { return true_normal_cdf((std::log(x) - 3.4) / 1.2); }) < 2.7);
  CHECK(kolmogorov(reals(100000, [](Rng& r) { return normal(r) * 1.03; }), true_normal_cdf) > 2.7);  // it can fail
  Rng rng(1, Stream::test);
  CHECK(lognormal(rng, std::log(30), 0) == doctest::Approx(30));
}

TEST_CASE("gamma follows its law: of whole shapes a sum of exponentials, of a half the square of a normal, halved") {
  CHECK(kolmogorov(reals(50000, [](Rng& r) { return gamma_variate(r, 1); }),
                   [](double x) { return 1 - std::exp(-x); }) < 2.7);
  CHECK(kolmogorov(reals(50000, [](Rng& r) { return gamma_variate(r, 3); }),
                   [](double x) { return 1 - std::exp(-x) * (1 + x + x * x / 2); }) < 2.7);
  CHECK(kolmogorov(reals(50000, [](Rng& r) { return gamma_variate(r, 0.5); }),
                   [](double x) { return std::erf(std::sqrt(x)); }) < 2.7);
}

TEST_CASE("beta follows its law, with small shapes too") {
  // Closed forms: beta(a, 1) has x^a, beta(1, b) has 1 - (1-x)^b, beta(2, 2) has 3x^2 - 2x^3, beta(1/2, 1/2) the
  // arcsine.
  for (const double a : {0.02, 0.5, 1.0, 3.0}) {
    CHECK(kolmogorov(reals(20000, [&](Rng& r) { return beta(r, a, 1); }), [&](double x) { return std::pow(x, a); }) <
          2.7);
    CHECK(kolmogorov(reals(20000, [&](Rng& r) { return 1 - beta(r, 1, a + 1); }),
                     [&](double x) { return std::pow(x, a + 1); }) < 2.7);
  }
  CHECK(kolmogorov(reals(50000, [](Rng& r) { return beta(r, 2, 2); }), [](double x) { return x * x * (3 - 2 * x); }) <
        2.7);
  CHECK(kolmogorov(reals(50000, [](Rng& r) { return beta(r, 0.5, 0.5); }),
                   [](double x) { return 2 / M_PI * std::asin(std::sqrt(x)); }) < 2.7);
  // Tiny shapes: 1 with chance a / (a + b), else 0, never NaN.
  const std::vector<double> tiny = reals(20000, [](Rng& r) { return beta(r, 3e-4, 1e-4); });
  CHECK(std::all_of(tiny.begin(), tiny.end(), [](double x) { return x >= 0 && x <= 1; }));
  CHECK(std::abs(mean_of(tiny) - 0.75) < 4.9 * std::sqrt(0.75 * 0.25 / 20000));
  const std::vector<double> tiniest = reals(20000, [](Rng& r) { return beta(r, 3e-310, 1e-310); });
  CHECK(std::abs(mean_of(tiniest) - 0.75) < 4.9 * std::sqrt(0.75 * 0.25 / 20000));
}

TEST_CASE("Poisson follows its law at every mean") {
  for (const double mean : {0.01, 0.5, 5.0, 9.99, 10.0, 12.5, 29.0, 31.0, 1e3, 1e5}) {
    CAPTURE(mean);
    CHECK(std::abs(whole_number_z(wholes(100000, [&](Rng& r) { return poisson(r, mean); }),
                                  [&](double k) { return poisson_pmf(k, mean); })) < 4.9);
  }
  CHECK(std::abs(whole_number_z(wholes(100000, [](Rng& r) { return poisson(r, 30); }),  // it can fail
                                [](double k) { return poisson_pmf(k, 30.3); })) > 4.9);
}

TEST_CASE("Poisson of a large mean is normal with its mean and variance, corrected for skewness") {
  for (const double mean : {1e6, 1e9, 1e12}) {
    CAPTURE(mean);
    const std::vector<double> z = reals(50000, [&](Rng& r) {
      const double k = static_cast<double>(poisson(r, mean)) + r.uniform() - 0.5;  // spread each whole number
      return (k - mean) / std::sqrt(mean);
    });
    CHECK(kolmogorov(z, [&](double x) {
            // Edgeworth: skewness 1 / sqrt(mean).
            return true_normal_cdf(x) -
                   (x * x - 1) * std::exp(-x * x / 2) / std::sqrt(2 * M_PI) / (6 * std::sqrt(mean));
          }) < 2.7);
    CHECK(std::abs(mean_of(z)) < 4.9 / std::sqrt(50000.0));
    CHECK(std::abs(variance_of(z) - 1) < 4.9 * std::sqrt(2.0 / 50000));
  }
}

TEST_CASE("Poisson from one uniform is the inverse of its distribution function, monotone in both arguments") {
  for (const double mean : {0.0, 0.01, 0.5, 5.0, 29.0, 30.0}) {
    CAPTURE(mean);
    CHECK(poisson_from_unit(0, mean) == 0);
    double below = 0;
    for (std::uint32_t k = 0; k < 20; ++k) {
      const double p = mean == 0 ? k == 0 : poisson_pmf(k, mean);
      if (p > 1e-9 && below + p < 1 - 1e-9) {
        CHECK(poisson_from_unit(below + p * 0.001, mean) == k);
        CHECK(poisson_from_unit(below + p * 0.999, mean) == k);
      }
      below += p;
    }
    CHECK(poisson_from_unit(1 - 0x1p-53, mean) < mean + 10 * std::sqrt(mean) + 20);
  }
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const double u = to_unit(draw(Key{1}, i));
    const double mean = 29 * to_unit(draw(Key{2}, i));
    REQUIRE(poisson_from_unit(u, mean) <= poisson_from_unit(u, mean + 1));
    REQUIRE(poisson_from_unit(u / 2, mean) <= poisson_from_unit(u, mean));
  }
  CHECK(std::abs(whole_number_z(wholes(100000, [](Rng& r) { return poisson_from_unit(r.uniform(), 29); }),
                                [](double k) { return poisson_pmf(k, 29); })) < 4.9);
}

TEST_CASE("Zipf follows its law for exponents below, at, near and above 1") {
  for (const double s : {0.0, 0.5, 0.999999, 1.0, 1.000001, 1.5, 3.0}) {
    for (const std::uint64_t n : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{10}, std::uint64_t{1000}}) {
      CAPTURE(s);
      CAPTURE(n);
      double sum = 0;
      for (std::uint64_t k = 1; k <= n; ++k) sum += std::pow(k, -s);
      const Zipf zipf(n, s);
      const std::vector<std::uint64_t> ranks = wholes(20000, [&](Rng& r) { return zipf(r); });
      REQUIRE(*std::min_element(ranks.begin(), ranks.end()) >= 1);
      REQUIRE(*std::max_element(ranks.begin(), ranks.end()) <= n);
      if (n > 1) CHECK(whole_number_z(ranks, [&](double k) { return std::pow(k, -s) / sum; }) < 4.9);
    }
  }
  // Huge n: share of the first rank is 1 / zeta(2).
  const Zipf zipf(std::uint64_t{1} << 50, 2);
  const std::vector<std::uint64_t> ranks = wholes(50000, [&](Rng& r) { return zipf(r); });
  const double share = static_cast<double>(std::count(ranks.begin(), ranks.end(), 1)) / 50000;
  CHECK(std::abs(share - 6 / (M_PI * M_PI)) < 4.9 * std::sqrt(0.61 * 0.39 / 50000));
}

TEST_CASE("an alias table picks in proportion to its weights and never a zero") {
  std::vector<double> weights(1000);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = i % 5 == 3 ? 0 : i % 7 == 0 ? 100 : static_cast<double>(i % 11) + 0.1;
  }
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const AliasTable table(weights);
  CHECK(table.size() == 1000);
  std::vector<std::uint64_t> picks;
  for (std::uint64_t i = 0; i < 400000; ++i) picks.push_back(table.pick(draw(make_key(1, Stream::test), i)));
  CHECK(std::abs(whole_number_z(picks, [&](double k) { return weights[static_cast<std::size_t>(k)] / sum; })) < 4.9);
  for (const std::uint64_t k : picks) REQUIRE(weights[k] > 0);
}

TEST_CASE("small alias tables are exact to their 32 bits") {
  const double one[] = {0.25};
  CHECK(AliasTable(one).pick(~std::uint64_t{0}) == 0);
  const double gap[] = {0, 0, 3, 0};
  const AliasTable only(gap);
  for (std::uint64_t i = 0; i < 1000; ++i) REQUIRE(only.pick(draw(Key{1}, i)) == 2);
  // The chance of each entry by counting: 2^16 evenly spaced bit patterns.
  const double weights[] = {1, 2, 3, 10};
  const AliasTable table(weights);
  std::array<int, 4> counts{};
  for (std::uint64_t i = 0; i < 65536; ++i) ++counts[table.pick(i << 48 | std::uint64_t{1} << 47)];
  for (int i = 0; i < 4; ++i) CHECK(counts[i] == weights[i] / 16 * 65536);
}

TEST_CASE("a race is won in proportion to weights, and a bystander changes no other outcome") {
  const double weights[] = {1, 2, 0, 5, 0.5};
  std::vector<std::uint64_t> winners;
  int changed = 0, lost_to_newcomer = 0;
  for (std::uint64_t day = 0; day < 50000; ++day) {
    const Key key = make_key(3, Stream::target, 1, day);
    std::uint64_t best = 0, best_with_newcomer = 0;
    double least = kInf;
    for (std::uint64_t i = 0; i < 5; ++i) {
      const double time = race_key(draw(key, i), weights[i]);
      if (time < least) least = time, best = i;
    }
    const double newcomer = race_key(draw(key, 99), 1);
    best_with_newcomer = newcomer < least ? 99 : best;
    lost_to_newcomer += best_with_newcomer == 99;
    changed += best_with_newcomer != best && best_with_newcomer != 99;
    winners.push_back(best);
  }
  CHECK(std::abs(whole_number_z(winners, [&](double k) { return weights[static_cast<int>(k)] / 8.5; })) < 4.9);
  CHECK(changed == 0);
  CHECK(std::abs(lost_to_newcomer - 50000 / 9.5) < 4.9 * std::sqrt(50000 / 9.5));
  CHECK(race_key(0, 0) == kInf);
  CHECK(race_key(0, -1) == kInf);
  CHECK(race_key(0, kNan) == kInf);
}

TEST_CASE("correlated normals have the wanted correlations and stay normal") {
  const double wanted[] = {1, 0.6, -0.3, 0.6, 1, 0.2, -0.3, 0.2, 1};
  const CorrelatedNormals source(wanted, 3);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      double product = 0;
      for (int k = 0; k < 3; ++k) product += source.factor(i, k) * source.factor(j, k);
      CHECK(product == doctest::Approx(wanted[3 * i + j]).epsilon(1e-15));
    }
  }
  constexpr int kDraws = 50000;
  std::array<std::vector<double>, 3> columns;
  for (int i = 0; i < kDraws; ++i) {
    Rng rng(4, Stream::population, static_cast<std::uint64_t>(i));
    std::array<double, 3> x;
    source.fill(rng, x);
    for (int j = 0; j < 3; ++j) columns[j].push_back(x[j]);
  }
  for (int i = 0; i < 3; ++i) {
    CHECK(kolmogorov(columns[i], true_normal_cdf) < 2.7);
    for (int j = 0; j < i; ++j) {
      double sum = 0;
      for (int k = 0; k < kDraws; ++k) sum += columns[i][k] * columns[j][k];
      const double rho = wanted[3 * i + j];
      CHECK(std::abs(sum / kDraws - rho) < 4.9 * std::sqrt((1 + rho * rho) / kDraws));
    }
  }
}

TEST_CASE("parameters out of range are refused") {
  Rng rng(1, Stream::test);
  for (const double bad : {-1.0, kNan, kInf}) {
    CHECK_THROWS_AS((void)poisson(rng, bad), std::invalid_argument);
    CHECK_THROWS_AS((void)poisson_from_unit(0.5, bad), std::invalid_argument);
    CHECK_THROWS_AS((void)gamma_variate(rng, bad), std::invalid_argument);
    CHECK_THROWS_AS((void)beta(rng, bad, 1), std::invalid_argument);
    CHECK_THROWS_AS((void)beta(rng, 1, bad), std::invalid_argument);
    CHECK_THROWS_AS(Zipf(10, bad), std::invalid_argument);
    const double weights[] = {1, bad};
    CHECK_THROWS_AS(AliasTable{weights}, std::invalid_argument);
  }
  CHECK_THROWS_AS((void)lognormal(rng, 0, -1), std::invalid_argument);
  CHECK_THROWS_AS((void)poisson_from_unit(1, 1), std::invalid_argument);
  CHECK_THROWS_AS((void)poisson_from_unit(0.5, 31), std::invalid_argument);
  CHECK_THROWS_AS(Zipf(0, 1), std::invalid_argument);
  const std::array<double, 3> zeros{};
  CHECK_THROWS_AS(AliasTable{zeros}, std::invalid_argument);
  CHECK_THROWS_AS(AliasTable{std::span<const double>{}}, std::invalid_argument);

  const auto matrix = [](double a, double b, double diagonal) {
    const double entries[] = {diagonal, a, b, 1};
    return CorrelatedNormals(entries, 2);
  };
  CHECK_NOTHROW(matrix(0.9, 0.9, 1));
  CHECK_THROWS_AS(matrix(1, 1, 1), std::invalid_argument);      // not positive definite
  CHECK_THROWS_AS(matrix(0.1, 0.2, 1), std::invalid_argument);  // not symmetric
  CHECK_THROWS_AS(matrix(0.1, 0.1, 2), std::invalid_argument);  // not a correlation
  CHECK_THROWS_AS(matrix(kNan, kNan, 1), std::invalid_argument);
  CHECK_THROWS_AS(CorrelatedNormals(zeros, 2), std::invalid_argument);
  std::array<double, 3> three{};
  CHECK_THROWS_AS(matrix(0.5, 0.5, 1).fill(rng, three), std::invalid_argument);
}

TEST_CASE("the bits of all distributions are those pinned here, on every processor and in every build") {
  std::uint64_t hash = 0;
  const auto add = [&](auto x) { hash = draw(Key{hash}, std::bit_cast<std::uint64_t>(x)); };
  const Zipf zipf(1000, 1.1);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    Rng rng(9, Stream::test, i);
    add(normal(rng));
    add(exponential(rng));
    add(lognormal(rng, 1, 2));
    add(beta(rng, 0.4, 2));
    add(beta(rng, 7, 2));
    add(poisson(rng, 3));
    add(poisson(rng, 300));
    add(zipf(rng));
    add(normal_cdf(normal(rng)));
    add(race_key(rng.u64(), 3));
  }
  CHECK(hash == 1473967664307022567u);
}

}  // namespace clout
