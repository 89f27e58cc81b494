#include "sim/analysis/interval.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("Student's t quantiles agree with published tables to 1e-6") {
  struct Row {
    double p;
    std::size_t df;
    double t;
  };
  // Abramowitz, Stegun 1964, table 26.10 (3 decimals there), with the further digits of scipy.stats.t.ppf.
  constexpr std::array<Row, 14> kTable{{{0.975, 1, 12.7062047364},
                                        {0.975, 2, 4.3026527299},
                                        {0.975, 3, 3.1824463053},
                                        {0.975, 4, 2.7764451052},
                                        {0.975, 5, 2.5705818366},
                                        {0.975, 9, 2.2621571627},
                                        {0.975, 10, 2.2281388520},
                                        {0.975, 19, 2.0930240544},
                                        {0.975, 30, 2.0422724563},
                                        {0.975, 100, 1.9839715184},
                                        {0.95, 4, 2.1318467813},
                                        {0.995, 9, 3.2498355440},
                                        {0.90, 20, 1.3253407070},
                                        {0.995, 2, 9.9248432009}}};
  for (const Row& row : kTable) {
    CAPTURE(row.df);
    CHECK(std::abs(student_t_quantile(row.p, row.df) / row.t - 1) < 1e-6);
    CHECK(student_t_quantile(1 - row.p, row.df) == doctest::Approx(-row.t).epsilon(1e-6));
  }
  CHECK(student_t_quantile(0.75, 1) == doctest::Approx(1).epsilon(1e-12));  // tan(pi/4)
  CHECK(student_t_quantile(0.5, 7) == doctest::Approx(0));
  CHECK(student_t_quantile(0.975, 100000) == doctest::Approx(1.959963984540054).epsilon(2e-5));  // the normal
  // df = 2 in closed form: t = a sqrt(2 / (1 - a^2)), a = 2p - 1
  CHECK(student_t_quantile(0.9, 2) == doctest::Approx(0.8 * std::sqrt(2 / (1 - 0.64))).epsilon(1e-12));
}

TEST_CASE("quantiles of impossible chances are a caller's mistake") {
  CHECK_THROWS_AS((void)student_t_quantile(0, 3), std::invalid_argument);
  CHECK_THROWS_AS((void)student_t_quantile(1, 3), std::invalid_argument);
  CHECK_THROWS_AS((void)student_t_quantile(std::nan(""), 3), std::invalid_argument);
  CHECK_THROWS_AS((void)student_t_quantile(0.5, 0), std::invalid_argument);
}

TEST_CASE("the interval of three worlds is Student's") {
  const Interval i = mean_interval(std::array{1.0, 2.0, 3.0});
  CHECK(i.known);
  CHECK(i.worlds == 3);
  CHECK(i.estimate == 2);
  CHECK(i.high - i.estimate == doctest::Approx(4.3026527297 * 1 / std::sqrt(3.0)).epsilon(1e-9));
  CHECK(i.estimate - i.low == doctest::Approx(i.high - i.estimate));
}

TEST_CASE("one world has no interval and no answer") {
  const Interval one = mean_interval(std::array{5.0});
  CHECK_FALSE(one.known);
  CHECK(one.estimate == 5);
  CHECK(one.low == 5);
  CHECK(answer(one) == Answer::cannot_tell);
  const Interval none = mean_interval({});
  CHECK_FALSE(none.known);
  CHECK(none.estimate == 0);
}

TEST_CASE("yes, no and cannot tell") {
  CHECK(answer(mean_interval(std::array{5.0, 5.1, 5.2})) == Answer::yes);
  CHECK(answer(mean_interval(std::array{-5.0, -5.1, -5.2})) == Answer::no);
  CHECK(answer(mean_interval(std::array{-5.0, 5.0})) == Answer::cannot_tell);
  CHECK(answer(mean_interval(std::array{0.0, 0.0})) == Answer::cannot_tell);  // twins
}

TEST_CASE("pairs remove what worlds have in common") {
  const std::array a{101.0, 202.0, 303.0}, b{100.0, 200.0, 300.0};
  const Interval i = paired_difference(a, b);
  CHECK(i.estimate == 2);  // 1, 2, 3
  CHECK(i.high == doctest::Approx(2 + 4.3026527297 / std::sqrt(3.0)));
  CHECK_THROWS_AS((void)paired_difference(a, std::array{1.0}), std::invalid_argument);
}

TEST_CASE("Wilson's interval of no success ends at z^2 / (n + z^2)") {
  const double z2 = 1.959963984540054 * 1.959963984540054;
  const Interval none = wilson_interval(0, 10);
  CHECK(none.low == 0);
  CHECK(none.high == doctest::Approx(z2 / (10 + z2)));
  const Interval all = wilson_interval(10, 10);
  CHECK(all.low == doctest::Approx(10 / (10 + z2)));
  CHECK(all.high == 1);
  for (int thirds = 1; thirds < 300; ++thirds) {
    CHECK(wilson_of_share(1, thirds / 3.0).high == 1);
    CHECK(wilson_of_share(0, thirds / 3.0).low == 0);
  }
  const Interval half = wilson_interval(50, 100);
  CHECK(half.estimate == 0.5);
  CHECK(half.low == doctest::Approx(0.4038315));  // Brown, Cai, DasGupta 2001 give .404 and .596
  CHECK(half.high == doctest::Approx(0.5961685));
  CHECK_FALSE(wilson_interval(0, 0).known);
  CHECK_THROWS_AS((void)wilson_interval(2, 1), std::invalid_argument);
}

TEST_CASE("95 % intervals cover the truth in 95 % of samples") {
  // A linear congruential stream, independent of ours; sums of 12 uniforms less 6 are close to normal.
  std::uint64_t state = 12345;
  const auto uniform = [&] {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<double>(state >> 11) / 9007199254740992.0;
  };
  int covered = 0;
  for (int sample = 0; sample < 4000; ++sample) {
    std::array<double, 5> x{};
    for (double& v : x) {
      v = -6;
      for (int k = 0; k < 12; ++k) v += uniform();
    }
    const Interval i = mean_interval(x);
    covered += i.low <= 0 && 0 <= i.high;
  }
  CHECK(covered / 4000.0 == doctest::Approx(0.95).epsilon(0.015));
}

TEST_CASE("two samples that are no pairs: by hand, and unknown where one has no spread to tell of") {
  const std::vector<double> a{2, 4, 6}, b{1, 2, 3}, one{5};
  const Interval i = welch_difference(a, b);
  const double half = student_t_quantile(0.975, 2) * std::sqrt(4.0 / 3 + 1.0 / 3);  // df = 50 / 17, rounded down
  CHECK(i.estimate == 2);
  CHECK(i.low == doctest::Approx(2 - half));
  CHECK(i.high == doctest::Approx(2 + half));
  CHECK(i.worlds == 6);
  CHECK(i.known);
  CHECK_FALSE(welch_difference(a, one).known);
  CHECK(welch_difference(a, one).estimate == -1);
  CHECK_FALSE(welch_difference(one, b).known);
}

TEST_CASE("two samples of equal spread and size have all their degrees of freedom, one without spread adds none") {
  const std::vector<double> a{0.1, 0.2, 0.3, 0.7}, b{1.1, 1.2, 1.3, 1.7}, still{3, 3, 3, 3};
  const double error = sample_sd(a) / std::sqrt(4.0);
  const Interval same = welch_difference(b, a);
  CHECK(same.high - same.low == doctest::Approx(2 * student_t_quantile(0.975, 6) * std::sqrt(2.0) * error));
  const Interval lone = welch_difference(still, a);
  CHECK(lone.high - lone.low == doctest::Approx(2 * student_t_quantile(0.975, 3) * error));
  const Interval none = welch_difference(still, still);
  CHECK(none.known);
  CHECK(none.low == 0);
  CHECK(none.high == 0);
}
