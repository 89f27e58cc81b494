#include "sim/output/sweep_answers.h"

#include <algorithm>
#include <utility>

#include "sim/core/nearest.h"
#include "sim/output/sweep_over_models.h"
#include "sim/output/sweep_response_table.h"
#include "sim/scenario/amount.h"

namespace clout {
namespace {

constexpr std::size_t kQuarters = 4;
constexpr std::size_t kMostWidths = 100;  // worlds up to which widths are shown

/// Index of the quarter of a range, by its quantiles, in which a value lies.
AxisParts quarters_of(const SweepAxis& axis, const std::vector<StoredPoint>& points, std::size_t k) {
  AxisParts parts{axis.path, {}, {}};
  std::vector<double> ends;
  for (std::size_t q = 0; q <= kQuarters; ++q) {
    const std::string text = axis_value(axis, static_cast<double>(q) / kQuarters);
    if (const auto end = parse_amount(text)) ends.push_back(end->value);
    if (q > 0) parts.values.back() += text;
    if (q < kQuarters) parts.values.push_back(text + " to ");
  }
  for (const StoredPoint& point : points) {
    const auto value = parse_amount(point.values[k]);
    std::size_t quarter = 0;
    while (value && quarter + 1 < kQuarters && quarter + 1 < ends.size() && value->value > ends[quarter + 1]) ++quarter;
    parts.of.push_back(quarter);
  }
  return parts;
}

/// Of two values of a range.
bool is_lower(const std::string& a, const std::string& b) {
  const auto low = parse_amount(a), high = parse_amount(b);
  return low && high ? low->value < high->value : a < b;
}

AxisParts parts_of(const SweepSpec& spec, const std::vector<StoredPoint>& points, std::size_t k) {
  const SweepAxis& axis = spec.axes[k];
  if (axis.is_range() && spec.design != SweepDesign::morris) return quarters_of(axis, points, k);
  AxisParts parts{axis.path, {}, {}};
  for (const StoredPoint& point : points)
    if (std::find(parts.values.begin(), parts.values.end(), point.values[k]) == parts.values.end())
      parts.values.push_back(point.values[k]);
  if (axis.is_range()) std::sort(parts.values.begin(), parts.values.end(), is_lower);
  for (const StoredPoint& point : points) {
    const auto at = std::find(parts.values.begin(), parts.values.end(), point.values[k]);
    parts.of.push_back(static_cast<std::size_t>(at - parts.values.begin()));
  }
  return parts;
}

/// Of a design that is a sample: points that complete_responses leaves out have no figure, as other points stand for
/// them. The values of a grid have other points alike, and what one lacks would tell values apart.
std::vector<double> complete_sample(const Responses& responses, const CompleteResponses& complete) {
  std::vector<double> values(responses.values.size(), kNone);
  for (const std::size_t point : complete.points)
    for (const std::size_t world : complete.worlds)
      values[point * responses.worlds + world] = responses.at(point, world);
  return values;
}

/// Means over the worlds that complete_responses leaves; kNone at points that it leaves out.
std::vector<double> means_of(const Responses& responses, const CompleteResponses& complete) {
  std::vector<double> means(responses.points, kNone);
  if (complete.worlds.empty()) return means;
  for (const std::size_t point : complete.points) {
    double sum = 0;
    for (const std::size_t world : complete.worlds) sum += responses.at(point, world);
    means[point] = sum / static_cast<double>(complete.worlds.size());
  }
  return means;
}

/// Of a difference whichever of the two is not there.
std::string why_unknown(const SweepStoreReader& store, const SweepResponse& r) {
  const std::vector<SweepMeasure> measures = store.measures();
  const bool has_first = std::any_of(measures.begin(), measures.end(), [&](const SweepMeasure& m) {
    return m.cohort == r.cohort && m.strategy == r.strategy && m.measure == r.measure;
  });
  return no_such_figure(measures, r.cohort, has_first ? r.than : r.strategy, r.measure);
}

void add_sensitivity(const SweepSpec& spec, const Responses& responses, const CompleteResponses& complete,
                     ResponseAnswers& answers) {
  if (spec.design != SweepDesign::saltelli && spec.design != SweepDesign::morris) return;
  const std::size_t dims = spec.axes.size();
  const auto seed = static_cast<std::uint64_t>(spec.seed);
  const auto points = static_cast<std::size_t>(spec.points);
  if (responses.points != unit_design_rows(*unit_design_of(spec.design), points, dims)) return;  // extended by others
  const std::vector<double> means = means_of(responses, complete);
  if (spec.design == SweepDesign::saltelli) {
    answers.sobol = sobol_indices(means, dims, {});
  } else {
    answers.morris = morris_effects(unit_design(UnitDesign::morris, points, dims, seed).values, means, dims, {});
  }
}

void add_contrasts(const Responses& responses, ResponseAnswers& answers) {
  answers.less_first.resize(responses.points);
  for (std::size_t point = 1; point < responses.points; ++point)
    answers.less_first[point] = point_contrast(responses, point, 0);
}

void add_signs(const SweepSpec& spec, const std::vector<AxisParts>& axes, ResponseAnswers& answers) {
  const double draws = sign_draws(spec);
  for (const AxisParts& axis : axes) answers.signs_by.emplace_back(axis.values.size());
  for (std::size_t point = 0; point < answers.at.size(); ++point) {
    if (answers.at[point].worlds == 0) continue;
    answers.signs.add(answers.at[point], draws);
    for (std::size_t k = 0; k < axes.size(); ++k) answers.signs_by[k][axes[k].of[point]].add(answers.at[point], draws);
  }
}

void add_widths(const Responses& responses, ResponseAnswers& answers) {
  double widest = -1;
  for (std::size_t point = 0; point < answers.at.size(); ++point) {
    const Interval& at = answers.at[point];
    if (!at.known || at.high - at.low <= widest) continue;
    widest = at.high - at.low;
    answers.widest_point = point;
  }
  if (widest < 0) return;
  std::vector<double> values;
  for (std::size_t world = 0; world < responses.worlds; ++world)
    if (is_there(responses.at(answers.widest_point, world)))
      values.push_back(responses.at(answers.widest_point, world));
  answers.sd = sample_sd(values);
  answers.widths = widths_by_worlds(values, std::max(kMostWidths, values.size()));
}

ResponseAnswers answers_of_response(const Responses& responses, const SweepSpec& spec,
                                    const std::vector<AxisParts>& axes) {
  ResponseAnswers answers;
  answers.at = response_table(responses);
  add_signs(spec, axes, answers);
  const CompleteResponses complete = complete_responses(responses);
  if (spec.design == SweepDesign::zip || spec.design == SweepDesign::list) {
    add_contrasts(responses, answers);
  } else {
    const bool is_grid = spec.design == SweepDesign::grid;
    const std::vector<double> sample = is_grid ? std::vector<double>() : complete_sample(responses, complete);
    const Responses balanced = is_grid ? responses : Responses{responses.points, responses.worlds, sample};
    for (const AxisParts& axis : axes) answers.effects.push_back(main_effects(balanced, axis.of, axis.values.size()));
  }
  add_sensitivity(spec, responses, complete, answers);
  answers.split = variance_split(responses, complete);
  add_widths(responses, answers);
  return answers;
}

}  // namespace

void SignCount::add(const Interval& interval, double draws_a_point) {
  ++points;
  draws += draws_a_point;
  switch (answer(interval)) {
    case Answer::yes:
      ++above;
      break;
    case Answer::no:
      ++below;
      break;
    case Answer::cannot_tell:
      ++cannot_tell;
  }
}

std::size_t SignCount::independent() const {
  constexpr double kRounding = 1e-9;  // of a sum of thirds, say
  return std::max<std::size_t>(points > 0, static_cast<std::size_t>(draws + kRounding));
}

Interval SignCount::share(std::size_t part) const {
  if (points == 0) return {};
  return wilson_of_share(static_cast<double>(part) / static_cast<double>(points), static_cast<double>(independent()));
}

double sign_draws(const SweepSpec& spec) {
  const auto rows = static_cast<double>(sweep_block(spec));
  return spec.design == SweepDesign::saltelli ? 2 / rows : 1 / rows;
}

std::vector<SweepResponse> default_responses(const std::vector<SweepMeasure>& measures) {
  std::vector<SweepResponse> responses;
  std::string first;  // of those that come first by strategy and measure
  for (const SweepMeasure& m : measures) {
    if (m.cohort != kBackground || m.strategy == kAllStrategies || !m.measure.starts_with("gain_")) continue;
    if (first.empty()) first = m.measure;
    if (m.measure == first) responses.push_back({m.measure + " of " + m.strategy, m.measure, m.strategy, "", m.cohort});
  }
  if (responses.empty())
    for (const SweepMeasure& m : measures)
      if (m.cohort == kBackground && m.strategy == kAllStrategies)
        responses.push_back({m.measure, m.measure, m.strategy, "", m.cohort});
  return responses;
}

std::string no_such_figure(const std::vector<SweepMeasure>& measures, const std::string& cohort,
                           const std::string& strategy, const std::string& measure) {
  std::vector<std::string> names;
  for (const SweepMeasure& m : measures)
    if (m.cohort == cohort && m.strategy == strategy) names.push_back(m.measure);
  return "no run that is done has " + measure + " of " + strategy + " (" + cohort + ')' + did_you_mean(measure, names);
}

SweepAnswers answers_of_sweep(const SweepStoreReader& store, const SweepSpec& spec) {
  store.check();  // figures are read one measure at a time below, which their checksums cannot vouch for
  SweepAnswers answers;
  answers.points = store.design().points;
  answers.asked = !spec.responses.empty();
  for (std::size_t k = 0; k < spec.axes.size(); ++k) answers.axes.push_back(parts_of(spec, answers.points, k));
  const std::vector<SweepResponse> asked =
      spec.responses.empty() ? default_responses(store.measures()) : spec.responses;
  std::vector<ResponseTable> tables;  // of answers.responses
  for (const SweepResponse& response : asked) {
    std::string unit;
    const RunFigures figures = figures_of_response(store, response, unit);
    if (figures.empty()) {
      if (answers.asked) answers.unknown.push_back(response.name + ": " + why_unknown(store, response));
      continue;
    }
    tables.push_back(table_of(figures, answers.points.size()));
    ResponseAnswers of_response = answers_of_response(tables.back().responses(), spec, answers.axes);
    of_response.response = response;
    of_response.unit = unit;
    answers.responses.push_back(std::move(of_response));
  }
  answers.over_models = answers_over_models(store, spec, answers.responses, tables);
  return answers;
}

}  // namespace clout
