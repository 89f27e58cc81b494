#include "sim/world/beta_quantile.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "sim/core/math.h"

namespace clout {
namespace {

constexpr std::size_t kCells = 4096;

double x_at(double t) { return (1 - det_cos_sin_2pi(t / 2).cos) / 2; }

}  // namespace

BetaQuantile::BetaQuantile(double a, double b) : cumulative_(kCells + 1) {
  double log_max = -std::numeric_limits<double>::infinity();
  std::vector<double> log_density(kCells);
  for (std::size_t i = 0; i < kCells; ++i) {
    const double sin2 = x_at((static_cast<double>(i) + 0.5) / kCells);
    log_density[i] = (a - 0.5) * det_log(sin2) + (b - 0.5) * det_log(1 - sin2);
    log_max = std::max(log_max, log_density[i]);
  }
  for (std::size_t i = 0; i < kCells; ++i) cumulative_[i + 1] = cumulative_[i] + det_exp(log_density[i] - log_max);
  for (double& c : cumulative_) c /= cumulative_.back();
}

double BetaQuantile::operator()(double p) const {
  const auto above = std::upper_bound(cumulative_.begin() + 1, cumulative_.end() - 1, p);
  const auto i = static_cast<std::size_t>(above - cumulative_.begin()) - 1;
  const double width = cumulative_[i + 1] - cumulative_[i];
  const double t = width > 0 ? (p - cumulative_[i]) / width : 0.5;
  return x_at((static_cast<double>(i) + std::clamp(t, 0.0, 1.0)) / kCells);
}

}  // namespace clout
