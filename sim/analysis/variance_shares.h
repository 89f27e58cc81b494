// How well shares of a variance are known that are read off mean squares: few worlds say little of what the seed makes.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "sim/analysis/interval.h"

namespace clout {

/// A sum of squares over its degrees of freedom.
struct MeanSquare {
  double value = 0;    ///< >= 0
  double degrees = 1;  ///< of freedom, >= 1
};

/// A part of a variance.
struct VarianceComponent {
  double variance = 0;  ///< >= 0, in squared units of the response
  Interval share;       ///< of the sum of all parts, in [0, 1]; not known where that is 0
};

/// Fills in the parts, >= 0, from what mean squares are expected to be.
using PartsOfVariance = std::function<void(std::span<const double> expected, std::span<double> parts)>;

/// Parts of a variance, from mean squares in place of their expectations, each with the generalized 95 % interval of
/// its share: what is expected of a mean square MS of n degrees of freedom is drawn as n MS / chi-square(n), and from
/// 999 such draws the 25th lowest and the 25th highest share are taken. Exact for one normal effect; effects that are
/// bounded, as those of parameters drawn from a range, are known somewhat better than it says.
///
/// @param worlds  goes into the intervals' `worlds`.
/// @throws std::invalid_argument  less than a degree of freedom.
/// Cost: 999 draws of a gamma for each mean square.
/// Source: Weerahandi 1993, "Generalized confidence intervals"; for variances of two-way tables: Burdick, Borror,
/// Montgomery 2005, "Design and analysis of gauge R&R studies".
std::vector<VarianceComponent> variance_components(std::span<const MeanSquare> mean_squares, std::size_t parts,
                                                   std::size_t worlds, const PartsOfVariance& parts_of);

}  // namespace clout
