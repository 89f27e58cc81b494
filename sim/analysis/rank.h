// Agreement of two orders. Nothing is said (std::nullopt) where a column has no order: fewer than two entries, or all
// alike.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace clout {

/// Ranks from 1, ascending; equal values share the mean of their ranks. Cost: O(n log n).
/// @throws std::invalid_argument  a value is not finite.
/// Example: {10, 20, 20, 30} -> {1, 2.5, 2.5, 4}.
std::vector<double> ranks(std::span<const double> values);

/// Product-moment correlation, in [-1, 1]. Source: Pearson 1895.
/// @throws std::invalid_argument  different lengths.
std::optional<double> pearson(std::span<const double> a, std::span<const double> b);

/// Spearman's rho: Pearson's correlation of the ranks, so that ties are right (1 - 6 sum d^2 / (n^3 - n) is not).
/// @throws std::invalid_argument  different lengths, or a value is not finite.
/// Source: Spearman 1904. Example: {1, 2, 3, 4}, {1, 3, 2, 4}: 1 - 6 * 2 / 60 = .8.
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

/// Kendall's tau-b: (C - D) / sqrt((P - T_a) (P - T_b)), C and D the pairs in the same and in opposite order, P all
/// pairs, T_a and T_b those tied in a and in b. Cost: O(n log n).
/// @throws std::invalid_argument  different lengths, or a value is not finite.
/// Source: Kendall 1945; counted as in Knight 1966. Example: {1, 2, 3, 4}, {1, 3, 2, 4}: (5 - 1) / 6.
std::optional<double> kendall_tau_b(std::span<const double> a, std::span<const double> b);

}  // namespace clout
