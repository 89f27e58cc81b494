// Do intervals of response curves hold the truth in 95 of 100 repetitions? Answered on made-up worlds: cells of a curve
// that is known in closed form, with noise of worlds and of cells.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/analysis/estimator_row.h"
#include "sim/analysis/response_fit.h"
#include "sim/core/parallel.h"

namespace clout {

struct ResponseCoverageParams {
  std::size_t cells = 12;
  double hours_max = 20;     ///< of the doses of probes, hours a week
  double dose = 5;           ///< at which elasticities and slopes are taken
  double world_share = 0.1;  ///< of the noise's variance, that all cells of a world share. Assumed.
  std::vector<double> noises = {0.05, 0.1, 0.2};  ///< sd of one world's cell over the range of the curve
  std::vector<std::size_t> worlds = {10, 20, 30};
  std::size_t repetitions = 200, resamples = 399;
  std::uint64_t seed = 1;
};

/// The curves: they rise by 1 from 0 to hours_max, from a baseline of .2; hours an eighth of hours_max (Hill: a
/// quarter), power and Hill with exponents 1/2 and 2.
std::array<FamilyCurve, kFamilies> known_curves(double hours_max);

/// Doses of cells as probes have them: hours_max u^2 with u uniform, cut into cells of equal chance, each at its mean,
/// hours_max (3 c^2 + 3 c + 1) / (3 cells^2), c = 0 .. cells - 1. The range of what is seen ends at the last of them.
std::vector<double> known_doses(const ResponseCoverageParams& params);

/// Cell means of made-up worlds, [world][cell]: curve + sd (sqrt(world_share) z_world + sqrt(1 - world_share) z_cell)
/// with z standard normal, sd = noise times the curve's range. Keyed by (seed, repetition, world).
std::vector<double> known_worlds(const FamilyCurve& curve, const ResponseCoverageParams& params, double noise,
                                 std::size_t worlds, std::size_t repetition);

/// Rows for every noise and number of worlds: t50, t10, elasticity (of the rise, at `dose`), knee and slope (at `dose`)
/// of the average over families, each over all curves; and the slope of each family by itself, where the truth is of
/// that family. Which family a curve is of is not told to the average, and in noise it cannot be seen; so its intervals
/// are wide for curves in the middle of the families and narrow for those at the edge, and only over all curves can
/// their coverage be expected to be 95 %.
/// @throws std::invalid_argument  no noises, worlds or repetitions, or params out of range of ResponseFitter.
/// The same bits on any number of threads.
/// Cost: noises * worlds * repetitions * (resamples + 1) * 6 * about 40 microseconds, over threads.
std::vector<EstimatorRow> response_coverage(const ResponseCoverageParams& params, ThreadPool& pool);

}  // namespace clout
