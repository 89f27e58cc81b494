// Notes on exactness: rejection methods compare with the probability itself, computed from the deviance and Stirling's
// error (Loader 2000), because k log(mean) - mean - log k! loses all its digits at large means.
#include "sim/core/distributions.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace clout {
namespace {

constexpr double kTwoPi = 0x1.921fb54442d18p2;
constexpr double kHalfLogTwoPi = 0.91893853320467274178;

[[noreturn]] void refuse(const char* what, double value, const char* wanted) {
  throw std::invalid_argument(std::string(what) + ": " + std::to_string(value) + "; " + wanted);
}

// sum of c[i] x^i
template <std::size_t kTerms>
double polynomial(const std::array<double, kTerms>& c, double x) {
  double sum = c[kTerms - 1];
  for (std::size_t i = kTerms - 1; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

// Wichura 1988, PPND16: |u - 1/2| <= 0.425; sqrt(-log u) in [1.6, 5]; beyond.
constexpr std::array<double, 8> kCentreNum{3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                           1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                           3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr std::array<double, 8> kCentreDen{1.0,
                                           4.2313330701600911252e1,
                                           6.8718700749205790830e2,
                                           5.3941960214247511077e3,
                                           2.1213794301586595867e4,
                                           3.9307895800092710610e4,
                                           2.8729085735721942674e4,
                                           5.2264952788528545610e3};
constexpr std::array<double, 8> kTailNum{1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                         3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array<double, 8> kTailDen{1.0,
                                         2.05319162663775882187e0,
                                         1.67638483018380384940e0,
                                         6.89767334985100004550e-1,
                                         1.48103976427480074590e-1,
                                         1.51986665636164571966e-2,
                                         5.47593808499534494600e-4,
                                         1.05075007164441684324e-9};
constexpr std::array<double, 8> kFarNum{6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                        2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array<double, 8> kFarDen{1.0,
                                        5.99832206555887937690e-1,
                                        1.36929880922735805310e-1,
                                        1.48753612908506148525e-2,
                                        7.86869131145613259100e-4,
                                        1.84631831751005468180e-5,
                                        1.42151175831644588870e-7,
                                        2.04426310338993978564e-15};

// log n! - [n log n - n + log(2 pi n) / 2], n >= 1 and whole.
double stirling_error(double n) {
  if (n < 16) {
    double factorial = 1;
    for (double i = 2; i <= n; ++i) factorial *= i;  // exact up to 18!
    return det_log(factorial) - ((n + 0.5) * det_log(n) - n + kHalfLogTwoPi);
  }
  const double s = 1 / (n * n);
  return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188))))) / n;
}

// x log(x / m) + m - x without cancellation, x > 0 and m > 0 (Loader's bd0).
double deviance(double x, double m) {
  const double difference = x - m;
  const double v = difference / (x + m);
  if (v > -0.1 && v < 0.1) {
    // log(x / m) = 2 atanh v
    const double square = v * v;
    double sum = difference * v;
    double term = 2 * x * v;
    for (int k = 3; k < 100; k += 2) {
      term *= square;
      const double next = sum + term / k;
      if (next == sum) break;
      sum = next;
    }
    return sum;
  }
  return x * det_log(x / m) - difference;
}

double log_poisson(double k, double mean) {
  if (k == 0) return -mean;
  return -stirling_error(k) - deviance(k, mean) - 0.5 * det_log(kTwoPi * k);
}

// Marsaglia and Tsang 2000 for shape >= 1.
double gamma_from_one(Rng& rng, double shape) {
  const double d = shape - 1.0 / 3;
  const double c = 1 / (3 * std::sqrt(d));
  for (;;) {
    const double z = normal(rng);
    const double t = 1 + c * z;
    if (t <= 0) continue;
    const double v = t * t * t;
    const double u = rng.open_uniform();
    if (u < 1 - 0.0331 * (z * z) * (z * z)) return d * v;
    if (det_log(u) < 0.5 * z * z + d * (1 - v + det_log(v))) return d * v;
  }
}

double log_gamma_variate(Rng& rng, double shape) {
  if (shape >= 1) return det_log(gamma_from_one(rng, shape));
  const double base = det_log(gamma_from_one(rng, shape + 1));
  return base + det_log(rng.open_uniform()) / shape;
}

bool positive_finite(double x) { return x > 0 && x < std::numeric_limits<double>::infinity(); }

}  // namespace

double normal_quantile(double u) noexcept {
  const double q = u - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kCentreNum, r) / polynomial(kCentreDen, r);
  }
  if (!(u > 0 && u < 1)) {
    if (u == 0) return -std::numeric_limits<double>::infinity();
    if (u == 1) return std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double r = std::sqrt(-det_log(q < 0 ? u : 1 - u));
  const double size = r <= 5 ? polynomial(kTailNum, r - 1.6) / polynomial(kTailDen, r - 1.6)
                             : polynomial(kFarNum, r - 5) / polynomial(kFarDen, r - 5);
  return q < 0 ? -size : size;
}

double normal_cdf(double x) noexcept {
  if (x != x) return x;
  const double size = x < 0 ? -x : x;
  if (size > 39) return x < 0 ? 0 : 1;
  // The square's rounding would be multiplied by the exponential: split off what a 26-bit head squares exactly.
  const double head = static_cast<double>(static_cast<float>(size));
  const double density =
      det_exp(-0.5 * head * head) * det_exp(-0.5 * (size - head) * (size + head)) / std::sqrt(kTwoPi);
  if (size < 2.5) {
    double term = x, sum = x;
    for (int k = 3; k < 200; k += 2) {
      term *= x * x / k;
      const double next = sum + term;
      if (next == sum) break;
      sum = next;
    }
    return 0.5 + density * sum;
  }
  double fraction = size;
  for (int k = 120; k >= 1; --k) fraction = size + k / fraction;
  const double tail = density / fraction;
  return x < 0 ? tail : 1 - tail;
}

double normal(Rng& rng) noexcept { return normal_quantile(rng.open_uniform()); }

double exponential(Rng& rng) noexcept { return -det_log(rng.open_uniform()); }

double lognormal(Rng& rng, double mu, double sigma) {
  if (!(sigma >= 0)) refuse("lognormal: sigma", sigma, "at least 0");
  return det_exp(mu + sigma * normal(rng));
}

double gamma_variate(Rng& rng, double shape) {
  if (!positive_finite(shape)) refuse("gamma_variate: shape", shape, "above 0");
  return shape >= 1 ? gamma_from_one(rng, shape) : det_exp(log_gamma_variate(rng, shape));
}

double beta(Rng& rng, double a, double b) {
  if (!positive_finite(a)) refuse("beta: a", a, "above 0");
  if (!positive_finite(b)) refuse("beta: b", b, "above 0");
  if (a >= 1 && b >= 1) {
    const double x = gamma_from_one(rng, a);
    const double y = gamma_from_one(rng, b);
    return x / (x + y);
  }
  const double log_x = log_gamma_variate(rng, a);
  const double log_y = log_gamma_variate(rng, b);
  // For tiny a and b both may be -inf; then, as in the limit, the outcome is 0 or 1 with chances b and a to a + b.
  if (log_x == log_y && log_x < -1e300) return rng.uniform() * (a + b) < a ? 1 : 0;
  return 1 / (1 + det_exp(log_y - log_x));
}

std::uint32_t poisson_from_unit(double u, double mean) {
  if (!(mean >= 0 && mean <= kPoissonFromUnitMax)) refuse("poisson_from_unit: mean", mean, "from 0 to 30");
  if (!(u >= 0 && u < 1)) refuse("poisson_from_unit: u", u, "in [0, 1)");
  if (u < 1 - mean) return 0;  // e^-mean >= 1 - mean: most draws of a small mean need no exponential
  double term = det_exp(-mean);
  double sum = term;
  std::uint32_t k = 0;
  while (u >= sum) {
    ++k;
    term *= mean / static_cast<double>(k);
    const double next = sum + term;
    if (next == sum && static_cast<double>(k) > mean) break;  // rounding keeps the sum below u
    sum = next;
  }
  return k;
}

std::uint64_t poisson(Rng& rng, double mean) {
  if (!(mean >= 0 && mean <= kPoissonMeanMax)) refuse("poisson: mean", mean, "from 0 to 1e15");
  if (mean < 10) return mean == 0 ? 0 : poisson_from_unit(rng.uniform(), mean);
  // Hoermann 1993, PTRS, with his constants.
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double accept = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = rng.uniform() - 0.5;
    const double v = rng.open_uniform();
    const double us = 0.5 - (u < 0 ? -u : u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= accept) return static_cast<std::uint64_t>(k);
    if (!(k >= 0) || k > 4e18 || (us < 0.013 && v > us)) continue;
    if (det_log(v * inverse_alpha / (a / (us * us) + b)) <= log_poisson(k, mean)) return static_cast<std::uint64_t>(k);
  }
}

// The integral of x^-s from 1 is (x^(1-s) - 1) / (1 - s), or log x at s = 1: log x * expm1(t) / t with t = (1-s) log x
// is both, and smooth between them.
Zipf::Zipf(std::uint64_t n, double exponent) : n_(n), exponent_(exponent) {
  if (n == 0 || n > std::uint64_t{1} << 53) refuse("Zipf: n", static_cast<double>(n), "from 1 to 2^53");
  if (!(exponent >= 0 && exponent < std::numeric_limits<double>::infinity())) {
    refuse("Zipf: exponent", exponent, "at least 0 and finite");
  }
  lower_ = integral(1.5) - 1;
  upper_ = integral(static_cast<double>(n) + 0.5);
  squeeze_ = 2 - integral_inverse(integral(2.5) - density(2));
}

double Zipf::integral(double x) const noexcept {
  const double log_x = det_log(x);
  const double t = (1 - exponent_) * log_x;
  return t == 0 ? log_x : log_x * (det_expm1(t) / t);
}

double Zipf::integral_inverse(double y) const noexcept {
  const double t = std::max(y * (1 - exponent_), -1.0);  // rounding may step over the pole
  return det_exp(t == 0 ? y : y * (det_log1p(t) / t));
}

double Zipf::density(double x) const noexcept { return det_exp(-exponent_ * det_log(x)); }

std::uint64_t Zipf::operator()(Rng& rng) const noexcept {
  const double last = static_cast<double>(n_);
  for (;;) {
    const double y = upper_ + rng.uniform() * (lower_ - upper_);
    const double x = integral_inverse(y);
    const double k = std::clamp(std::floor(x + 0.5), 1.0, last);
    if (k - x <= squeeze_ || y >= integral(k + 0.5) - density(k)) return static_cast<std::uint64_t>(k);
  }
}

AliasTable::AliasTable(std::span<const double> weights) {
  if (weights.empty() || weights.size() >= 0xffffffffu) {
    refuse("AliasTable: number of weights", static_cast<double>(weights.size()), "from 1 to 2^32 - 2");
  }
  double sum = 0;
  for (const double w : weights) {
    if (!(w >= 0)) refuse("AliasTable: weight", w, "at least 0");
    sum += w;
  }
  if (!positive_finite(sum)) refuse("AliasTable: sum of weights", sum, "above 0 and finite");

  const std::uint32_t n = static_cast<std::uint32_t>(weights.size());
  const double mean = sum / n;
  if (!(mean > 0)) refuse("AliasTable: mean weight", mean, "above 0, which these round to");
  std::vector<double> share(n);  // what is left of each weight, in columns
  std::vector<std::uint32_t> small, large;
  std::uint32_t largest = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    share[i] = weights[i] / mean;
    (share[i] < 1 ? small : large).push_back(i);
    if (weights[i] > weights[largest]) largest = i;
  }
  entries_.resize(n);
  while (!small.empty() && !large.empty()) {
    const std::uint32_t poor = small.back();
    const std::uint32_t rich = large.back();
    small.pop_back();
    const double threshold = std::min(share[poor] * 0x1p32 + 0.5, 0xffffffffp0);
    entries_[poor] = {static_cast<std::uint32_t>(threshold), rich};
    share[rich] -= 1 - share[poor];
    if (share[rich] < 1) {
      large.pop_back();
      small.push_back(rich);
    }
  }
  // What rounding left over is a whole column, unless its weight is nothing at all.
  for (const auto* rest : {&small, &large}) {
    for (const std::uint32_t i : *rest) {
      entries_[i] = weights[i] > 0 ? Entry{0xffffffffu, i} : Entry{0, largest};
    }
  }
}

CorrelatedNormals::CorrelatedNormals(std::span<const double> correlation, int size) : size_(size) {
  if (size < 1 || size > kMax) refuse("CorrelatedNormals: size", size, "from 1 to 8");
  if (correlation.size() != static_cast<std::size_t>(size) * static_cast<std::size_t>(size)) {
    refuse("CorrelatedNormals: entries", static_cast<double>(correlation.size()), "size * size of them");
  }
  const auto at = [&](int row, int column) { return correlation[row * size + column]; };
  for (int row = 0; row < size; ++row) {
    if (at(row, row) != 1) refuse("CorrelatedNormals: diagonal", at(row, row), "1");
    for (int column = 0; column < row; ++column) {
      if (at(row, column) != at(column, row)) refuse("CorrelatedNormals: entry", at(row, column), "symmetric");
      double left = at(row, column);
      for (int k = 0; k < column; ++k) left -= factor(row, k) * factor(column, k);
      factor_[row * kMax + column] = left / factor(column, column);
    }
    double left = 1;
    for (int k = 0; k < row; ++k) left -= factor(row, k) * factor(row, k);
    if (!(left > 1e-12)) refuse("CorrelatedNormals: not positive definite, pivot", left, "above 0");
    factor_[row * kMax + row] = std::sqrt(left);
  }
}

void CorrelatedNormals::fill(Rng& rng, std::span<double> out) const {
  if (out.size() != static_cast<std::size_t>(size_)) {
    refuse("CorrelatedNormals::fill: places", static_cast<double>(out.size()), "as many as the size");
  }
  for (double& x : out) x = normal(rng);
  for (int row = size_ - 1; row >= 0; --row) {  // from below, in place
    double sum = 0;
    for (int k = 0; k <= row; ++k) sum += factor(row, k) * out[k];
    out[row] = sum;
  }
}

}  // namespace clout
