#include "sim/analysis/response_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>

#include "sim/core/math.h"

namespace clout {
namespace {

constexpr double kLeastPower = 0.1, kMostPower = 4;
constexpr double kLeastHill = 0.5, kMostHill = 6;
constexpr int kScaleSteps = 48, kHillHours = 24, kHillShapes = 13;
constexpr int kRefinements = 40, kHalvings = 8;
constexpr double kPerfect = 1e-12;  // of the sum of squares: what counts as no residual at all
constexpr double kAlike = 1e-12;    // of the largest mean: means that differ by less are alike, but for rounding
constexpr double kStraight = 1e-6;  // exponents that a fit cannot tell from 1

// Searched parameters of a family, baseline and scale aside: hours first, then shape.
std::size_t searched(Family family) {
  switch (family) {
    case Family::linear:
      return 0;
    case Family::hill:
      return 2;
    default:
      return 1;
  }
}

// g and its derivatives by the logarithms of the searched parameters.
struct Basis {
  double g = 0;
  std::array<double, 2> by_log{};
};

// @param t, log_t  dose and its logarithm (-inf at 0).
// @param hours, shape  parameters; log_hours  the logarithm of `hours`.
Basis basis(Family family, double t, double log_t, double hours, double log_hours, double shape) {
  switch (family) {
    case Family::linear:
      return {t, {}};
    case Family::power: {
      if (t == 0) return {};
      const double g = det_exp(shape * log_t);
      return {g, {g * shape * log_t, 0}};
    }
    case Family::log:
      return {det_log1p(t / hours), {-t / (hours + t), 0}};
    case Family::exponential: {
      const double g = -det_expm1(-t / hours);
      return {g, {-(t / hours) * (1 - g), 0}};
    }
    case Family::michaelis_menten:
      return {t / (hours + t), {-hours * t / ((hours + t) * (hours + t)), 0}};
    case Family::hill: {
      if (t == 0) return {};
      const double g = 1 / (1 + det_exp(shape * (log_hours - log_t)));
      const double bend = shape * g * (1 - g);
      return {g, {-bend, bend * (log_t - log_hours)}};
    }
  }
  return {};
}

FamilyCurve curve_at(Family family, const std::array<double, 2>& log_params) {
  FamilyCurve curve;
  curve.family = family;
  if (family == Family::power) {
    curve.shape = det_exp(log_params[0]);
  } else if (family != Family::linear) {
    curve.hours = det_exp(log_params[0]);
    if (family == Family::hill) curve.shape = det_exp(log_params[1]);
  }
  return curve;
}

// One point of the search: the best baseline and scale there, and the step that Gauss-Newton would take.
struct Trial {
  FamilyCurve curve;  // baseline is that of centred means
  std::array<double, 2> log_params{};
  double rss = kInfinity;
  std::array<double, 2> step{};   // of both parameters together
  std::array<double, 2> alone{};  // of each with the other kept
};

class Projection {
 public:
  Projection(Family family, std::span<const double> hours, std::span<const double> log_hours,
             std::span<const double> weights, std::span<const double> centred)
      : family_(family), hours_(hours), log_hours_(log_hours), weights_(weights), y_(centred), g_(hours.size()) {
    for (auto& d : by_log_) d.resize(hours.size());
  }

  Trial at(const std::array<double, 2>& log_params) {
    Trial trial;
    trial.log_params = log_params;
    trial.curve = curve_at(family_, log_params);
    const std::size_t n = hours_.size();
    for (std::size_t c = 0; c < n; ++c) {
      const Basis b = basis(family_, hours_[c], log_hours_[c], trial.curve.hours, log_params[0], trial.curve.shape);
      g_[c] = b.g;
      by_log_[0][c] = b.by_log[0];
      by_log_[1][c] = b.by_log[1];
    }
    const double mean = centre(g_);
    const double squares = dot(g_, g_);
    const double scale = squares > 0 ? dot(g_, y_) / squares : 0;
    trial.curve.scale = scale;
    trial.curve.baseline = -scale * mean;
    residual_.resize(n);
    for (std::size_t c = 0; c < n; ++c) residual_[c] = y_[c] - scale * g_[c];
    trial.rss = dot(residual_, residual_);
    const std::size_t p = searched(family_);
    if (p == 0 || squares <= 0) return trial;
    // J = scale * (derivatives of g, made orthogonal to 1 and g); the step solves J'J step = J'residual.
    std::array<double, 2> right{}, diagonal{};
    for (std::size_t k = 0; k < p; ++k) {
      auto& d = by_log_[k];
      centre(d);
      const double along = dot(g_, d) / squares;
      for (std::size_t c = 0; c < n; ++c) d[c] = scale * (d[c] - along * g_[c]);
      right[k] = dot(d, residual_);
      diagonal[k] = dot(d, d);
      if (diagonal[k] > 0) trial.alone[k] = right[k] / diagonal[k];
    }
    trial.step = trial.alone;
    if (p == 2) {
      const double cross = dot(by_log_[0], by_log_[1]);
      const double determinant = diagonal[0] * diagonal[1] - cross * cross;
      if (determinant > 1e-12 * diagonal[0] * diagonal[1])
        trial.step = {(right[0] * diagonal[1] - right[1] * cross) / determinant,
                      (right[1] * diagonal[0] - right[0] * cross) / determinant};
    }
    return trial;
  }

 private:
  double dot(std::span<const double> a, std::span<const double> b) const {
    double sum = 0;
    for (std::size_t c = 0; c < a.size(); ++c) sum += weights_[c] * a[c] * b[c];
    return sum;
  }
  // Weights have mean 1.
  double centre(std::vector<double>& x) const {
    double sum = 0;
    for (std::size_t c = 0; c < x.size(); ++c) sum += weights_[c] * x[c];
    const double mean = sum / static_cast<double>(x.size());
    for (double& v : x) v -= mean;
    return mean;
  }

  Family family_;
  std::span<const double> hours_, log_hours_, weights_, y_;
  std::vector<double> g_, residual_;
  std::array<std::vector<double>, 2> by_log_;
};

double grid_point(double low, double high, int k, int steps) { return low + (high - low) * k / (steps - 1); }

double aicc_of(double rss, double floor, std::size_t cells, std::size_t searched_params) {
  const auto n = static_cast<double>(cells);
  const double k = static_cast<double>(searched_params) + 3;  // baseline, scale, variance
  if (n - k - 1 < 1) return kInfinity;
  return n * det_log(std::max(rss, floor) / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1);
}

}  // namespace

double FamilyCurve::value(double t) const {
  const double log_t = family == Family::power || family == Family::hill ? det_log(t) : 0;
  const double log_hours = family == Family::hill ? det_log(hours) : 0;
  return baseline + scale * basis(family, t, log_t, hours, log_hours, shape).g;
}

double FamilyCurve::slope(double t) const {
  switch (family) {
    case Family::linear:
      return scale;
    case Family::log:
      return scale / (hours + t);
    case Family::exponential:
      return scale / hours * det_exp(-t / hours);
    case Family::michaelis_menten:
      return scale * hours / ((hours + t) * (hours + t));
    case Family::power:
    case Family::hill:
      break;
  }
  if (t == 0) {
    if (shape > 1 + kStraight || scale == 0) return 0;
    if (shape < 1 - kStraight) return scale > 0 ? kInfinity : -kInfinity;
    return family == Family::power ? scale : scale / hours;
  }
  if (family == Family::power) return scale * shape * det_pow(t, shape - 1);
  const double g = 1 / (1 + det_pow(hours / t, shape));
  return scale * shape * g * (1 - g) / t;
}

ResponseCurve ResponseCurve::of(const FamilyCurve& one) {
  ResponseCurve curve;
  const auto f = static_cast<std::size_t>(one.family);
  curve.curve[f] = one;
  curve.weight[f] = 1;
  return curve;
}

double ResponseCurve::value(double t) const {
  double sum = 0;
  for (std::size_t f = 0; f < kFamilies; ++f)
    if (weight[f] > 0) sum += weight[f] * curve[f].value(t);
  return sum;
}

double ResponseCurve::slope(double t) const {
  double sum = 0;
  for (std::size_t f = 0; f < kFamilies; ++f)
    if (weight[f] > 0) sum += weight[f] * curve[f].slope(t);
  return sum;
}

Family ResponseFit::best() const {
  const auto best = std::max_element(family.begin(), family.end(),
                                     [](const FamilyFit& a, const FamilyFit& b) { return a.weight < b.weight; });
  return best->curve.family;
}

ResponseFitter::ResponseFitter(std::span<const double> hours, std::span<const double> weights)
    : hours_(hours.begin(), hours.end()), weights_(weights.begin(), weights.end()) {
  const std::size_t n = hours_.size();
  if (n < kFewestCells)
    throw std::invalid_argument("response curves need at least " + std::to_string(kFewestCells) + " cells, not " +
                                std::to_string(n));
  if (weights_.empty()) weights_.assign(n, 1);
  if (weights_.size() != n) throw std::invalid_argument("response curves: one weight a cell");
  double sum = 0, least = kInfinity;
  for (std::size_t c = 0; c < n; ++c) {
    if (!std::isfinite(hours_[c]) || hours_[c] < 0)
      throw std::invalid_argument("response curves: doses must be finite and not negative");
    if (!std::isfinite(weights_[c]) || weights_[c] <= 0)
      throw std::invalid_argument("response curves: weights must be finite and above 0");
    if (hours_[c] > 0) least = std::min(least, hours_[c]);
    range_ = std::max(range_, hours_[c]);
    log_hours_.push_back(det_log(hours_[c]));
    sum += weights_[c];
  }
  if (std::set<double>(hours_.begin(), hours_.end()).size() < 4)
    throw std::invalid_argument("response curves need cells at four different doses at least");
  for (double& w : weights_) w *= static_cast<double>(n) / sum;
  least_log_hours_ = det_log(least / 2);
  most_log_hours_ = det_log(range_ * 10);

  for (std::size_t f = 0; f < kFamilies; ++f) {
    const auto family = static_cast<Family>(f);
    const auto [low, high] = bounds_of(family);
    Grid& grid = grid_[f];
    const std::size_t p = searched(family);
    const int first = p == 0 ? 1 : p == 1 ? kScaleSteps : kHillHours, second = p == 2 ? kHillShapes : 1;
    for (int i = 0; i < first; ++i)
      for (int j = 0; j < second; ++j)
        grid.log_params.push_back({first > 1 ? grid_point(low[0], high[0], i, first) : 0,
                                   second > 1 ? grid_point(low[1], high[1], j, second) : 0});
    for (const auto& params : grid.log_params) {
      const FamilyCurve curve = curve_at(family, params);
      std::vector<double> g(n);
      double mean = 0, squares = 0;
      for (std::size_t c = 0; c < n; ++c) {
        g[c] = basis(family, hours_[c], log_hours_[c], curve.hours, params[0], curve.shape).g;
        mean += weights_[c] * g[c] / static_cast<double>(n);
      }
      for (double& v : g) v -= mean;
      for (std::size_t c = 0; c < n; ++c) squares += weights_[c] * g[c] * g[c];
      const double norm = squares > 0 ? 1 / std::sqrt(squares) : 0;
      for (std::size_t c = 0; c < n; ++c) grid.projector.push_back(weights_[c] * g[c] * norm);
    }
  }
}

std::array<std::array<double, 2>, 2> ResponseFitter::bounds_of(Family family) const {
  if (family == Family::power) return {{{det_log(kLeastPower), 0}, {det_log(kMostPower), 0}}};
  if (family == Family::hill) return {{{least_log_hours_, det_log(kLeastHill)}, {most_log_hours_, det_log(kMostHill)}}};
  return {{{least_log_hours_, 0}, {most_log_hours_, 0}}};
}

FamilyFit ResponseFitter::fit_family(Family family, std::span<const double> centred, double mean) const {
  const Grid& grid = grid_[static_cast<std::size_t>(family)];
  const std::size_t n = cells();
  std::size_t best = 0;
  double most = -1;
  for (std::size_t k = 0; k < grid.log_params.size(); ++k) {
    double along = 0;
    for (std::size_t c = 0; c < n; ++c) along += grid.projector[k * n + c] * centred[c];
    if (along * along > most) {
      most = along * along;
      best = k;
    }
  }
  Projection projection(family, hours_, log_hours_, weights_, centred);
  Trial now = projection.at(grid.log_params[best]);
  const auto [low, high] = bounds_of(family);
  const auto moved = [&, &from = low, &to = high](const std::array<double, 2>& step, double part) {
    std::array<double, 2> params = now.log_params;
    for (std::size_t k = 0; k < 2; ++k) params[k] = std::clamp(params[k] + part * step[k], from[k], to[k]);
    return params;
  };
  for (int round = 0; round < kRefinements && searched(family) > 0; ++round) {
    const std::array<std::array<double, 2>, 3> directions{{now.step, {now.alone[0], 0}, {0, now.alone[1]}}};
    Trial next;
    for (std::size_t d = 0; d < (searched(family) == 2 ? 3 : 1); ++d) {
      double part = 1;
      for (int half = 0; half < kHalvings; ++half, part /= 2) {
        const auto params = moved(directions[d], part);
        if (params == now.log_params) break;
        next = projection.at(params);
        if (next.rss < now.rss) break;
      }
      if (next.rss < now.rss) break;
    }
    if (!(next.rss < now.rss)) break;
    const bool settled = now.rss - next.rss < 1e-9 * next.rss;
    now = next;
    if (settled) break;
  }
  FamilyFit fit;
  fit.curve = now.curve;
  fit.curve.baseline += mean;
  fit.rss = now.rss;
  return fit;
}

ResponseFit ResponseFitter::fit(std::span<const double> means) const {
  const std::size_t n = cells();
  if (means.size() != n) throw std::invalid_argument("response curves: one mean a cell");
  double mean = 0, squares = 0, largest = 0;
  for (std::size_t c = 0; c < n; ++c) {
    if (!std::isfinite(means[c])) throw std::invalid_argument("response curves: means must be finite");
    mean += weights_[c] * means[c] / static_cast<double>(n);
    largest = std::max(largest, std::abs(means[c]));
  }
  std::vector<double> centred(n);
  for (std::size_t c = 0; c < n; ++c) {
    centred[c] = means[c] - mean;
    if (std::abs(centred[c]) <= kAlike * largest) centred[c] = 0;
    squares += weights_[c] * centred[c] * centred[c];
  }
  const double floor = std::max(kPerfect * squares, std::numeric_limits<double>::min());
  ResponseFit fit;
  double least = kInfinity, sum = 0;
  for (std::size_t f = 0; f < kFamilies; ++f) {
    const auto family = static_cast<Family>(f);
    fit.family[f] = fit_family(family, centred, mean);
    fit.family[f].aicc = aicc_of(fit.family[f].rss, floor, n, searched(family));
    least = std::min(least, fit.family[f].aicc);
  }
  for (FamilyFit& one : fit.family) sum += one.weight = det_exp((least - one.aicc) / 2);
  double kept = 0;
  for (FamilyFit& one : fit.family) {
    one.weight /= sum;
    if (one.weight >= kLeastWeight) kept += one.weight;
  }
  for (std::size_t f = 0; f < kFamilies; ++f) {
    fit.average.curve[f] = fit.family[f].curve;
    fit.average.weight[f] = fit.family[f].weight >= kLeastWeight ? fit.family[f].weight / kept : 0;
  }
  return fit;
}

}  // namespace clout
