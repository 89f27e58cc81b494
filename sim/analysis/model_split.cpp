#include "sim/analysis/model_split.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace clout {
namespace {

using CubeCell = std::array<std::size_t, 3>;  // of a cell: point, model, world

/// A complete table of three ways.
struct Cube {
  CubeCell size{};
  std::vector<double> values;

  double at(const CubeCell& cell) const { return values[(cell[0] * size[1] + cell[1]) * size[2] + cell[2]]; }

  template <class Visit>
  void each(Visit&& visit) const {
    for (std::size_t p = 0; p < size[0]; ++p)
      for (std::size_t v = 0; v < size[1]; ++v)
        for (std::size_t w = 0; w < size[2]; ++w) visit(CubeCell{p, v, w});
  }
};

/// Points and worlds that are complete in every table.
Cube complete_cube(std::span<const Responses> by_model) {
  std::vector<std::size_t> points, worlds;
  for (const Responses& r : by_model) {
    if (r.points != by_model.front().points || r.worlds != by_model.front().worlds)
      throw std::invalid_argument("model_split: tables of different sizes");
    const CompleteResponses complete = complete_responses(r);
    const auto keep = [&](std::vector<std::size_t>& common, const std::vector<std::size_t>& of_this) {
      if (&r == &by_model.front()) common = of_this;
      std::erase_if(common, [&](std::size_t k) { return !std::binary_search(of_this.begin(), of_this.end(), k); });
    };
    keep(points, complete.points);
    keep(worlds, complete.worlds);
  }
  Cube cube{{points.size(), by_model.size(), worlds.size()}, {}};
  for (const std::size_t p : points)
    for (const Responses& r : by_model)
      for (const std::size_t w : worlds) cube.values.push_back(r.at(p, w));
  return cube;
}

/// Means over the ways that are not kept, each at every cell, so that effects are sums and differences of them.
class Means {
 public:
  Means(const Cube& cube, std::array<bool, 3> kept) : cube_(cube), kept_(kept) {
    for (std::size_t k = 0; k < 3; ++k) cells_ *= kept[k] ? cube.size[k] : 1;
    sums_.resize(cells_);
    cube.each([&](const CubeCell& cell) { sums_[place(cell)] += cube.at(cell); });
  }
  double at(const CubeCell& cell) const {
    return sums_[place(cell)] * static_cast<double>(cells_) / static_cast<double>(cube_.values.size());
  }

 private:
  std::size_t place(const CubeCell& cell) const {
    std::size_t at = 0;
    for (std::size_t k = 0; k < 3; ++k)
      if (kept_[k]) at = at * cube_.size[k] + cell[k];
    return at;
  }

  const Cube& cube_;
  std::array<bool, 3> kept_;
  std::size_t cells_ = 1;
  std::vector<double> sums_;
};

template <class Effect>
double mean_square(const Cube& cube, double degrees, Effect&& effect) {
  double sum = 0;
  cube.each([&](const CubeCell& cell) { sum += effect(cell) * effect(cell); });
  return sum / degrees;
}

}  // namespace

ModelSplit model_split(std::span<const Responses> by_model) {
  ModelSplit split;
  if (by_model.empty()) return split;
  const Cube cube = complete_cube(by_model);
  split.points = cube.size[0];
  split.models = cube.size[1];
  split.worlds = cube.size[2];
  split.known = *std::min_element(cube.size.begin(), cube.size.end()) >= 2;
  if (!split.known) return split;

  const Means all(cube, {false, false, false});
  const std::array<Means, 3> alone = {Means(cube, {true, false, false}), Means(cube, {false, true, false}),
                                      Means(cube, {false, false, true})};
  const std::array<Means, 3> without = {Means(cube, {false, true, true}), Means(cube, {true, false, true}),
                                        Means(cube, {true, true, false})};  // without[k]: the two ways but k
  std::array<double, 3> n{}, ms_alone{}, ms_without{};
  for (std::size_t k = 0; k < 3; ++k) n[k] = static_cast<double>(cube.size[k]);
  for (std::size_t k = 0; k < 3; ++k) {
    const std::size_t i = (k + 1) % 3, j = (k + 2) % 3;
    ms_alone[k] = mean_square(cube, n[k] - 1, [&](const CubeCell& c) { return alone[k].at(c) - all.at(c); });
    ms_without[k] = mean_square(cube, (n[i] - 1) * (n[j] - 1), [&](const CubeCell& c) {
      return without[k].at(c) - alone[i].at(c) - alone[j].at(c) + all.at(c);
    });
  }
  const double rest_degrees = (n[0] - 1) * (n[1] - 1) * (n[2] - 1);
  const double ms_rest = mean_square(cube, rest_degrees, [&](const CubeCell& c) {
    double rest = cube.at(c) - all.at(c);
    for (std::size_t k = 0; k < 3; ++k) rest -= without[k].at(c) - alone[k].at(c);
    return rest;
  });
  // 0 to 2: of one way; 3 to 5: of the two ways but that; 6: of all three.
  std::vector<MeanSquare> mean_squares;
  for (std::size_t k = 0; k < 3; ++k) mean_squares.push_back({ms_alone[k], n[k] - 1});
  for (std::size_t k = 0; k < 3; ++k)
    mean_squares.push_back({ms_without[k], (n[(k + 1) % 3] - 1) * (n[(k + 2) % 3] - 1)});
  mean_squares.push_back({ms_rest, rest_degrees});
  const auto components =
      variance_components(mean_squares, 5, cube.size[2], [&](std::span<const double> ms, std::span<double> parts) {
        const auto of_one = [&](std::size_t k) {
          const std::size_t i = (k + 1) % 3, j = (k + 2) % 3;
          return std::max(0.0, (ms[k] - ms[3 + i] - ms[3 + j] + ms[6]) / (n[i] * n[j]));
        };
        const auto of_two = [&](std::size_t but) { return std::max(0.0, (ms[3 + but] - ms[6]) / n[but]); };
        parts[0] = of_one(0);
        parts[1] = of_one(1);
        parts[2] = of_two(2);
        parts[3] = of_one(2);
        parts[4] = of_two(0) + of_two(1) + ms[6];
      });
  split.point = components[0];
  split.model = components[1];
  split.point_and_model = components[2];
  split.seed = components[3];
  split.remainder = components[4];
  return split;
}

}  // namespace clout
