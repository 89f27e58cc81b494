// Where a response curve bends. "The point of diminishing returns" means different things, and each has a function of
// its own here: where marginal return has fallen to a share of the first hour's, where the curve is steepest, whether
// returns diminish at a dose, and the geometric knee. Most curves lack some of these: `std::nullopt` is "no point", and
// as much an answer as a number.
#pragma once

#include <cstddef>
#include <optional>

#include "sim/analysis/response_fit.h"

namespace clout {

/// The dose from which on the marginal return stays at or below `level`: the largest t in [0, range) at which y' comes
/// down to it. No point: y' is still above at `range`, or is nowhere above.
/// @param level  of y', finite. @param range  > 0, the largest dose that was seen.
/// @throws std::invalid_argument  level or range out of range.
/// Error below 1e-9 range; humps of y' narrower than a twentieth of sqrt(t range) may be missed.
/// Cost: about 90 slopes.
std::optional<double> falls_to(const ResponseCurve& curve, double level, double range);

/// The dose from which on an hour more buys at most `share` of what the first hour bought, y(1) - y(0). Of t50 the
/// share is .5, of t10 .1. No point: the first hour bought nothing, or the marginal return is still above at `range`.
/// The first hour and not y'(0), which is infinite for a power law and cannot be seen in cells for any curve.
/// @param range  >= 1. @throws std::invalid_argument  share outside (0, 1), or range.
/// Example: Michaelis-Menten, K = 1: y(1) - y(0) = scale / 2, so 1 / (1 + t)^2 = .1 / 2, t10 = sqrt(20) - 1.
std::optional<double> falls_to_share_of_first_hour(const ResponseCurve& curve, double share, double range);

/// The dose from which on the marginal return is at most `share` of y'(0). Closed forms: Michaelis-Menten
/// K (share^-1/2 - 1); exponential tau ln(1 / share); log tau (1 / share - 1); power with an exponent below 1: none,
/// because y'(0) is infinite.
/// @throws std::invalid_argument  share outside (0, 1), or range not above 0.
std::optional<double> falls_to_share_of_start(const ResponseCurve& curve, double share, double range);

/// Inflection: the dose in (0, range) where the marginal return is highest and after which it falls. No point: it falls
/// from the start (every concave curve), never falls before `range`, or the curve does not rise.
/// Example: Hill, shape n > 1: hours * ((n - 1) / (n + 1))^(1/n). Error below 1e-6 range.
std::optional<double> steepest(const ResponseCurve& curve, double range);

/// Elasticity t y' / y at a dose: by how many percent y grows when t grows by one percent. No point where y is 0 or as
/// good as.
/// Does not depend on the unit of y, so scores can be compared; it does depend on where y's zero lies.
/// @param t  > 0. @throws std::invalid_argument  t is not above 0.
std::optional<double> elasticity(const ResponseCurve& curve, double t);

/// Elasticity of the rise over no dose, t y' / (y(t) - y(0)): the marginal over the average return. Returns diminish at
/// t exactly where it is below 1; neither unit nor zero of y matters. No point where y(t) = y(0).
/// Examples: power t^b: b. Log: (t/tau) / ((1 + t/tau) ln(1 + t/tau)). Michaelis-Menten: K / (K + t).
/// @param t  > 0. @throws std::invalid_argument  t is not above 0.
std::optional<double> elasticity_of_rise(const ResponseCurve& curve, double t);

/// Kneedle on a fitted curve: curve and doses in [0, range] are scaled to the unit square; the knee is where the curve
/// is farthest above the diagonal, that is where the tangent is parallel to the chord. No point: the curve does not
/// rise over the range, or is never farther above the diagonal than one step 1 / (cells - 1), the paper's
/// sensitivity 1.
/// **It moves with the range**: of a square root it is range / 4 and nothing else. Secondary; say the range with it.
/// @param range  > 0. @param cells  >= 2, at which the curve was seen.
/// @throws std::invalid_argument  range or cells out of range.
/// Error below 1e-6 range. Source: Satopaa, Albrecht, Irwin, Raghavan 2011.
std::optional<double> knee(const ResponseCurve& curve, double range, std::size_t cells);

}  // namespace clout
