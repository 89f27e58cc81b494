#include "sim/analysis/plausible.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace clout {
namespace {

/// The figure of a strategy in one world.
const Measure* find(const WorldMeasures& world, const std::string& cohort, const std::string& strategy,
                    const std::string& measure) {
  for (const Measure& m : world.rows)
    if (m.measure == measure && m.strategy == strategy && m.cohort == cohort) return &m;
  return nullptr;
}

/// The gain of one strategy less that of another over the worlds that have both.
std::optional<Conclusion> gain_conclusion(std::span<const WorldMeasures> worlds, const std::string& measure,
                                          const StrategyPair& pair) {
  Conclusion conclusion = {ConclusionKind::gain, pair.text(), measure_unit(measure), {}};
  for (const char* cohort : {kBackground, kProbes}) {
    std::vector<double> of, than;
    for (const WorldMeasures& world : worlds) {
      const Measure *a = find(world, cohort, pair.strategy, measure), *b = find(world, cohort, pair.than, measure);
      if (a == nullptr || b == nullptr) continue;
      of.push_back(a->value);
      than.push_back(b->value);
    }
    if (of.empty()) continue;
    conclusion.interval = paired_difference(of, than);
    return conclusion;
  }
  return std::nullopt;
}

/// Gains at the last horizon alone: what conclusions are drawn from.
std::vector<ProbeOutcomes> last_gains(std::span<const ProbeOutcomes> worlds) {
  std::vector<ProbeOutcomes> kept(worlds.begin(), worlds.end());
  for (ProbeOutcomes& world : kept) {
    Day last = 0;
    for (const ProbeColumn& column : world.columns) last = std::max(last, column.horizon_days);
    std::erase_if(world.columns, [&](const ProbeColumn& column) {
      return !column.measure.starts_with("gain_") || column.horizon_days != last;
    });
  }
  return kept;
}

/// Margins of all strategies at one dose, as matched.
MarginTables margins_at(std::span<const ProbeOutcomes> worlds, const BoxQuestion& question, ThreadPool& pool) {
  if (worlds.empty()) return {};
  const std::vector<ProbeOutcomes> kept = last_gains(worlds);
  std::vector<StrategyBackground> backgrounds;  // of no roles: nothing is wanted as lived
  for (std::size_t s = 0; s < question.strategies.size(); ++s) {
    StrategyBackground background;
    background.strategy = question.strategies[s];
    background.index = static_cast<std::uint8_t>(s);
    backgrounds.push_back(std::move(background));
  }
  MarginParams params;
  params.hours_online = {question.at.hours_online};
  params.hours_offline = {question.at.hours_offline};
  params.totals = {};
  params.online_max = kept.front().hours_online_max;
  params.offline_max = kept.front().hours_offline_max;
  params.median = question.at;
  return margin_tables(kept, backgrounds, params, pool);
}

bool is_about(const Conclusion& a, const Conclusion& b) { return a.kind == b.kind && a.strategy == b.strategy; }

}  // namespace

std::vector<Conclusion> conclusions_of(const MarginTables& margins, std::span<const WorldMeasures> worlds,
                                       const std::string& value, Dose at, const std::optional<StrategyPair>& pair) {
  const std::string measure = "gain_" + value;
  Day last = 0;
  for (const MarginRow& row : margins.margins) last = std::max(last, row.horizon_days);
  std::vector<Conclusion> conclusions;
  for (const MarginRow& row : margins.margins)
    if (row.known && row.measure == measure && row.horizon_days == last &&
        row.standardisation == Standardisation::matched && row.hours_online == at.hours_online &&
        row.hours_offline == at.hours_offline)
      conclusions.push_back({ConclusionKind::next_hour, row.strategy, row.unit, row.difference});
  if (pair)
    if (auto gain = gain_conclusion(worlds, measure, *pair)) conclusions.push_back(std::move(*gain));
  return conclusions;
}

Agreement agreement(const Interval& headline, const Interval& point) {
  const Answer a = answer(headline), b = answer(point);
  if (a == Answer::cannot_tell || b == Answer::cannot_tell) return Agreement::cannot_tell;
  return a == b ? Agreement::same : Agreement::reversed;
}

std::vector<PlausibleRow> plausible_rows(std::span<const BoxPoint> points, std::span<const Conclusion> headline,
                                         const BoxQuestion& question, ThreadPool& pool) {
  for (const BoxPoint& point : points)
    if (point.at.size() != question.axes.size())
      throw std::invalid_argument("plausible_rows: a point needs a value for each axis");
  std::vector<PlausibleRow> rows;
  for (std::size_t k = 0; k < points.size(); ++k) {
    const MarginTables margins = margins_at(points[k].probes, question, pool);
    for (const std::string& value : question.values)
      for (Conclusion& there : conclusions_of(margins, points[k].worlds, value, question.at, question.pair)) {
        const auto said = std::find_if(headline.begin(), headline.end(),
                                       [&](const Conclusion& ours) { return is_about(ours, there); });
        const Agreement agrees =
            said == headline.end() ? Agreement::cannot_tell : agreement(said->interval, there.interval);
        rows.push_back({points[k].name, points[k].at, value, std::move(there), agrees});
      }
  }
  return rows;
}

std::vector<Reversals> count_reversals(std::span<const PlausibleRow> rows, std::span<const Conclusion> headline,
                                       std::span<const std::string> axes) {
  std::vector<Reversals> all;
  for (const Conclusion& conclusion : headline) {
    Reversals count;
    count.headline = conclusion;
    std::vector<std::vector<Reversals::At>> by(axes.size() + 1);  // the value models last
    const auto add_at = [&](std::size_t axis, const std::string& value, bool reversed) {
      auto& list = by[axis];
      auto at = std::find_if(list.begin(), list.end(), [&](const Reversals::At& a) { return a.value == value; });
      if (at == list.end())
        at = list.insert(list.end(), {axis < axes.size() ? axes[axis] : "value.models", value, 0, 0});
      ++at->points;
      at->reversed += reversed;
    };
    for (const PlausibleRow& row : rows) {
      if (!is_about(row.conclusion, conclusion)) continue;
      const bool reversed = row.agreement == Agreement::reversed;
      ++count.points;
      count.reversed += reversed;
      count.cannot_tell += row.agreement == Agreement::cannot_tell;
      count.above += answer(row.conclusion.interval) == Answer::yes;
      count.below += answer(row.conclusion.interval) == Answer::no;
      for (std::size_t axis = 0; axis < axes.size(); ++axis) add_at(axis, row.at[axis], reversed);
      add_at(axes.size(), row.value, reversed);
    }
    for (auto& list : by) count.by.insert(count.by.end(), list.begin(), list.end());
    all.push_back(std::move(count));
  }
  return all;
}

}  // namespace clout
