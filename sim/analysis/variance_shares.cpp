#include "sim/analysis/variance_shares.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <stdexcept>

#include "sim/core/distributions.h"

namespace clout {
namespace {

constexpr std::uint64_t kDraws = 999;
constexpr std::size_t kTail = 24;  // of as many draws on either side: 25 of 1000

/// Shares of parts; false where all parts are 0.
bool shares_of(std::span<double> parts) {
  const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
  if (!(sum > 0)) return false;
  for (double& part : parts) part /= sum;
  return true;
}

}  // namespace

std::vector<VarianceComponent> variance_components(std::span<const MeanSquare> mean_squares, std::size_t parts,
                                                   std::size_t worlds, const PartsOfVariance& parts_of) {
  std::vector<double> expected, figures(parts);
  for (const MeanSquare& ms : mean_squares) {
    if (!(ms.degrees >= 1)) throw std::invalid_argument("variance_components: less than a degree of freedom");
    expected.push_back(ms.value);
  }
  std::vector<VarianceComponent> components(parts);
  parts_of(expected, figures);
  for (std::size_t k = 0; k < parts; ++k) components[k].variance = figures[k];
  if (!shares_of(figures)) return components;

  std::vector<std::vector<double>> drawn(parts);
  for (std::size_t k = 0; k < parts; ++k) components[k].share = {figures[k], figures[k], figures[k], worlds, false};
  for (std::uint64_t d = 0; d < kDraws; ++d) {
    Rng rng(0, Stream::bootstrap, d);
    for (std::size_t m = 0; m < expected.size(); ++m) {
      const double half = mean_squares[m].degrees / 2;
      expected[m] = mean_squares[m].value * half / gamma_variate(rng, half);
    }
    parts_of(expected, figures);
    if (!shares_of(figures)) continue;
    for (std::size_t k = 0; k < parts; ++k) drawn[k].push_back(figures[k]);
  }
  for (std::size_t k = 0; k < parts; ++k) {
    std::sort(drawn[k].begin(), drawn[k].end());
    Interval& share = components[k].share;
    share.known = drawn[k].size() == kDraws;
    if (!share.known) continue;
    share.low = drawn[k][kTail];
    share.high = drawn[k][kDraws - 1 - kTail];
  }
  return components;
}

}  // namespace clout
