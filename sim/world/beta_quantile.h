// Quantiles of a Beta distribution, by a table: for many draws at one pair of parameters.
#pragma once

#include <vector>

namespace clout {

/// The value below which a Beta(a, b) variate falls with chance p: monotone in p, so a copula can drive it.
///
/// The density is summed over x = sin^2(pi t / 2), where it has no poles. Error about 1e-4 in probability.
/// Cost: 4096 logarithms and exponentials to build, 12 halvings to ask.
class BetaQuantile {
 public:
  /// @param a, b  at least 1/2.
  BetaQuantile(double a, double b);
  /// @param p  in [0, 1]; the result too.
  [[nodiscard]] double operator()(double p) const;

 private:
  std::vector<double> cumulative_;  // of t, at the ends of equal cells
};

}  // namespace clout
