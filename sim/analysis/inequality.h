// How unequally something is spread over agents.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace clout {

/// Gini coefficient, in [0, 1 - 1/n]: 0 = all alike. With x sorted ascending, i = 1 .. n:
///   G = sum (2 i - n - 1) x_i / (n sum x)
/// @param values  finite, >= 0. An empty column, or one of zeros, gives 0.
/// @throws std::invalid_argument  a value is negative or not finite.
/// Source: Gini 1912, in the form of Sen 1973. Example: {1, 3}: (-1 + 3) / (2 * 4) = .25.
double gini(std::span<const double> values);

/// The poorest `population` (a share) of agents hold the share `held` of the whole.
struct LorenzPoint {
  double population, held;
};

/// Lorenz curve at 0, 1/steps, .. 1, straight between agents. A column of zeros gives the diagonal.
/// @param steps  >= 1.
/// @throws std::invalid_argument  as gini, or steps is 0.
/// Source: Lorenz 1905. Example: {1, 3} in 2 steps: (0, 0), (.5, .25), (1, 1).
std::vector<LorenzPoint> lorenz_curve(std::span<const double> values, std::size_t steps);

/// Share of the whole that the richest `share` of agents hold: 1 - Lorenz(1 - share).
/// Where share * n is no whole number, the last agent counts in part. Zeros give `share`.
/// @param share  in [0, 1].
/// @throws std::invalid_argument  as gini, or share out of range.
/// Example: {1, 1, 2, 6}, .25 -> .6.
double top_share(std::span<const double> values, double share);

/// Gini coefficient and top shares of one column from one sort.
struct Concentration {
  double gini = 0;            ///< as gini()
  double top_1_percent = 0;   ///< as top_share(.01)
  double top_10_percent = 0;  ///< as top_share(.1)
};

/// @throws std::invalid_argument  as gini.
Concentration concentration(std::span<const double> values);

/// Quantile q in [0, 1], straight between order statistics (type 7 of Hyndman, Fan 1996; numpy's default).
/// @param values  finite; an empty column gives 0.
/// Example: {1, 2, 3, 4}, q = .5 -> 2.5.
double quantile(std::span<const double> values, double q);

}  // namespace clout
