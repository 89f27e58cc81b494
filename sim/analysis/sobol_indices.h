// How much of the variance of a response over the box of its parameters each parameter makes: alone, and with others.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/analysis/bootstrap.h"

namespace clout {

/// Indices of one parameter.
struct SobolIndex {
  FigureInterval first;  ///< S: share of the variance that goes when this parameter alone is fixed; sums to at most 1
  FigureInterval total;  ///< ST >= S: share that is left when all others are fixed; ST - S is interaction
};

struct SobolIndices {
  std::vector<SobolIndex> of;     ///< one entry a parameter
  double mean = 0, variance = 0;  ///< of the response over the box
  std::size_t base_rows = 0;      ///< of which every response is there
};

/// First-order and total Sobol indices from the responses at a Saltelli design.
///
/// With n base rows, y_A, y_B, y_i the responses at A, B and A with coordinate i of B, m the mean and V the variance
/// (divided by 2n) of all y_A and y_B,
///   S_i  = 1/n  sum (y_B - m) (y_i - y_A) / V
///   ST_i = 1/2n sum (y_A - y_i)^2 / V.
/// Estimates may be a little below 0 or above 1. Intervals are percentile intervals over base rows drawn with
/// replacement (bootstrap.h, where `worlds` are base rows); as base rows from a Sobol sequence are spread more evenly
/// than random ones, they are too wide rather than too short. They say nothing about the noise of a response: give
/// means over worlds, and compare variance_split.h. No index exists where V is 0.
///
/// @param responses  d + 2 for each base row: y_A, y_B, y_1 .. y_d; a base row with a kNone is left out.
/// @param dims       d >= 1.
/// @throws std::invalid_argument  responses of another number.
/// Cost: O(resamples n d). 2^14 base rows of 3 parameters: 0.3 s.
/// Source: S: Saltelli et al. 2010, table 2 (b), centred as in Sobol 1993; ST: Jansen 1999.
/// Example: y = x_1 + 2 x_2 of independent uniforms: S = ST = 1/5, 4/5.
SobolIndices sobol_indices(std::span<const double> responses, std::size_t dims, const BootstrapParams& params);

}  // namespace clout
