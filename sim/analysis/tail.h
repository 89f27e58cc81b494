// The exponent of a heavy tail, for whole numbers such as follower counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace clout {

/// P(X = x) ~ x^-alpha for x >= xmin. `known` is false where the tail has fewer than kMinTail entries or one value.
struct TailFit {
  double alpha = 0;
  std::uint32_t xmin = 0;
  std::size_t tail = 0;  ///< entries >= xmin
  double ks = 0;         ///< largest distance of the tail's distribution from the fitted one
  bool known = false;
};

inline constexpr std::size_t kMinTail = 50;  ///< below it the estimate is biased (Clauset et al. 2009, section 3.5)

/// Maximum likelihood with xmin given: alpha = 1 + n / sum ln(x_i / (xmin - 1/2)).
///
/// @param xmin  >= 1; the approximation is good to 1 % from 6 on.
/// @throws std::invalid_argument  xmin is 0.
/// Source: Clauset, Shalizi, Newman 2009, eq. 3.7. Departs from it: none.
/// Example: 50 entries of 27 and 50 of 54, xmin 27: 1 + 2 / (ln(27/26.5) + ln(54/26.5)).
TailFit power_law_tail(std::span<const std::uint32_t> values, std::uint32_t xmin);

/// The same with xmin chosen among the values >= `smallest_xmin`: the one whose fitted tail is nearest to the data in
/// the sense of Kolmogorov and Smirnov, P(X >= x) = ((x - 1/2) / (xmin - 1/2))^(1 - alpha).
///
/// At most 400 candidates are tried, evenly spread over the distinct values. Cost: O(n log n + 400 * distinct).
/// Source: Clauset, Shalizi, Newman 2009, section 3.3.
TailFit power_law_tail_ks(std::span<const std::uint32_t> values, std::uint32_t smallest_xmin = 20);

}  // namespace clout
