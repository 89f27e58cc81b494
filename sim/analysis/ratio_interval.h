#pragma once

#include <span>

#include "sim/analysis/interval.h"

namespace clout {

/// Mean of `above` over mean of `below`, of worlds that have both, with its 95 % interval: the ratios r for which the
/// mean of above - r below does not differ from 0,
///   (A - r B)^2 <= t(.975, n-1)^2 (var A - 2 r cov(A, B) + r^2 var B),
/// A and B the means, variances and covariance those of means. Where B itself does not differ from 0 no ratio can be
/// ruled out: `known` is false, and so it is of fewer than two worlds.
/// @throws std::invalid_argument  different lengths.
/// Source: Fieller 1954. Example: {11, 12, 13} over {22, 24, 26}: .5 in every world, so .5 [.5, .5].
Interval ratio_interval(std::span<const double> above, std::span<const double> below);

}  // namespace clout
