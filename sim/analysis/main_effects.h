// The response by the value of one axis, whatever the other axes are. The world is the unit: a world's figure at a
// value is its mean over the points that have the value, and intervals are over worlds.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/analysis/responses.h"

namespace clout {

/// One value of an axis.
struct MainEffect {
  Interval response;                ///< mean over the points with this value
  Interval less_first;              ///< less that of the first value, world by world; unknown at the first
  std::size_t points = 0;           ///< averaged over
  std::size_t points_left_out = 0;  ///< without a figure in any world
};

/// The main effect of an axis, one entry a value.
///
/// In world w, with P_v the points of value v that have a figure at all,
///   m_v(w) = 1/|P_v| sum_{p in P_v} y[p][w],
/// for worlds that have all of P_v; intervals are Student's, of m_v(w) and of m_v(w) - m_0(w) over w.
/// The points of two values differ in nothing else in a grid; in a sampled design they are other draws of the other
/// axes, so that the interval, which is over worlds, is too short by the noise of that.
///
/// @param value   of each point the index of its value on the axis, below `values`.
/// @throws std::invalid_argument  what does not fit.
/// Example: values {0, 0, 1}, one world {1, 3, 5}: 2 and 5, difference 3, without intervals.
std::vector<MainEffect> main_effects(const Responses& responses, std::span<const std::size_t> value,
                                     std::size_t values);

}  // namespace clout
