#include "sim/analysis/variance_split.h"

#include <algorithm>
#include <vector>

namespace clout {

VarianceSplit variance_split(const Responses& r) { return variance_split(r, complete_responses(r)); }

VarianceSplit variance_split(const Responses& r, const CompleteResponses& complete) {
  const std::size_t points = complete.points.size(), worlds = complete.worlds.size();
  VarianceSplit split;
  split.points = points;
  split.worlds = worlds;
  split.points_left_out = complete.points_left_out;
  split.known = points >= 2 && worlds >= 2;
  if (!split.known) return split;

  const auto n = static_cast<double>(points), m = static_cast<double>(worlds);
  std::vector<double> of_point(points), of_world(worlds);
  double mean = 0;
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t j = 0; j < worlds; ++j) {
      const double y = r.at(complete.points[i], complete.worlds[j]);
      of_point[i] += y / m;
      of_world[j] += y / n;
      mean += y / (n * m);
    }
  double by_point = 0, by_world = 0, rest = 0;
  for (const double y : of_point) by_point += (y - mean) * (y - mean);
  for (const double y : of_world) by_world += (y - mean) * (y - mean);
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t j = 0; j < worlds; ++j) {
      const double e = r.at(complete.points[i], complete.worlds[j]) - of_point[i] - of_world[j] + mean;
      rest += e * e;
    }
  // Sums of squares over points are of their means over worlds, and the other way round.
  const double rest_degrees = (n - 1) * (m - 1);
  const std::vector<MeanSquare> mean_squares = {
      {m * by_point / (n - 1), n - 1}, {n * by_world / (m - 1), m - 1}, {rest / rest_degrees, rest_degrees}};
  const auto components =
      variance_components(mean_squares, 3, worlds, [&](std::span<const double> ms, std::span<double> parts) {
        parts[0] = std::max(0.0, (ms[0] - ms[2]) / m);
        parts[1] = std::max(0.0, (ms[1] - ms[2]) / n);
        parts[2] = ms[2];
      });
  split.point = components[0];
  split.seed = components[1];
  split.remainder = components[2];
  return split;
}

}  // namespace clout
