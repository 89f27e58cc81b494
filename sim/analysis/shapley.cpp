#include "sim/analysis/shapley.h"

#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace clout {
namespace {

constexpr std::array<double, kMostFactors + 1> kFactorial = {1, 1, 2, 6, 24, 120, 720};

std::size_t factors_of(std::size_t cells) {
  if (cells < 2 || !std::has_single_bit(cells) || std::bit_width(cells) - 1 > static_cast<int>(kMostFactors))
    throw std::invalid_argument("shapley_values: needs 2^n cells, n in 1 .. 6");
  return static_cast<std::size_t>(std::bit_width(cells)) - 1;
}

double sum_without(std::span<const double> values, std::size_t left_out) {
  double sum = 0;
  for (std::size_t k = 0; k < values.size(); ++k) sum += k == left_out ? 0 : values[k];
  return sum;
}

// sum(part) / sum(whole) over worlds.
Interval jackknife_ratio(std::span<const double> part, std::span<const double> whole) {
  const std::size_t n = part.size();
  const double ratio = sum_without(part, n) / sum_without(whole, n);
  std::vector<double> pseudo(n);
  for (std::size_t w = 0; w < n; ++w)
    pseudo[w] = static_cast<double>(n) * ratio -
                static_cast<double>(n - 1) * (sum_without(part, w) / sum_without(whole, w));
  const Interval around = mean_interval(pseudo);
  const double half = (around.high - around.low) / 2;
  if (!std::isfinite(ratio) || !std::isfinite(half)) return {};
  return {ratio, ratio - half, ratio + half, n, true};
}

}  // namespace

std::vector<double> shapley_values(std::span<const double> cells) {
  const std::size_t n = factors_of(cells.size());
  std::vector<double> values(n);
  for (std::size_t f = 0; f < n; ++f) {
    const std::size_t bit = std::size_t{1} << f;
    for (std::size_t s = 0; s < cells.size(); ++s) {
      if (s & bit) continue;
      const auto size = static_cast<std::size_t>(std::popcount(s));
      values[f] += kFactorial[size] * kFactorial[n - 1 - size] * (cells[s | bit] - cells[s]);
    }
    values[f] /= kFactorial[n];
  }
  return values;
}

std::optional<std::vector<double>> standardised_cells(std::span<const double> means, std::span<const double> weights,
                                                      std::size_t roles) {
  if (roles == 0 || means.size() % roles != 0)
    throw std::invalid_argument("standardised_cells: needs a mean for each role in each cell");
  if (weights.size() != roles && weights.size() != means.size())
    throw std::invalid_argument("standardised_cells: needs a weight for each role, or for each mean");
  for (const double w : weights)
    if (!(std::isfinite(w) && w >= 0))
      throw std::invalid_argument("standardised_cells: weights must be finite and not negative");
  std::vector<double> cells(means.size() / roles);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const auto mean = means.subspan(c * roles, roles);
    const auto weight = weights.subspan(weights.size() == roles ? 0 : c * roles, roles);
    double sum = 0, whole = 0;
    for (std::size_t r = 0; r < roles; ++r) {
      if (weight[r] == 0) continue;
      if (!std::isfinite(mean[r])) return std::nullopt;
      sum += weight[r] * mean[r];
      whole += weight[r];
    }
    if (whole == 0) return std::nullopt;
    cells[c] = sum / whole;
  }
  return cells;
}

ShapleyParts shapley_over_worlds(std::span<const std::vector<double>> worlds) {
  ShapleyParts result;
  if (worlds.empty()) return result;
  const std::size_t n = factors_of(worlds.front().size());
  std::vector<double> whole;
  std::vector<std::vector<double>> part(n);
  for (const std::vector<double>& cells : worlds) {
    if (cells.size() != worlds.front().size())
      throw std::invalid_argument("shapley_over_worlds: worlds of different numbers of cells");
    const std::vector<double> values = shapley_values(cells);
    for (std::size_t f = 0; f < n; ++f) part[f].push_back(values[f]);
    whole.push_back(cells.back() - cells.front());
  }
  result.whole = mean_interval(whole);
  const bool differs = answer(result.whole) != Answer::cannot_tell;
  for (std::size_t f = 0; f < n; ++f)
    result.parts.push_back({mean_interval(part[f]), differs ? jackknife_ratio(part[f], whole) : Interval{}});
  return result;
}

}  // namespace clout
