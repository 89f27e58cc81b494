// Which of several differences between two strategies makes how much of the difference in outcome: every combination of
// them is lived once (2^n cells), and each factor gets what it adds, averaged over the orders of adding them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace clout {

inline constexpr std::size_t kMostFactors = 6;

/// Shapley value of each of n factors. Cell c holds the outcome in which factor f is switched iff bit f of c is set.
///   phi_f = sum over sets S without f of |S|! (n - 1 - |S|)! / n! * (cell[S + f] - cell[S])
/// They sum to cell[2^n - 1] - cell[0] (efficiency), to rounding.
/// @param cells  2^n outcomes, 1 <= n <= kMostFactors.
/// @throws std::invalid_argument  another number of cells.
/// Source: Shapley 1953; for decompositions Shorrocks 2013.
/// Example: {0, 4, 2, 10}: phi_0 = ((4 - 0) + (10 - 2)) / 2 = 6, phi_1 = ((2 - 0) + (10 - 4)) / 2 = 4.
std::vector<double> shapley_values(std::span<const double> cells);

}  // namespace clout
