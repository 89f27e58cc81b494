#include "sim/analysis/rank.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>

namespace clout {
namespace {

void check(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) throw std::invalid_argument("rank agreement: columns of different length");
}
void check_finite(std::span<const double> values) {
  for (const double v : values)
    if (!std::isfinite(v)) throw std::invalid_argument("rank agreement: a value is not finite");
}

std::uint64_t pairs(std::uint64_t n) { return n == 0 ? 0 : n * (n - 1) / 2; }

// Sorts `x`, returns the swaps of neighbours that bubble sort would need.
std::uint64_t count_swaps(std::vector<double>& x) {
  std::vector<double> other(x.size());
  std::uint64_t swaps = 0;
  for (std::size_t width = 1; width < x.size(); width *= 2) {
    for (std::size_t begin = 0; begin < x.size(); begin += 2 * width) {
      const std::size_t middle = std::min(begin + width, x.size()), end = std::min(begin + 2 * width, x.size());
      std::size_t left = begin, right = middle;
      for (std::size_t out = begin; out < end; ++out) {
        if (left < middle && (right >= end || x[left] <= x[right])) {
          other[out] = x[left++];
        } else {
          swaps += middle - left;
          other[out] = x[right++];
        }
      }
    }
    x.swap(other);
  }
  return swaps;
}

// Pairs within runs of equal neighbours.
template <class Equal>
std::uint64_t tied_pairs(std::size_t n, const Equal& equal) {
  std::uint64_t tied = 0, run = 1;
  for (std::size_t k = 1; k < n; ++k) {
    if (equal(k - 1, k)) {
      ++run;
    } else {
      tied += pairs(run);
      run = 1;
    }
  }
  return tied + pairs(n ? run : 0);
}

}  // namespace

std::vector<double> ranks(std::span<const double> values) {
  check_finite(values);
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
  std::vector<double> rank(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double shared = static_cast<double>(begin + 1 + end) / 2;
    for (; begin < end; ++begin) rank[order[begin]] = shared;
  }
  return rank;
}

std::optional<double> pearson(std::span<const double> a, std::span<const double> b) {
  check(a, b);
  if (a.size() < 2) return std::nullopt;
  const auto n = static_cast<double>(a.size());
  double mean_a = 0, mean_b = 0;
  for (std::size_t k = 0; k < a.size(); ++k) mean_a += a[k], mean_b += b[k];
  mean_a /= n;
  mean_b /= n;
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double x = a[k] - mean_a, y = b[k] - mean_b;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (!(aa > 0 && bb > 0)) return std::nullopt;
  return std::clamp(ab / (std::sqrt(aa) * std::sqrt(bb)), -1.0, 1.0);
}

std::optional<double> spearman(std::span<const double> a, std::span<const double> b) {
  check(a, b);
  return pearson(ranks(a), ranks(b));
}

std::optional<double> kendall_tau_b(std::span<const double> a, std::span<const double> b) {
  check(a, b);
  check_finite(a);
  check_finite(b);
  const std::size_t n = a.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return a[i] != a[j] ? a[i] < a[j] : b[i] < b[j]; });
  const auto tied_a = tied_pairs(n, [&](std::size_t i, std::size_t j) { return a[order[i]] == a[order[j]]; });
  const auto tied_both = tied_pairs(
      n, [&](std::size_t i, std::size_t j) { return a[order[i]] == a[order[j]] && b[order[i]] == b[order[j]]; });
  std::vector<double> second(n);
  for (std::size_t k = 0; k < n; ++k) second[k] = b[order[k]];
  const std::uint64_t discordant = count_swaps(second);
  const auto tied_b = tied_pairs(n, [&](std::size_t i, std::size_t j) { return second[i] == second[j]; });
  const std::uint64_t all = pairs(n);
  if (tied_a == all || tied_b == all) return std::nullopt;
  // Concordant less discordant pairs; tied ones are neither.
  const auto untied = static_cast<std::int64_t>(all - tied_a - tied_b + tied_both);
  const auto surplus = static_cast<double>(untied - 2 * static_cast<std::int64_t>(discordant));
  return surplus / (std::sqrt(static_cast<double>(all - tied_a)) * std::sqrt(static_cast<double>(all - tied_b)));
}

}  // namespace clout
