#include "sim/analysis/diminishing.h"

#include <array>
#include <cmath>
#include <stdexcept>

namespace clout {
namespace {

constexpr int kScan = 48;  // looks along the range, denser near 0, where curves bend most
constexpr int kBisection = 36;
constexpr int kGolden = 32;
constexpr double kRatio = 0.6180339887498949;  // (sqrt(5) - 1) / 2

double look(int k, double range) {
  const double part = static_cast<double>(k) / kScan;
  return range * part * part;
}

void check_range(double range) {
  if (!(range > 0) || !std::isfinite(range)) throw std::invalid_argument("diminishing: range must be above 0");
}

void check_share(double share) {
  if (!(share > 0 && share < 1)) throw std::invalid_argument("diminishing: share must be in (0, 1)");
}

// Nothing where it would be infinite or no number.
std::optional<double> slope_ratio(double above, double below) {
  const double r = above / below;
  return std::isfinite(r) ? std::optional(r) : std::nullopt;
}

// Maximum of f by looks along the range and a golden section about the highest; k is that look.
template <class F>
double highest(const F& f, double range, int& k) {
  double most = f(0.0);
  k = 0;
  for (int j = 1; j <= kScan; ++j) {
    const double value = f(look(j, range));
    if (value > most) {
      most = value;
      k = j;
    }
  }
  if (k == 0 || k == kScan) return look(k, range);
  double low = look(k - 1, range), high = look(k + 1, range);
  double left = high - kRatio * (high - low), right = low + kRatio * (high - low);
  double at_left = f(left), at_right = f(right);
  for (int step = 0; step < kGolden; ++step) {
    if (at_left >= at_right) {
      high = right;
      right = left;
      at_right = at_left;
      left = high - kRatio * (high - low);
      at_left = f(left);
    } else {
      low = left;
      left = right;
      at_left = at_right;
      right = low + kRatio * (high - low);
      at_right = f(right);
    }
  }
  return (low + high) / 2;
}

}  // namespace

std::optional<double> falls_to(const ResponseCurve& curve, double level, double range) {
  check_range(range);
  if (!std::isfinite(level)) throw std::invalid_argument("diminishing: level must be finite");
  if (curve.slope(range) > level) return std::nullopt;
  for (int k = kScan - 1; k >= 0; --k) {
    double above = look(k, range);
    if (!(curve.slope(above) > level)) continue;
    double below = look(k + 1, range);
    for (int step = 0; step < kBisection; ++step) {
      const double middle = (above + below) / 2;
      (curve.slope(middle) > level ? above : below) = middle;
    }
    return (above + below) / 2;
  }
  return std::nullopt;
}

std::optional<double> falls_to_share_of_first_hour(const ResponseCurve& curve, double share, double range) {
  check_share(share);
  if (!(range >= 1)) throw std::invalid_argument("diminishing: the first hour must lie in the range");
  const double first = curve.value(1) - curve.value(0);
  return first > 0 ? falls_to(curve, share * first, range) : std::nullopt;
}

std::optional<double> falls_to_share_of_start(const ResponseCurve& curve, double share, double range) {
  check_share(share);
  check_range(range);
  const double start = curve.slope(0);
  return start > 0 && std::isfinite(start) ? falls_to(curve, share * start, range) : std::nullopt;
}

std::optional<double> steepest(const ResponseCurve& curve, double range) {
  check_range(range);
  int k = 0;
  const double t = highest([&](double at) { return curve.slope(at); }, range, k);
  const double most = curve.slope(t);
  // A straight line is nowhere steepest; rounding must not make it so.
  const bool hump =
      k > 0 && k < kScan && most > 0 && most > curve.slope(0) * (1 + 1e-9) && most > curve.slope(range) * (1 + 1e-9);
  return hump ? std::optional(t) : std::nullopt;
}

std::optional<double> elasticity(const ResponseCurve& curve, double t) {
  if (!(t > 0)) throw std::invalid_argument("elasticity: the dose must be above 0");
  return slope_ratio(t * curve.slope(t), curve.value(t));
}

std::optional<double> elasticity_of_rise(const ResponseCurve& curve, double t) {
  if (!(t > 0)) throw std::invalid_argument("elasticity: the dose must be above 0");
  return slope_ratio(t * curve.slope(t), curve.value(t) - curve.value(0));
}

std::optional<double> knee(const ResponseCurve& curve, double range, std::size_t cells) {
  check_range(range);
  if (cells < 2) throw std::invalid_argument("knee: at least two cells");
  const double start = curve.value(0), rise = curve.value(range) - start;
  if (!(rise > 0)) return std::nullopt;
  const auto above = [&](double t) { return (curve.value(t) - start) / rise - t / range; };
  int k = 0;
  const double t = highest(above, range, k);
  return above(t) > 1 / static_cast<double>(cells - 1) ? std::optional(t) : std::nullopt;
}

}  // namespace clout
