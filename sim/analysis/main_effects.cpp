#include "sim/analysis/main_effects.h"

#include <algorithm>
#include <stdexcept>

namespace clout {
namespace {

/// A value of an axis in every world, kNone where one of its points has no figure.
struct ByWorld {
  std::vector<double> mean;
  std::size_t points = 0, points_left_out = 0;
};

ByWorld mean_at(const Responses& r, std::span<const std::size_t> value, std::size_t v) {
  if (value.size() != r.points) throw std::invalid_argument("main_effects: not one value for each point");
  std::vector<std::size_t> points;
  for (std::size_t p = 0; p < r.points; ++p)
    if (value[p] == v) points.push_back(p);
  const CompleteResponses complete = complete_worlds(r, points);
  ByWorld by{std::vector<double>(r.worlds, kNone), complete.points.size(), complete.points_left_out};
  for (const std::size_t w : complete.worlds) {
    double sum = 0;
    for (const std::size_t p : complete.points) sum += r.at(p, w);
    by.mean[w] = sum / static_cast<double>(by.points);
  }
  return by;
}

Responses rows_of(const std::vector<double>& values, std::size_t rows) { return {rows, values.size() / rows, values}; }

}  // namespace

std::vector<MainEffect> main_effects(const Responses& r, std::span<const std::size_t> value, std::size_t values) {
  if (std::any_of(value.begin(), value.end(), [&](std::size_t v) { return v >= values; }))
    throw std::invalid_argument("main_effects: a point has a value that the axis has not");
  std::vector<MainEffect> effects;
  std::vector<double> all;
  for (std::size_t v = 0; v < values; ++v) {
    const ByWorld by = mean_at(r, value, v);
    all.insert(all.end(), by.mean.begin(), by.mean.end());
    effects.push_back({{}, {}, by.points, by.points_left_out});
  }
  if (values == 0) return effects;
  const Responses by_value = rows_of(all, values);
  const std::vector<Interval> table = response_table(by_value);
  for (std::size_t v = 0; v < values; ++v) {
    effects[v].response = table[v];
    if (v > 0) effects[v].less_first = point_contrast(by_value, v, 0);
  }
  return effects;
}

}  // namespace clout
