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

}  // namespace

CompleteResponses complete_responses(const Responses& r, std::span<const std::size_t> points) {
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

CompleteResponses complete_responses(const Responses& r) {
  std::vector<std::size_t> all(r.points);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return complete_responses(r, all);
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
