#include "sim/scenario/sweep.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/core/math.h"
#include "sim/scenario/amount.h"

namespace clout {
namespace {

const std::vector<std::string> kCohorts = {"background", "probe", "everyone"};

// Step of the lattice over n points.
std::size_t golden_step(std::size_t n) {
  constexpr double kInverseGolden = 0.6180339887498949;
  const auto wanted = static_cast<std::size_t>(static_cast<double>(n) * kInverseGolden + 0.5);
  for (std::size_t away = 0; away <= n; ++away) {
    if (wanted > away && std::gcd(wanted - away, n) == 1) return wanted - away;
    if (std::gcd(wanted + away, n) == 1) return wanted + away;
  }
  return 1;
}

// 20.000000000000007 is a 20: one value in a million is as near to a number of six digits by itself.
double without_rounding(double value) {
  constexpr double kRounding = 1e-12;
  const double simple = to_digits(value, 6);
  return std::abs(value - simple) <= kRounding * std::abs(value) ? simple : value;
}

std::vector<SweepPoint> grid_points(const SweepSpec& spec, std::size_t size) {
  std::vector<SweepPoint> points(size);
  for (std::size_t i = 0; i < size; ++i) {
    points[i] = {i, std::vector<std::string>(spec.axes.size())};
    std::size_t rest = i;
    for (std::size_t k = spec.axes.size(); k-- > 0;) {
      const std::vector<SweepValue>& values = spec.axes[k].values;
      points[i].values[k] = values[rest % values.size()].yaml;
      rest /= values.size();
    }
  }
  return points;
}

}  // namespace

std::optional<UnitDesign> unit_design_of(SweepDesign design) {
  switch (design) {
    case SweepDesign::random:
      return UnitDesign::random;
    case SweepDesign::latin_hypercube:
      return UnitDesign::latin_hypercube;
    case SweepDesign::sobol:
      return UnitDesign::sobol;
    case SweepDesign::morris:
      return UnitDesign::morris;
    case SweepDesign::saltelli:
      return UnitDesign::saltelli;
    case SweepDesign::grid:
    case SweepDesign::zip:
    case SweepDesign::list:
      break;
  }
  return std::nullopt;
}

void SweepResponse::visit(ParamVisitor& v) {
  v.text("name", name, {"", "What tables call it; left out: made of the measure and the strategies.", ""});
  v.text("measure", measure, {"", "As in summary.csv, such as gain_circles.", ""});
  v.text("strategy", strategy, {"", "As in summary.csv: a name, or ALL.", ""});
  v.text("than", than, {"", "Another strategy, whose figure is taken off, world by world.", ""});
  v.choice("cohort", cohort, kCohorts, {"", "As in summary.csv.", ""});
}

void SweepUntil::visit(ParamVisitor& v) {
  v.text("measure", measure, {"", "A measure of summary.csv.", ""});
  v.text("strategy", strategy, {"", "Whose.", ""});
  v.choice("cohort", cohort, kCohorts, {"", "Of which cohort.", ""});
  v.real("ci_halfwidth", ci_halfwidth, Range::above(0),
         {"", "Worlds are added until half the 95 % interval is at most this at every point.", ""});
  v.whole("worlds_max", worlds_max, {2, 1000000}, {"worlds", "And never more than so many at a point.", ""});
}

std::size_t sweep_size(const SweepSpec& spec) {
  if (spec.axes.empty()) return 0;
  if (const std::optional<UnitDesign> unit = unit_design_of(spec.design))
    return std::min(unit_design_rows(*unit, static_cast<std::size_t>(spec.points), spec.axes.size()),
                    kMostSweepPoints + 1);
  if (spec.design == SweepDesign::list) return spec.list.size();
  if (spec.design == SweepDesign::zip) return spec.axes.front().values.size();
  std::size_t size = 1;
  for (const SweepAxis& axis : spec.axes) {
    if (axis.values.empty()) return 0;
    if (size > kMostSweepPoints / axis.values.size()) return kMostSweepPoints + 1;
    size *= axis.values.size();
  }
  return size;
}

std::string axis_value(const SweepAxis& axis, double u) {
  if (!axis.is_range()) {
    const std::size_t n = axis.values.size();
    return axis.values[std::min(static_cast<std::size_t>(u * static_cast<double>(n)), n - 1)].yaml;
  }
  const double wider = axis.whole ? 0.5 : 0, low = axis.from - wider, high = axis.to + wider;
  double value = low + u * (high - low);
  if (axis.log) {
    const double log_low = det_log(low);
    value = det_exp(log_low + u * (det_log(high) - log_low));
  }
  if (axis.whole) value = std::floor(value + 0.5);
  value = without_rounding(value);
  if (u <= 0) value = axis.from;  // not that plus an error of rounding
  if (u >= 1) value = axis.to;
  return amount_text(std::clamp(value, axis.from, axis.to), axis.unit);
}

std::vector<SweepPoint> sweep_points(const SweepSpec& spec) {
  const std::size_t size = sweep_size(spec);
  if (size > kMostSweepPoints) throw std::invalid_argument("sweep_points: more than a million points");
  std::vector<SweepPoint> points;
  if (size == 0) return points;
  if (const std::optional<UnitDesign> unit = unit_design_of(spec.design)) {
    const UnitPoints at = unit_design(*unit, static_cast<std::size_t>(spec.points), spec.axes.size(),
                                      static_cast<std::uint64_t>(spec.seed));
    points.resize(at.rows);
    for (std::size_t i = 0; i < at.rows; ++i) {
      points[i].index = i;
      points[i].values.reserve(at.dims);
      for (std::size_t k = 0; k < at.dims; ++k) points[i].values.push_back(axis_value(spec.axes[k], at.at(i, k)));
    }
    return points;
  }
  if (spec.design == SweepDesign::list) {
    for (std::size_t i = 0; i < size; ++i) points.push_back({i, spec.list[i].values});
    return points;
  }
  for (const SweepAxis& axis : spec.axes)
    if (axis.is_range() || (spec.design == SweepDesign::zip && axis.values.size() != size))
      throw std::invalid_argument("sweep_points: " + axis.path + " has no value at some point");
  if (spec.design == SweepDesign::grid) return grid_points(spec, size);
  for (std::size_t i = 0; i < size; ++i) {
    points.push_back({i, {}});
    for (const SweepAxis& axis : spec.axes) points.back().values.push_back(axis.values[i].yaml);
  }
  return points;
}

std::size_t sweep_block(const SweepSpec& spec) {
  const std::optional<UnitDesign> unit = unit_design_of(spec.design);
  return unit ? unit_design_rows(*unit, 1, spec.axes.size()) : 1;
}

std::vector<SweepRun> run_order(SweepDesign design, std::size_t points, std::size_t worlds) {
  const std::size_t step = points < 2 || unit_design_of(design) ? 1 : golden_step(points);
  std::vector<SweepRun> order;
  order.reserve(points * worlds);
  for (std::size_t world = 0; world < worlds; ++world) {
    std::size_t point = 0;
    for (std::size_t i = 0; i < points; ++i) {
      order.push_back({static_cast<std::uint32_t>(point), static_cast<std::uint32_t>(world)});
      point = (point + step) % points;
    }
  }
  return order;
}

std::size_t shard_of_run(std::size_t k, std::size_t points, std::size_t block, std::size_t shards) {
  const std::size_t together = points / block >= shards ? block : 1;
  const std::size_t a_round = points / together, in_round = k % points / together, round = k / points;
  // Dealt one after the other a round begins where it began `again` rounds before, and would deal the same.
  const std::size_t again = shards / std::gcd(a_round, shards);
  return (round * a_round + in_round + round / again) % shards;
}

}  // namespace clout
