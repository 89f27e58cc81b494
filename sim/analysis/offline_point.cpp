#include "sim/analysis/offline_point.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/core/math.h"

namespace clout {
namespace {

constexpr std::size_t kLineNodes = 17;      // of a line over hours online, evenly spaced in roots of hours
constexpr std::size_t kPointsPerStep = 16;  // at which the gain along a mix is looked at
constexpr std::size_t kPointFigures = 3, kMixFigures = 5;

// The first of the up to four neighbours through which the curve between nodes `left` and left + 1 of n is drawn.
std::size_t first_neighbour(std::size_t left, std::size_t n) {
  if (n <= 4) return 0;
  return std::min(left > 0 ? left - 1 : 0, n - 4);
}

// Lagrange's weights of the nodes x[0 .. m-1], m <= 4, at a place.
std::array<double, 4> lagrange(std::span<const double> x, double place) {
  std::array<double, 4> weight{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    weight[i] = 1;
    for (std::size_t j = 0; j < x.size(); ++j)
      if (j != i) weight[i] *= (place - x[j]) / (x[i] - x[j]);
  }
  return weight;
}

// A curve with values at 0, 1, .. n - 1, at a place between them: the polynomial through the four nearest.
double between(std::span<const double> values, double place) {
  constexpr std::array<double, 4> kPlaces = {0, 1, 2, 3};
  const std::size_t n = values.size();
  const auto left = std::min(static_cast<std::size_t>(std::max(place, 0.0)), n - 1);
  const std::size_t first = first_neighbour(left, n), m = std::min<std::size_t>(n, 4);
  const auto weight = lagrange(std::span(kPlaces).first(m), place - static_cast<double>(first));
  double sum = 0;
  for (std::size_t i = 0; i < m; ++i) sum += weight[i] * values[first + i];
  return sum;
}

// Where the polynomial through a curve's neighbours leaves (-inf, 0] between nodes left and left + 1, in roots of
// hours. In Newton's form, which is cheap to evaluate.
double crossing_between(std::span<const double> roots, std::span<const double> curve, std::size_t left) {
  const std::size_t first = first_neighbour(left, roots.size());
  std::size_t m = std::min<std::size_t>(roots.size(), 4);
  while (first + m > left + 2 && !is_there(curve[first + m - 1])) --m;  // all that comes before is there
  std::array<double, 4> x{}, c{};
  std::copy_n(roots.begin() + static_cast<std::ptrdiff_t>(first), m, x.begin());
  std::copy_n(curve.begin() + static_cast<std::ptrdiff_t>(first), m, c.begin());
  for (std::size_t order = 1; order < m; ++order)
    for (std::size_t i = m - 1; i >= order; --i) c[i] = (c[i] - c[i - 1]) / (x[i] - x[i - order]);
  double low = roots[left], high = roots[left + 1];
  for (int step = 0; step < 40; ++step) {
    const double middle = (low + high) / 2;
    const double value = c[0] + (middle - x[0]) * (c[1] + (middle - x[1]) * (c[2] + (middle - x[2]) * c[3]));
    (value > 0 ? high : low) = middle;
  }
  return (low + high) / 2;
}

// first_above_zero with the roots at hand.
Crossing crossing_of(std::span<const double> roots, std::span<const double> curve) {
  if (curve.size() < 2 || !is_there(curve[0])) return {};
  if (curve[0] > 0) return {PointKind::from_the_first_hour, 0};
  for (std::size_t i = 1; i < curve.size(); ++i) {
    if (!is_there(curve[i])) return {};
    if (!(curve[i] > 0)) continue;
    const double root = crossing_between(roots, curve, i - 1);
    return {PointKind::within_range, root * root};
  }
  return {PointKind::never_in_range, 0};
}

std::vector<double> roots_of(std::span<const double> hours) {
  std::vector<double> roots(hours.size());
  for (std::size_t i = 0; i < hours.size(); ++i) {
    if (!(hours[i] >= 0) || (i > 0 && !(hours[i] > hours[i - 1])))
      throw std::invalid_argument("a curve over hours needs hours that rise from 0 or more");
    roots[i] = std::sqrt(hours[i]);
  }
  return roots;
}

bool all_there(std::span<const double> values) { return std::all_of(values.begin(), values.end(), is_there); }

void put_point(const Crossing& point, std::span<double> out) {
  const bool exists = point.kind == PointKind::from_the_first_hour || point.kind == PointKind::within_range;
  out[0] = exists ? point.hours : kNone;
  out[1] = point.kind == PointKind::from_the_first_hour ? 1 : kNone;
  out[2] = point.kind == PointKind::never_in_range ? 1 : kNone;
}

// Cuts an interval where its figure cannot be: Student's intervals of few worlds know nothing of a range.
FigureInterval within(FigureInterval figure, double lowest, double highest) {
  figure.interval.low = std::clamp(figure.interval.low, lowest, highest);
  figure.interval.high = std::clamp(figure.interval.high, lowest, highest);
  return figure;
}

bool is_above(const FigureInterval& figure) {
  return figure.interval.known && is_representative(figure) && figure.interval.low > 0;
}
bool is_below(const FigureInterval& figure) {
  return figure.exists && figure.interval.known && figure.interval.high < 0;
}

// True if the curve is above 0 where the point has certainly been passed, and nowhere beyond it certainly below.
bool stays_above(std::span<const FigureInterval> curve, std::span<const double> roots, double passed) {
  std::size_t node = 0;
  while (node < roots.size() && roots[node] * roots[node] < passed) ++node;
  return node < roots.size() && is_above(curve[node]) &&
         std::none_of(curve.begin() + static_cast<std::ptrdiff_t>(node), curve.end(), is_below);
}

// From the figures of the point, and those of its curve at the nodes.
PointAnswer point_answer(std::span<const FigureInterval> figures, std::span<const FigureInterval> curve,
                         std::span<const double> roots, double online_max) {
  PointAnswer answer;
  answer.hours = within(figures[0], 0, online_max);
  answer.from_the_first_hour = figures[1].probability;
  answer.never_in_range = figures[2].probability;
  Interval& interval = answer.hours.interval;
  answer.open_above = interval.known && answer.never_in_range > expanded_tail(interval.worlds);
  if (answer.open_above) interval.high = online_max;
  // Resamples of fewer worlds agree by chance too often: of four that are drawn by lot all are alike once in eight.
  const std::size_t worlds = curve[0].interval.worlds;
  if (worlds < kPercentileWorlds) return answer;
  const double tail = expanded_tail(worlds);
  if (answer.hours.probability + answer.never_in_range < 1 - tail) return answer;  // too many cannot tell either
  if (is_above(curve[0])) {
    if (stays_above(curve, roots, 0)) answer.kind = PointKind::from_the_first_hour;
  } else if (answer.never_in_range >= 1 - tail && std::any_of(curve.begin(), curve.end(), is_below)) {
    answer.kind = PointKind::never_in_range;
  } else if (interval.known && !answer.open_above && stays_above(curve, roots, interval.high)) {
    answer.kind = PointKind::within_range;
  }
  return answer;
}

/// Gain at n + 1 equally spaced mixes: differences added up, and put where it is nearest to the levels.
std::vector<double> gains_of(std::span<const double> difference, std::span<const double> level, double step) {
  const std::size_t n = difference.size();
  std::vector<double> gain(n + 1);
  double offset = level[0];
  for (std::size_t k = 0; k < n; ++k) {
    gain[k + 1] = gain[k] - step * difference[k];
    offset += level[k + 1] - gain[k + 1];
  }
  offset /= static_cast<double>(n + 1);
  for (double& g : gain) g += offset;
  return gain;
}

/// kPointsPerStep points a step, by the cubic through the four nearest.
std::vector<double> refined(std::span<const double> gain) {
  const std::size_t n = gain.size() - 1;
  const std::size_t m = std::min<std::size_t>(n + 1, 4);
  std::array<std::array<std::array<double, 4>, kPointsPerStep>, 3> weights;  // [place of the step among its neighbours]
  constexpr std::array<double, 4> kPlaces = {0, 1, 2, 3};
  for (std::size_t place = 0; place + 1 < m; ++place)
    for (std::size_t sub = 0; sub < kPointsPerStep; ++sub)
      weights[place][sub] =
          lagrange(std::span(kPlaces).first(m),
                   static_cast<double>(place) + static_cast<double>(sub) / static_cast<double>(kPointsPerStep));
  std::vector<double> fine(n * kPointsPerStep + 1);
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t first = first_neighbour(k, n + 1);
    for (std::size_t sub = 0; sub < kPointsPerStep; ++sub) {
      double sum = 0;
      for (std::size_t i = 0; i < m; ++i) sum += weights[k - first][sub][i] * gain[first + i];
      fine[k * kPointsPerStep + sub] = sum;
    }
  }
  fine.back() = gain.back();
  return fine;
}

struct Peak {
  double at, height;  ///< at: in steps, not whole
};

/// Vertex of the parabola through the highest value and its neighbours.
Peak peak_at(std::span<const double> curve, std::size_t top) {
  Peak peak{static_cast<double>(top), curve[top]};
  if (top == 0 || top + 1 == curve.size()) return peak;
  const double fall = curve[top - 1] - 2 * curve[top] + curve[top + 1], tilt = (curve[top + 1] - curve[top - 1]) / 2;
  if (fall < 0) {
    peak.at -= tilt / fall;
    peak.height -= tilt * tilt / (2 * fall);
  }
  return peak;
}

}  // namespace

Crossing first_above_zero(std::span<const double> hours, std::span<const double> curve) {
  if (hours.size() != curve.size()) throw std::invalid_argument("first_above_zero: one value a node");
  return crossing_of(roots_of(hours), curve);
}

Mix best_mix(std::span<const double> difference, std::span<const double> level, double step) {
  const std::size_t n = difference.size();
  if (level.size() != n + 1) throw std::invalid_argument("best_mix: one level more than differences");
  Mix mix;
  if (n == 0 || !all_there(difference) || !all_there(level)) return mix;
  const std::vector<double> fine = refined(gains_of(difference, level, step));
  const auto top = static_cast<std::size_t>(std::max_element(fine.begin(), fine.end()) - fine.begin());
  const std::size_t last = fine.size() - 1;
  const auto [at, best] = peak_at(fine, top);
  if (!(best > 0)) return mix;
  const double good = (1 - kBandShare) * best;
  const auto edge = [&](std::size_t inside, std::size_t outside) {
    const double share = (fine[inside] - good) / (fine[inside] - fine[outside]);
    return static_cast<double>(inside) + share * (static_cast<double>(outside) - static_cast<double>(inside));
  };
  std::size_t low = top, high = top;
  while (low > 0 && fine[low - 1] >= good) --low;
  while (high < last && fine[high + 1] >= good) ++high;
  const auto whole = static_cast<double>(last);
  mix.known = true;
  mix.best_share = at / whole;
  mix.low_share = (low == 0 ? 0 : edge(low, low - 1)) / whole;
  mix.high_share = (high == last ? whole : edge(high, high + 1)) / whole;
  mix.loss_all_online = 1 - fine.back() / best;
  mix.loss_all_offline = 1 - fine.front() / best;
  return mix;
}

double average_hour(std::span<const double> margin, double step, double hours) {
  const double steps = hours / step;
  if (!all_there(margin) || !(steps > 0 && steps <= static_cast<double>(margin.size()))) return kNone;
  std::vector<double> bought(margin.size() + 1);
  for (std::size_t k = 0; k < margin.size(); ++k) bought[k + 1] = bought[k] + step * margin[k];
  return between(bought, steps) / hours;
}

namespace {

// Above 0 where an hour buys less than the quarter of an average one; nothing is there unless average > 0.
std::vector<double> dagger_curve(std::span<const double> margin, double average) {
  std::vector<double> curve(margin.size(), kNone);
  for (std::size_t i = 0; average > 0 && i < margin.size(); ++i) curve[i] = kDaggerShare * average - margin[i];
  return curve;
}

}  // namespace

Crossing h_dagger(std::span<const double> hours, std::span<const double> margin, double average) {
  if (hours.size() != margin.size()) throw std::invalid_argument("h_dagger: one value a node");
  return crossing_of(roots_of(hours), dagger_curve(margin, average));
}

OfflineReader::OfflineReader(OfflineQuestion question) : question_(std::move(question)) {
  const OfflineQuestion& q = question_;
  if (!(q.step > 0 && q.online_max > 0 && q.offline_max > 0))
    throw std::invalid_argument("offline point: step and ranges must be above 0");
  if (!(q.median.hours_online >= 0 && q.median.hours_offline >= 0))
    throw std::invalid_argument("offline point: the median user's hours must not be negative");
  roots_of(q.frontier_offline);
  for (std::size_t i = 0; i < kLineNodes; ++i)
    line_roots_.push_back(std::sqrt(q.online_max) * static_cast<double>(i) / (kLineNodes - 1));
  const auto add_line = [&](std::vector<Dose>& nodes, double offline) {
    for (const double root : line_roots_) nodes.push_back({root * root, offline});
  };
  add_line(difference_nodes_, 0);
  for (const double offline : q.frontier_offline) add_line(difference_nodes_, offline);
  add_line(online_nodes_, q.median.hours_offline);
  // Two steps more than the median hours need, so that the curve between steps has its four neighbours.
  while (static_cast<double>(sum_steps_) * q.step <= q.online_max &&
         static_cast<double>(sum_steps_) < q.median.hours_online / q.step + 2)
    online_nodes_.push_back({static_cast<double>(sum_steps_++) * q.step, q.median.hours_offline});
  const auto add_mix = [&](std::vector<Dose>& nodes, std::size_t steps) {
    for (std::size_t k = 0; k <= steps; ++k)
      nodes.push_back({static_cast<double>(k) * q.step, static_cast<double>(steps - k) * q.step});
  };
  for (const double total : q.totals) {
    if (!(total > 0)) throw std::invalid_argument("offline point: a total of hours must be above 0");
    const auto steps = static_cast<std::size_t>(total / q.step + 0.5);
    const bool fits = steps > 0 && std::abs(static_cast<double>(steps) * q.step - total) <= 1e-9 * total &&
                      total <= q.online_max && total <= q.offline_max;
    mix_steps_.push_back(fits ? steps : 0);
    if (!fits) continue;
    add_mix(difference_nodes_, steps - 1);
    add_mix(level_nodes_, steps);
  }
  figures_ = (kPointFigures + kLineNodes) * (q.frontier_offline.size() + 2) + 1 + kMixFigures * q.totals.size();
}

void OfflineReader::read(std::span<const double> difference, std::span<const double> online,
                         std::span<const double> level, std::span<double> out) const {
  if (difference.size() != difference_nodes_.size() || online.size() != online_nodes_.size() ||
      level.size() != level_nodes_.size() || out.size() != figures_)
    throw std::invalid_argument("offline point: values or room for figures do not fit");
  // Takes the next entries off a span.
  const auto next = [](auto& rest, std::size_t count) {
    const auto taken = rest.first(count);
    rest = rest.subspan(count);
    return taken;
  };
  std::span<double> curves = out.last(kLineNodes * (question_.frontier_offline.size() + 2));
  const auto put_line = [&](std::span<const double> curve) {
    put_point(crossing_of(line_roots_, curve), next(out, kPointFigures));
    std::copy(curve.begin(), curve.end(), next(curves, kLineNodes).begin());
  };
  for (std::size_t line = 0; line < question_.frontier_offline.size() + 1; ++line)
    put_line(next(difference, kLineNodes));
  const double average = average_hour(online.subspan(kLineNodes), question_.step, question_.median.hours_online);
  put_line(dagger_curve(online.first(kLineNodes), average));
  next(out, 1)[0] = average;
  for (const std::size_t steps : mix_steps_) {
    const auto figures = next(out, kMixFigures);
    std::fill(figures.begin(), figures.end(), kNone);
    if (steps == 0) continue;
    const Mix mix = best_mix(next(difference, steps), next(level, steps + 1), question_.step);
    if (!mix.known) continue;
    const std::array<double, kMixFigures> shares = {mix.best_share, mix.low_share, mix.high_share, mix.loss_all_online,
                                                    mix.loss_all_offline};
    std::copy(shares.begin(), shares.end(), figures.begin());
  }
}

OfflineAnswers OfflineReader::answers(std::span<const FigureInterval> figures) const {
  if (figures.size() != figures_) throw std::invalid_argument("offline point: figures do not fit");
  OfflineAnswers result;
  std::size_t at = 0;
  std::span<const FigureInterval> curves = figures.last(kLineNodes * (question_.frontier_offline.size() + 2));
  const auto next_point = [&] {
    const auto point = figures.subspan(at, kPointFigures), curve = curves.first(kLineNodes);
    at += kPointFigures;
    curves = curves.subspan(kLineNodes);
    return point_answer(point, curve, line_roots_, question_.online_max);
  };
  result.take_it_offline = next_point();
  for (const double offline : question_.frontier_offline) result.frontier.push_back({offline, next_point()});
  result.h_dagger = next_point();
  result.average_hour = figures[at++];
  for (const double total : question_.totals) {
    const auto share = [&](std::size_t k) { return within(figures[at + k], 0, 1); };
    const auto loss = [&](std::size_t k) { return within(figures[at + k], 0, kInfinity); };
    result.mixes.push_back({total, share(0), share(1), share(2), loss(3), loss(4)});
    at += kMixFigures;
  }
  return result;
}

}  // namespace clout
