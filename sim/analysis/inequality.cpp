#include "sim/analysis/inequality.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace clout {
namespace {

std::vector<double> sorted_amounts(std::span<const double> values) {
  std::vector<double> x(values.begin(), values.end());
  for (const double v : x)
    if (!std::isfinite(v) || v < 0) throw std::invalid_argument("inequality: values must be finite and not negative");
  std::sort(x.begin(), x.end());
  return x;
}

// Share held by the poorest `population`, from running sums of the sorted values.
double held_by(std::span<const double> sorted, std::span<const double> sums, double population) {
  const double whole = sums.empty() ? 0 : sums.back();
  if (whole <= 0) return population;
  const double agents = population * static_cast<double>(sorted.size());
  const auto full = std::min(static_cast<std::size_t>(agents), sorted.size());
  const double part = full < sorted.size() ? (agents - static_cast<double>(full)) * sorted[full] : 0;
  return ((full ? sums[full - 1] : 0) + part) / whole;
}

std::vector<double> running_sums(std::span<const double> sorted) {
  std::vector<double> sums(sorted.size());
  double sum = 0;
  for (std::size_t k = 0; k < sorted.size(); ++k) sums[k] = sum += sorted[k];
  return sums;
}

double gini_of_sorted(std::span<const double> x) {
  const auto n = static_cast<double>(x.size());
  double sum = 0, weighted = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    sum += x[k];
    weighted += (2 * static_cast<double>(k + 1) - n - 1) * x[k];
  }
  return sum > 0 ? weighted / (n * sum) : 0;
}

}  // namespace

double gini(std::span<const double> values) { return gini_of_sorted(sorted_amounts(values)); }

Concentration concentration(std::span<const double> values) {
  const std::vector<double> x = sorted_amounts(values);
  const std::vector<double> sums = running_sums(x);
  return {gini_of_sorted(x), 1 - held_by(x, sums, 1 - 0.01), 1 - held_by(x, sums, 1 - 0.1)};
}

std::vector<LorenzPoint> lorenz_curve(std::span<const double> values, std::size_t steps) {
  if (steps == 0) throw std::invalid_argument("lorenz_curve: at least one step");
  const std::vector<double> x = sorted_amounts(values);
  const std::vector<double> sums = running_sums(x);
  std::vector<LorenzPoint> curve(steps + 1);
  for (std::size_t k = 0; k <= steps; ++k) {
    const double population = static_cast<double>(k) / static_cast<double>(steps);
    curve[k] = {population, held_by(x, sums, population)};
  }
  return curve;
}

double top_share(std::span<const double> values, double share) {
  if (!(share >= 0 && share <= 1)) throw std::invalid_argument("top_share: share must be in [0, 1]");
  const std::vector<double> x = sorted_amounts(values);
  const std::vector<double> sums = running_sums(x);
  return 1 - held_by(x, sums, 1 - share);
}

double quantile(std::span<const double> values, double q) {
  if (!(q >= 0 && q <= 1)) throw std::invalid_argument("quantile: q must be in [0, 1]");
  if (values.empty()) return 0;
  std::vector<double> x(values.begin(), values.end());
  for (const double v : x)
    if (!std::isfinite(v)) throw std::invalid_argument("quantile: values must be finite");
  const double place = q * static_cast<double>(x.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  std::nth_element(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(below), x.end());
  const double low = x[below];
  if (below + 1 == x.size()) return low;
  const double high = *std::min_element(x.begin() + static_cast<std::ptrdiff_t>(below) + 1, x.end());
  return low + (place - static_cast<double>(below)) * (high - low);
}

}  // namespace clout
