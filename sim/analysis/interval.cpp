#include "sim/analysis/interval.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/analysis/mean.h"
#include "sim/core/math.h"

namespace clout {
namespace {

constexpr double kPi = 3.14159265358979323846;

// P(|T| <= t) where t = sqrt(df) * tan(2 pi turns), turns in [0, 1/4].
double two_sided(double turns, std::size_t df) {
  const auto [cos, sin] = det_cos_sin_2pi(turns);
  const double cos2 = cos * cos;
  double term = 1, sum = 0;
  if (df % 2 == 0) {
    for (std::size_t k = 0; k < df / 2; ++k) {
      sum += term;
      term *= cos2 * static_cast<double>(2 * k + 1) / static_cast<double>(2 * k + 2);
    }
    return sin * sum;
  }
  term = cos;
  for (std::size_t k = 0; k < df / 2; ++k) {
    sum += term;
    term *= cos2 * static_cast<double>(2 * k + 2) / static_cast<double>(2 * k + 3);
  }
  return 2 / kPi * (2 * kPi * turns + sin * sum);
}

}  // namespace

double student_t_quantile(double p, std::size_t df) {
  if (!(p > 0 && p < 1)) throw std::invalid_argument("student_t_quantile: p must be in (0, 1)");
  if (df == 0) throw std::invalid_argument("student_t_quantile: at least 1 degree of freedom");
  const double wanted = p < 0.5 ? 1 - 2 * p : 2 * p - 1;
  double low = 0, high = 0.25;
  for (int step = 0; step < 64 && low < high; ++step) {
    const double middle = (low + high) / 2;
    (two_sided(middle, df) < wanted ? low : high) = middle;
  }
  const auto [cos, sin] = det_cos_sin_2pi((low + high) / 2);
  const double t = std::sqrt(static_cast<double>(df)) * sin / cos;
  return p < 0.5 ? -t : t;
}

double sample_sd(std::span<const double> values) {
  if (values.size() < 2) return 0;
  const double mean = mean_of(values);
  double squares = 0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

Interval mean_interval(std::span<const double> values) {
  const double mean = mean_of(values);
  const std::size_t n = values.size();
  if (n < 2) return {mean, mean, mean, n, false};
  const double half = student_t_quantile(0.975, n - 1) * sample_sd(values) / std::sqrt(static_cast<double>(n));
  return {mean, mean - half, mean + half, n, true};
}

Interval paired_difference(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) throw std::invalid_argument("paired_difference: both arms need the same worlds");
  std::vector<double> difference(a.size());
  for (std::size_t k = 0; k < a.size(); ++k) difference[k] = a[k] - b[k];
  return mean_interval(difference);
}

Interval welch_difference(std::span<const double> a, std::span<const double> b) {
  const double difference = mean_of(a) - mean_of(b);
  const std::size_t worlds = a.size() + b.size();
  if (a.size() < 2 || b.size() < 2) return {difference, difference, difference, worlds, false};
  const auto squared_error = [](std::span<const double> values) {
    const double sd = sample_sd(values);
    return sd * sd / static_cast<double>(values.size());
  };
  const double ea = squared_error(a), eb = squared_error(b), e = ea + eb;
  if (!(e > 0)) return {difference, difference, difference, worlds, true};
  const auto df = e * e / (ea * ea / static_cast<double>(a.size() - 1) + eb * eb / static_cast<double>(b.size() - 1));
  // A df that is whole must not lose one to rounding; it is never below 1.
  const auto whole = std::max<std::size_t>(1, static_cast<std::size_t>(df + 1e-9));
  const double half = student_t_quantile(0.975, whole) * std::sqrt(e);
  return {difference, difference - half, difference + half, worlds, true};
}

Interval wilson_interval(std::uint64_t successes, std::uint64_t trials) {
  if (successes > trials) throw std::invalid_argument("wilson_interval: more successes than trials");
  if (trials == 0) return {};
  const auto n = static_cast<double>(trials);
  return wilson_of_share(static_cast<double>(successes) / n, n);
}

Interval wilson_of_share(double share, double trials) {
  if (!(share >= 0 && share <= 1 && trials >= 0)) throw std::invalid_argument("wilson_of_share: no share of trials");
  if (trials == 0) return {};
  const double n = trials, s = share * trials;
  const double middle = s + kZ95 * kZ95 / 2;
  const double half = kZ95 * std::sqrt(s * (n - s) / n + kZ95 * kZ95 / 4);
  const double below = n + kZ95 * kZ95;
  // The share is in its interval, whatever the rounding at 0 and 1 says.
  return {share, std::clamp((middle - half) / below, 0.0, share), std::clamp((middle + half) / below, share, 1.0),
          static_cast<std::size_t>(trials), true};
}

Answer answer(const Interval& interval) {
  if (interval.known && interval.low > 0) return Answer::yes;
  if (interval.known && interval.high < 0) return Answer::no;
  return Answer::cannot_tell;
}

const char* sign_name(const Interval& interval) {
  switch (answer(interval)) {
    case Answer::yes:
      return "above";
    case Answer::no:
      return "below";
    case Answer::cannot_tell:
      break;
  }
  return "cannot tell";
}

}  // namespace clout
