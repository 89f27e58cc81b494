#include "sim/analysis/shapley.h"

#include <array>
#include <bit>
#include <stdexcept>

namespace clout {
namespace {

constexpr std::array<double, kMostFactors + 1> kFactorial = {1, 1, 2, 6, 24, 120, 720};

std::size_t factors_of(std::size_t cells) {
  if (cells < 2 || !std::has_single_bit(cells) || std::bit_width(cells) - 1 > static_cast<int>(kMostFactors))
    throw std::invalid_argument("shapley_values: needs 2^n cells, n in 1 .. 6");
  return static_cast<std::size_t>(std::bit_width(cells)) - 1;
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

}  // namespace clout
