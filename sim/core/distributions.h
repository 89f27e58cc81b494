// Random variates, our own: std::*_distribution differs between libraries, and libm between processors.
//
// Everything is built on Rng (or on one hash) and on the det_ functions of math.h, so a variate is the same bits
// everywhere. Functions of one uniform are monotone in it: under common random numbers a larger mean or quantile gives
// a larger variate. Rejection methods take more words from their Rng, which costs nobody else any: an Rng serves one
// event.
//
// What is here is a contract of core, offered to every model; the engine does not draw from all of it today.
//
// Parameters out of range throw std::invalid_argument; a NaN is out of every range.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sim/core/math.h"
#include "sim/core/random.h"

namespace clout {

/// Value below which a standard normal falls with chance u; -inf at 0, +inf at 1, NaN outside [0, 1].
/// Relative error about 1e-15. Cost: about 12 ns, more in the outer 15 %.
/// Source: Wichura 1988, algorithm AS 241, PPND16.
[[nodiscard]] double normal_quantile(double u) noexcept;

/// Chance that a standard normal is below x. Relative error below 1e-13 down to x = -37, absolute error below 1e-15.
/// Cost: about 300 ns. Source: Taylor series about 0 (Marsaglia 2004), continued fraction of Mills' ratio in the tails
/// (Abramowitz and Stegun 26.2.14).
[[nodiscard]] double normal_cdf(double x) noexcept;

/// Standard normal, by its quantile: one uniform each, and monotone in it.
[[nodiscard]] double normal(Rng& rng) noexcept;

/// Exponential with mean 1, > 0. Multiply by the mean, or divide by the rate.
[[nodiscard]] double exponential(Rng& rng) noexcept;

/// exp(mu + sigma z) with z standard normal: median exp(mu). @param sigma  >= 0.
[[nodiscard]] double lognormal(Rng& rng, double mu, double sigma);

/// The lognormal variate of the given mean that belongs to the standard normal z: mean exp(sigma z - sigma^2 / 2).
[[nodiscard]] inline double lognormal_of_mean(double mean, double sigma, double z) noexcept {
  return mean * det_exp(sigma * z - sigma * sigma / 2);
}

/// Gamma with this shape, > 0 and finite, and scale 1: mean and variance are `shape`. Half a chi-square of 2 `shape`
/// degrees of freedom. Source: Marsaglia and Tsang 2000; below shape 1 their gamma(shape + 1) u^(1/shape).
[[nodiscard]] double gamma_variate(Rng& rng, double shape);

/// Beta on [0, 1], mean a / (a + b); a, b > 0 and finite. Source: ratio of gammas (Marsaglia and Tsang 2000; below
/// shape 1 their gamma(shape + 1) u^(1/shape)), taken in logarithms where a or b is below 1, so that it is never 0 / 0.
[[nodiscard]] double beta(Rng& rng, double a, double b);

inline constexpr double kPoissonMeanMax = 1e15;
inline constexpr double kPoissonFromUnitMax = 30;

/// Poisson for any mean from 0 to kPoissonMeanMax. Below 10 by inversion (20-70 ns), above by PTRS (40-120 ns, less the
/// larger the mean), exact to rounding. Source: Hoermann 1993; log of the probabilities after Loader 2000, so that
/// nothing cancels at large means.
[[nodiscard]] std::uint64_t poisson(Rng& rng, double mean);

/// Poisson from one uniform u in [0, 1), by inversion: the smallest k with P(K <= k) > u. Monotone in u and in mean.
/// @param mean  in [0, kPoissonFromUnitMax].
/// Cost: 2 ns where u < 1 - mean, else an exponential and about `mean` steps of 4 ns.
[[nodiscard]] std::uint32_t poisson_from_unit(double u, double mean);

/// A key such that the smallest of a set belongs to element i with chance weight[i] / sum of weights: exponential
/// waiting times, the first to arrive wins. +inf (never wins) at weight <= 0.
///
/// Why a race and not a table: with bits = draw(key, id of the element) each element keeps its own number, so when two
/// branches of a world have sets or weights that differ a little, they pick the same element unless the difference
/// touches the winner. The k smallest are a sample without replacement (Efraimidis and Spirakis 2006). With equal
/// weights skip the logarithm: the smallest draw() wins.
[[nodiscard]] inline double race_key(std::uint64_t bits, double weight) noexcept {
  if (!(weight > 0)) return std::numeric_limits<double>::infinity();
  return -det_log(to_open_unit(bits)) / weight;
}

/// Ranks 1 .. n with chance proportional to rank^-exponent. Table-free: O(1) memory, any n.
/// Source: rejection-inversion, Hoermann and Derflinger 1996. Cost: about 70 ns.
class Zipf {
 public:
  /// @param n         number of ranks, 1 .. 2^53.
  /// @param exponent  >= 0 and finite; 0 is uniform.
  Zipf(std::uint64_t n, double exponent);
  [[nodiscard]] std::uint64_t operator()(Rng& rng) const noexcept;

 private:
  [[nodiscard]] double integral(double x) const noexcept;  // of x^-exponent, up to a constant
  [[nodiscard]] double integral_inverse(double y) const noexcept;
  [[nodiscard]] double density(double x) const noexcept;

  std::uint64_t n_;
  double exponent_;
  double lower_;  // integral(3/2) - 1
  double upper_;  // integral(n + 1/2)
  double squeeze_;
};

/// Picks 0 .. n-1 with given weights in constant time: one read of 8 bytes.
/// Source: Walker 1977, built as in Vose 1991, in a fixed order. A chance is kept to 2^-32 of 1 / n; an entry of weight
/// 0 is never picked.
class AliasTable {
 public:
  AliasTable() = default;

  /// @param weights  >= 0, finite in sum, not all zero, 1 .. 2^32 - 1 of them.
  /// Cost: O(n) time; 8 bytes an entry, 12 more while building.
  explicit AliasTable(std::span<const double> weights);

  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(entries_.size()); }

  /// The pick of 64 uniform bits, from Rng::u64() or draw(). The table must not be empty.
  [[nodiscard]] std::uint32_t pick(std::uint64_t bits) const noexcept {
    // bits * n: the integer part (bits 64 and up) is the column, the next 32 bits the place in it.
    const std::uint64_t n = entries_.size();
    const std::uint64_t product = (bits >> 32) * n + (((bits & 0xffffffffu) * n) >> 32);
    const std::uint32_t column = static_cast<std::uint32_t>(product >> 32);
    const Entry entry = entries_[column];
    return static_cast<std::uint32_t>(product) < entry.threshold ? column : entry.alias;
  }

 private:
  struct Entry {
    std::uint32_t threshold;  // of 2^32: below it the column itself
    std::uint32_t alias;
  };
  std::vector<Entry> entries_;
};

/// Up to eight standard normals with a given correlation; with normal_cdf and a quantile, a Gaussian copula.
class CorrelatedNormals {
 public:
  static constexpr int kMax = 8;

  /// @param correlation  size * size entries by rows; symmetric, diagonal 1, positive definite.
  /// @param size         1 .. kMax.
  /// @throws std::invalid_argument  anything else, with the reason.
  CorrelatedNormals(std::span<const double> correlation, int size);

  [[nodiscard]] int size() const noexcept { return size_; }

  /// Lower triangle L by rows with L L' = correlation.
  [[nodiscard]] double factor(int row, int column) const noexcept { return factor_[row * kMax + column]; }

  /// Fills out[0 .. size-1]. @throws std::invalid_argument  out is not of that size.
  void fill(Rng& rng, std::span<double> out) const;

 private:
  int size_;
  std::array<double, kMax * kMax> factor_{};
};

}  // namespace clout
