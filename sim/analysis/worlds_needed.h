// How many worlds are enough: the width of a 95 % interval over worlds against their number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace clout {

/// Half of the 95 % interval over n worlds of sd `sd`: t(.975, n - 1) sd / sqrt(n).
/// @throws std::invalid_argument  worlds < 2, or sd negative or not finite.
double interval_halfwidth(double sd, std::size_t worlds);

/// The smallest number of worlds n >= 2 with interval_halfwidth(sd, n) <= halfwidth.
///
/// Exact to 10^5 worlds; above, where t^2 is z^2 (1 + (z^2 + 1) / 2n) to far less than a world, from that.
/// @param sd         over worlds, >= 0 and finite; of a paired difference that of the difference.
/// @param halfwidth  > 0.
/// @throws std::invalid_argument  anything else, or more than 10^15 worlds.
/// Example: sd 1, halfwidth 1: 7, as t(.975, 5) / sqrt(6) = 1.05 and t(.975, 6) / sqrt(7) = .92.
std::uint64_t worlds_needed(double sd, double halfwidth);

/// A point of a curve of widths.
struct WidthAt {
  std::size_t worlds = 0;
  double expected = 0;  ///< interval_halfwidth of the sd of all worlds at hand
  double observed = 0;  ///< that of the first `worlds` of them; means nothing unless `known`
  bool known = false;   ///< there are so many
};

/// Half width against number of worlds, from 2 to `most`. Empty with fewer than two worlds at hand.
std::vector<WidthAt> widths_by_worlds(std::span<const double> values, std::size_t most);

}  // namespace clout
