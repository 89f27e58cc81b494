#include "sim/analysis/responses.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace clout {
namespace {

void check(const Responses& r) {
  if (r.values.size() != r.points * r.worlds)
    throw std::invalid_argument("responses: not one value for each point and world");
}

std::size_t largest(const std::vector<std::size_t>& missing) {
  return missing.empty() ? 0 : *std::max_element(missing.begin(), missing.end());
}

// Keeps what lacks less.
void keep_better(std::vector<std::size_t>& of, const std::vector<std::size_t>& missing, std::size_t worst) {
  std::size_t kept = 0;
  for (std::size_t k = 0; k < of.size(); ++k)
    if (missing[k] < worst) of[kept++] = of[k];
  of.resize(kept);
}

// False if nothing is missing.
bool leave_out_worst(const Responses& r, CompleteResponses& left) {
  const std::size_t points = left.points.size(), worlds = left.worlds.size();
  std::vector<std::size_t> of_point(points), of_world(worlds);  // figures that are missing
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t j = 0; j < worlds; ++j)
      if (!is_there(r.at(left.points[i], left.worlds[j]))) ++of_point[i], ++of_world[j];
  const std::size_t worst_point = largest(of_point), worst_world = largest(of_world);
  if (worst_point == 0) return false;
  if (worst_world * worlds >= worst_point * points)  // of `points`, and of `worlds`
    keep_better(left.worlds, of_world, worst_world);
  else
    keep_better(left.points, of_point, worst_point);
  return true;
}

}  // namespace

CompleteResponses complete_responses(const Responses& r) {
  check(r);
  CompleteResponses complete{std::vector<std::size_t>(r.points), std::vector<std::size_t>(r.worlds), 0};
  std::iota(complete.points.begin(), complete.points.end(), std::size_t{0});
  std::iota(complete.worlds.begin(), complete.worlds.end(), std::size_t{0});
  while (leave_out_worst(r, complete)) {
  }
  if (complete.worlds.empty()) complete.points.clear();
  if (complete.points.empty()) complete.worlds.clear();
  complete.points_left_out = r.points - complete.points.size();
  return complete;
}

CompleteResponses complete_worlds(const Responses& r, std::span<const std::size_t> points) {
  check(r);
  CompleteResponses complete;
  for (const std::size_t p : points) {
    if (p >= r.points) throw std::invalid_argument("responses: no such point");
    const std::span<const double> row = r.values.subspan(p * r.worlds, r.worlds);
    if (std::any_of(row.begin(), row.end(), is_there))
      complete.points.push_back(p);
    else
      ++complete.points_left_out;
  }
  std::sort(complete.points.begin(), complete.points.end());
  for (std::size_t w = 0; w < r.worlds; ++w) {
    const bool all = std::all_of(complete.points.begin(), complete.points.end(),
                                 [&](std::size_t p) { return is_there(r.at(p, w)); });
    if (all && !complete.points.empty()) complete.worlds.push_back(w);
  }
  return complete;
}

std::vector<Interval> response_table(const Responses& r) {
  check(r);
  std::vector<Interval> table;
  std::vector<double> values;
  for (std::size_t p = 0; p < r.points; ++p) {
    values.clear();
    for (std::size_t w = 0; w < r.worlds; ++w)
      if (is_there(r.at(p, w))) values.push_back(r.at(p, w));
    table.push_back(mean_interval(values));
  }
  return table;
}

Interval point_contrast(const Responses& r, std::size_t a, std::size_t b) {
  check(r);
  if (a >= r.points || b >= r.points) throw std::invalid_argument("responses: no such point");
  std::vector<double> difference;
  for (std::size_t w = 0; w < r.worlds; ++w)
    if (is_there(r.at(a, w)) && is_there(r.at(b, w))) difference.push_back(r.at(a, w) - r.at(b, w));
  return mean_interval(difference);
}

}  // namespace clout
