// Which of several differences between two strategies makes how much of the difference in outcome: every combination of
// them is lived once (2^n cells), and each factor gets what it adds, averaged over the orders of adding them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "sim/analysis/interval.h"

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

/// Outcomes of cells from the means of each role in them, standardised by weights:
///   cell_c = sum_r w_cr m_cr / sum_r w_cr
/// As matched: the same weights in all cells, so that who is in a cell does not count. As lived: each cell's own
/// numbers of people; then a part of the difference is due to the roles that a strategy has.
///
/// @param means    [cell * roles + role]; entries of weight 0 are not looked at.
/// @param weights  `roles` of them (as matched), or as many as means (as lived); finite, >= 0.
/// @return         nothing if a cell has no weight, or a mean that has weight is not finite: the cell holds nobody of a
///                 role that is wanted.
/// @throws std::invalid_argument  lengths that do not fit, a weight that is negative or not finite, roles is 0.
/// Example: two roles, means {1, 3,  2, 6}: matched by {1, 1} {2, 4}; as lived by {1, 0,  1, 3} {1, 5}.
std::optional<std::vector<double>> standardised_cells(std::span<const double> means, std::span<const double> weights,
                                                      std::size_t roles);

/// One factor's part of the whole.
struct ShapleyPart {
  Interval value;  ///< in the outcome's unit, 95 % over worlds
  Interval share;  ///< of the whole, mean of the values / mean of the wholes; `known` only if the whole's interval
                   ///< excludes 0: a share of nothing is nothing
};
struct ShapleyParts {
  Interval whole;                  ///< cell[2^n - 1] - cell[0]
  std::vector<ShapleyPart> parts;  ///< by factor; values sum to the whole, shares to 1
};

/// Shapley values of each world, and over worlds mean, interval by Student's t and share. The share is a ratio of two
/// means; its interval is the jackknife's over worlds, n theta - (n - 1) theta_without_w, by Student's t.
/// @param worlds  the cells of each world, all of the same number.
/// @throws std::invalid_argument  as shapley_values, or worlds of different numbers of cells.
/// Source: jackknife of a ratio, Miller 1974.
ShapleyParts shapley_over_worlds(std::span<const std::vector<double>> worlds);

}  // namespace clout
