// Where the variance of a figure comes from that is known under several value models, none of which anybody can
// observe: from the point, the model, the two together, or the seed.
#pragma once

#include <cstddef>
#include <span>

#include "sim/analysis/responses.h"
#include "sim/analysis/variance_shares.h"

namespace clout {

/// Components of the variance of one run at a random point with a random seed, read by a random model, in squared units
/// of the response.
struct ModelSplit {
  VarianceComponent point, model, point_and_model, seed;
  VarianceComponent remainder;                     ///< the seed at the point, by model, and what is left
  std::size_t points = 0, worlds = 0, models = 0;  ///< they are of: those between which nothing is missing
  bool known = false;                              ///< at least two of each
};

/// Splits y[p][v][w] = m + a_p + b_v + c_w + (ab)_pv + (ac)_pw + (bc)_vw + e_pvw, P points by V models by W worlds, by
/// the mean squares of a three-way table with one observation a cell. With MS_x those of an effect, and MS the
/// three-way one,
///   two together = (MS_pv - MS) / W, likewise for the other pairs,
///   point = (MS_p - MS_pv - MS_pw + MS) / (V W), likewise for model and seed,
/// none below 0, their shares with intervals as in variance_shares.h. `remainder` is (ac) + (bc) + e. `model` means the
/// variance over the models that were chosen: as many values as there are, so it is known badly with few.
///
/// @param by_model  tables of the same points and worlds.
/// @throws std::invalid_argument  tables of different sizes.
/// Source: Scheffe 1959, chapter 7 (random effects, method of moments).
/// Example: two points, models and worlds, y = 4 p + 2 v + w: point 8, model 2, seed .5, all else 0.
ModelSplit model_split(std::span<const Responses> by_model);

}  // namespace clout
