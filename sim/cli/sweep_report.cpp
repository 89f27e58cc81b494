#include "sim/cli/sweep_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/cli/figure_text.h"
#include "sim/core/faults.h"
#include "sim/core/table.h"

namespace clout {
namespace {

constexpr std::size_t kMostPointsShown = 16;  // beyond them the effects of axes are shown instead

std::string share_text(const SignCount& signs, std::size_t part) {
  const Interval share = signs.share(part);
  return fmt::format("{} of {}: {:.0f} % [{:.0f}, {:.0f}]", part, signs.points, 100 * share.estimate, 100 * share.low,
                     100 * share.high);
}

std::string signs_text(const SweepAnswers& answers, std::size_t width) {
  Table table({"sign of the response at a point", "above 0", "below 0", "cannot tell"});
  for (const ResponseAnswers& r : answers.responses)
    table.add({escaped(r.response.name), share_text(r.signs, r.signs.above), share_text(r.signs, r.signs.below),
               std::to_string(r.signs.cannot_tell)});
  for (const ModelAnswers& m : answers.over_models)
    table.add({escaped(m.name), share_text(m.signs, m.signs.above), share_text(m.signs, m.signs.below),
               std::to_string(m.signs.cannot_tell)});
  return table.text(width);
}

std::string points_text(const SweepAnswers& answers, std::size_t width) {
  std::vector<std::string> header = {"point"};
  for (const AxisParts& axis : answers.axes) header.push_back(escaped(axis.path));
  for (const ResponseAnswers& r : answers.responses) header.push_back(escaped(r.response.name));
  Table table(std::move(header));
  for (std::size_t point = 0; point < answers.points.size(); ++point) {
    std::vector<std::string> cells = {std::to_string(point)};
    for (const std::string& value : answers.points[point].values) cells.push_back(escaped(value));
    for (const ResponseAnswers& r : answers.responses)
      cells.push_back(r.at[point].worlds == 0 ? "" : interval_text(r.at[point]));
    table.add(std::move(cells));
  }
  return table.text(width);
}

/// Of zip and list: a row a point but the first, a column a response.
std::string contrasts_text(const SweepAnswers& answers, std::size_t width) {
  if (answers.points.size() < 2 || answers.responses.front().less_first.empty()) return "";
  std::vector<std::string> header = {"less point 0, world by world"};
  for (const ResponseAnswers& r : answers.responses) header.push_back(escaped(r.response.name));
  Table table(std::move(header));
  for (std::size_t point = 1; point < answers.points.size(); ++point) {
    std::vector<std::string> cells = {std::to_string(point)};
    for (const ResponseAnswers& r : answers.responses)
      cells.push_back(r.less_first[point].worlds == 0 ? "" : interval_text(r.less_first[point]));
    table.add(std::move(cells));
  }
  return table.text(width) + '\n';
}

/// A row a value of an axis, a column a response.
std::string effects_text(const SweepAnswers& answers, std::size_t width) {
  std::vector<std::string> header = {"axis", "value", "points"};
  for (const ResponseAnswers& r : answers.responses) header.push_back(escaped(r.response.name));
  Table table(std::move(header));
  for (std::size_t k = 0; k < answers.axes.size(); ++k)
    for (std::size_t v = 0; v < answers.axes[k].values.size(); ++v) {
      std::vector<std::string> cells = {escaped(answers.axes[k].path), escaped(answers.axes[k].values[v]),
                                        std::to_string(answers.responses.front().effects[k][v].points)};
      for (const ResponseAnswers& r : answers.responses) {
        const Interval& mean = r.effects[k][v].response;
        cells.push_back(mean.worlds == 0 ? "" : interval_text(mean));
      }
      table.add(std::move(cells));
    }
  return table.text(width);
}

std::string figure_cell(const FigureInterval& figure) { return figure.exists ? interval_text(figure.interval) : ""; }

std::string sensitivity_text(const SweepAnswers& answers, std::size_t width) {
  Table sobol({"response", "axis", "alone (first order)", "with others (total)"});
  Table morris({"response", "axis", "mean size of effect (mu*)", "mean (mu)", "spread (sigma)"});
  bool any_sobol = false, any_morris = false;
  for (const ResponseAnswers& r : answers.responses)
    for (std::size_t k = 0; k < answers.axes.size(); ++k) {
      const std::string name = escaped(r.response.name), axis = escaped(answers.axes[k].path);
      if (r.sobol && k < r.sobol->of.size()) {
        sobol.add({name, axis, figure_cell(r.sobol->of[k].first), figure_cell(r.sobol->of[k].total)});
        any_sobol = true;
      }
      if (r.morris && k < r.morris->of.size()) {
        const MorrisEffect& effect = r.morris->of[k];
        morris.add({name, axis, figure_cell(effect.mu_star), figure_cell(effect.mu), figure_cell(effect.sigma)});
        any_morris = true;
      }
    }
  return (any_sobol ? sobol.text(width) + '\n' : "") + (any_morris ? morris.text(width) + '\n' : "");
}

std::string percent_text(const VarianceComponent& component) {
  const Interval& share = component.share;
  if (!share.known) return "";
  return fmt::format("{:.0f} % [{:.0f}, {:.0f}]", 100 * share.estimate, 100 * share.low, 100 * share.high);
}

/// Where the variance of one run comes from.
std::string variance_text(const SweepAnswers& answers, std::size_t width) {
  Table table({"variance of one run", "point", "value model", "point and model", "seed", "rest"});
  for (const ResponseAnswers& r : answers.responses)
    if (r.split.point.share.known)
      table.add({escaped(r.response.name), percent_text(r.split.point), "", "", percent_text(r.split.seed),
                 percent_text(r.split.remainder)});
  for (const ModelAnswers& m : answers.over_models)
    if (m.split.point.share.known)
      table.add({escaped(m.name), percent_text(m.split.point), percent_text(m.split.model),
                 percent_text(m.split.point_and_model), percent_text(m.split.seed), percent_text(m.split.remainder)});
  return table.rows().empty() ? "" : table.text(width) + '\n';
}

/// How well each response is known where it is known worst, and what half of that interval would take.
std::string worlds_text(const SweepAnswers& answers, std::size_t width) {
  Table table({"at the point known worst", "known to", "worlds", "worlds for half of that"});
  for (const ResponseAnswers& r : answers.responses) {
    const Interval& at = r.at[r.widest_point];
    if (r.widths.empty() || !at.known || !(at.high > at.low)) continue;
    const double half = (at.high - at.low) / 2;
    table.add({escaped(r.response.name), "+-" + short_number(half), std::to_string(at.worlds),
               std::to_string(worlds_needed(r.sd, half / 2))});
  }
  return table.rows().empty() ? "" : table.text(width) + '\n';
}

}  // namespace

std::string sweep_answers_text(const SweepAnswers& answers, std::size_t width) {
  std::string unknown;
  for (const std::string& sentence : answers.unknown) unknown += escaped(sentence) + '\n';
  if (answers.responses.empty())
    return "No run that is done has a figure that was asked for: see sweep.responses and metrics.csv.\n" + unknown;
  const bool few = answers.points.size() <= kMostPointsShown && answers.responses.size() <= 4;
  std::string text = few ? points_text(answers, width) + '\n' + contrasts_text(answers, width) : "";
  if (!few && !answers.responses.front().effects.empty()) text += effects_text(answers, width) + '\n';
  if (answers.asked) text += signs_text(answers, width) + '\n';
  text += sensitivity_text(answers, width) + variance_text(answers, width) + worlds_text(answers, width);
  while (text.ends_with("\n\n")) text.pop_back();
  return text + unknown;
}

std::string sweep_report(const SweepStoreReader& store, const SweepSpec& spec, const std::filesystem::path& folder,
                         std::size_t width) {
  const SweepAnswers answers = answers_of_sweep(store, spec);
  write_sweep_answers(folder, answers);
  return sweep_answers_text(answers, width);
}

}  // namespace clout
