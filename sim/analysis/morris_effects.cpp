#include "sim/analysis/morris_effects.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace clout {
namespace {

/// Effects of one trajectory, by parameter.
std::vector<double> effects_of(std::span<const double> points, std::span<const double> responses, std::size_t dims) {
  std::vector<double> effects(dims, kNone);
  for (std::size_t k = 0; k < dims; ++k) {
    const std::span<const double> before = points.subspan(k * dims, dims), after = points.subspan((k + 1) * dims, dims);
    std::size_t changed = dims;
    for (std::size_t i = 0; i < dims; ++i) {
      if (before[i] == after[i]) continue;
      if (changed != dims) throw std::invalid_argument("morris_effects: a step changes two coordinates");
      changed = i;
    }
    if (changed == dims || is_there(effects[changed]))
      throw std::invalid_argument("morris_effects: a trajectory does not change each coordinate once");
    effects[changed] = (responses[k + 1] - responses[k]) / (after[changed] - before[changed]);
  }
  return effects;
}

}  // namespace

MorrisEffects morris_effects(std::span<const double> points, std::span<const double> responses, std::size_t dims,
                             const BootstrapParams& params) {
  const std::size_t rows = dims + 1;
  if (dims == 0 || responses.size() % rows != 0 || points.size() != responses.size() * dims)
    throw std::invalid_argument("morris_effects: not dims + 1 points and responses for each trajectory");
  std::vector<std::vector<double>> effects;  // [trajectory][parameter]
  for (std::size_t t = 0; t < responses.size() / rows; ++t) {
    const std::span<const double> y = responses.subspan(t * rows, rows);
    if (!std::all_of(y.begin(), y.end(), is_there)) continue;
    effects.push_back(effects_of(points.subspan(t * rows * dims, rows * dims), y, dims));
  }
  const std::size_t n = effects.size();

  // figures: mu, mu_star and sigma of each parameter
  const std::vector<FigureInterval> figures =
      bootstrap_worlds(n, 3 * dims, params, [&](std::span<const double> weight, std::span<double> out) {
        for (std::size_t i = 0; i < dims; ++i) {
          double sum = 0, sizes = 0, squares = 0;
          for (std::size_t t = 0; t < n; ++t) {
            sum += weight[t] * effects[t][i];
            sizes += weight[t] * std::fabs(effects[t][i]);
          }
          const double mean = sum / static_cast<double>(n);
          for (std::size_t t = 0; t < n; ++t) squares += weight[t] * (effects[t][i] - mean) * (effects[t][i] - mean);
          out[3 * i] = mean;
          out[3 * i + 1] = sizes / static_cast<double>(n);
          if (n > 1) out[3 * i + 2] = std::sqrt(squares / static_cast<double>(n - 1));
        }
      });
  MorrisEffects result;
  result.trajectories = n;
  for (std::size_t i = 0; i < dims; ++i) result.of.push_back({figures[3 * i], figures[3 * i + 1], figures[3 * i + 2]});
  return result;
}

}  // namespace clout
