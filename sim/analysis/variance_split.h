// Where the variance of a response comes from: what nobody knows (the point), chance that all points share (the seed),
// and chance that strikes points differently (the remainder).
#pragma once

#include <cstddef>

#include "sim/analysis/responses.h"
#include "sim/analysis/variance_shares.h"

namespace clout {

/// Components of the variance of one run at a random point with a random seed, in squared units of the response.
struct VarianceSplit {
  VarianceComponent point, seed, remainder;
  std::size_t points = 0, worlds = 0;  ///< they are of: those between which nothing is missing
  std::size_t points_left_out = 0;     ///< that lack a figure (complete_responses)
  bool known = false;                  ///< at least two points and two worlds
};

/// Splits y[p][w] = m + a_p + b_w + e_pw, P points by W worlds on common seeds, by the sums of squares of a two-way
/// table with one observation a cell:
///   MS_point     = W sum_p (y_p. - y..)^2 / (P - 1)
///   MS_seed      = P sum_w (y_.w - y..)^2 / (W - 1)
///   MS_remainder = sum_pw (y_pw - y_p. - y_.w + y..)^2 / ((P - 1)(W - 1))
///   remainder = MS_remainder, point = (MS_point - MS_remainder) / W, seed = (MS_seed - MS_remainder) / P,
/// the last two not below 0; shares with their intervals as in variance_shares.h. A remainder is interaction of point
/// and seed and cannot be told from the noise of one run. `point` means the variance over the design: with points of a
/// grid, over the values that were chosen.
///
/// Source: Scheffe 1959, chapters 4 and 7 (random effects, method of moments).
/// Example: y = {1, 3; 5, 7}: MS 16, 4, 0: point 8, seed 2, remainder 0.
VarianceSplit variance_split(const Responses& responses);
/// The same, of what complete_responses has left of them.
VarianceSplit variance_split(const Responses& responses, const CompleteResponses& complete);

}  // namespace clout
