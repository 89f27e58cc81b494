#include "sim/analysis/ratio_interval.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/analysis/mean.h"

namespace clout {
namespace {

// Covariance of two means.
double covariance(std::span<const double> a, std::span<const double> b) {
  const double mean_a = mean_of(a), mean_b = mean_of(b), n = static_cast<double>(a.size());
  double sum = 0;
  for (std::size_t w = 0; w < a.size(); ++w) sum += (a[w] - mean_a) * (b[w] - mean_b);
  return sum / (n - 1) / n;
}

}  // namespace

Interval ratio_interval(std::span<const double> above, std::span<const double> below) {
  if (above.size() != below.size()) throw std::invalid_argument("ratio_interval: the lengths differ");
  Interval interval;
  interval.worlds = above.size();
  if (above.size() < 2) return interval;
  const double a = mean_of(above), b = mean_of(below), t = student_t_quantile(0.975, above.size() - 1);
  const double square = b * b - t * t * covariance(below, below);
  if (!(square > 0)) return interval;
  const double linear = a * b - t * t * covariance(above, below);
  const double root = std::sqrt(std::max(0.0, linear * linear - square * (a * a - t * t * covariance(above, above))));
  interval = {a / b, (linear - root) / square, (linear + root) / square, above.size(), true};
  return interval;
}

}  // namespace clout
