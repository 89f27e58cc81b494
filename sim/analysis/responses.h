// What came of the points of a sweep: one figure, at every point, in every world. Worlds are paired by seed over all
// points, so what a seed brings to all of them falls out of every difference.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/analysis/bootstrap.h"
#include "sim/analysis/interval.h"

namespace clout {

/// values[point * worlds + world]; kNone where a run failed, is not done, or has no such figure.
struct Responses {
  std::size_t points = 0, worlds = 0;
  std::span<const double> values;

  double at(std::size_t point, std::size_t world) const { return values[point * worlds + world]; }
};

/// Points and worlds between which nothing is missing.
struct CompleteResponses {
  std::vector<std::size_t> points, worlds;  ///< ascending
  std::size_t points_left_out = 0;
};

/// Leaves out points and worlds until nothing is missing, always those that lack the largest share
/// of what is left, and worlds where shares are equal. So a point that fails, once or always, costs itself, and a round
/// of which little is done costs that world.
/// @throws std::invalid_argument  values of another number than points by worlds.
/// Cost: O(points worlds) a round; at most as many rounds as there are worlds and different shares.
/// Example: worlds {1, 2} at point 0, {3, none} at 1, {none, none} at 2: points 0, 1; world 0.
CompleteResponses complete_responses(const Responses& responses);

/// Of the points given those that have a figure at all, and the worlds that have one at each of those: in a design that
/// is balanced by all of its points, what is missing of one costs the world. A point that always fails costs itself.
/// @throws std::invalid_argument  values of another number than points by worlds, or no such point.
CompleteResponses complete_worlds(const Responses& responses, std::span<const std::size_t> points);

/// Mean of a point over the worlds that have it, with its 95 % interval; one entry a point. Without any: 0 worlds.
std::vector<Interval> response_table(const Responses& responses);

/// Point a less point b, over the worlds that have both.
/// Example: a = {3, 5}, b = {1, 1}: 3 -+ 12.706 sqrt(2) / sqrt(2).
Interval point_contrast(const Responses& responses, std::size_t a, std::size_t b);

}  // namespace clout
