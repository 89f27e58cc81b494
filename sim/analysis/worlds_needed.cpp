#include "sim/analysis/worlds_needed.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/analysis/interval.h"

namespace clout {
namespace {

constexpr double kExactUpTo = 1e5;

void check(double sd) {
  if (!(sd >= 0) || !std::isfinite(sd)) throw std::invalid_argument("a standard deviation must be at least 0");
}

}  // namespace

double interval_halfwidth(double sd, std::size_t worlds) {
  check(sd);
  if (worlds < 2) throw std::invalid_argument("interval_halfwidth: fewer than two worlds have no interval");
  return student_t_quantile(0.975, worlds - 1) * sd / std::sqrt(static_cast<double>(worlds));
}

std::uint64_t worlds_needed(double sd, double halfwidth) {
  check(sd);
  if (!(halfwidth > 0)) throw std::invalid_argument("worlds_needed: the half width must be above 0");
  const double ratio = kZ95 * sd / halfwidth, by_normal = ratio * ratio;
  if (!(by_normal < 1e15)) throw std::invalid_argument("worlds_needed: more than 10^15 worlds");
  if (by_normal > kExactUpTo) return static_cast<std::uint64_t>(std::ceil(by_normal + (kZ95 * kZ95 + 1) / 2));
  auto n = std::max<std::size_t>(2, static_cast<std::size_t>(by_normal));  // t is above z: not more than needed
  while (interval_halfwidth(sd, n) > halfwidth) ++n;
  return n;
}

std::vector<WidthAt> widths_by_worlds(std::span<const double> values, std::size_t most) {
  std::vector<WidthAt> widths;
  if (values.size() < 2) return widths;
  const double sd = sample_sd(values);
  for (std::size_t n = 2; n <= most; ++n) {
    WidthAt at{n, interval_halfwidth(sd, n), 0, n <= values.size()};
    if (at.known) at.observed = interval_halfwidth(sample_sd(values.first(n)), n);
    widths.push_back(at);
  }
  return widths;
}

}  // namespace clout
