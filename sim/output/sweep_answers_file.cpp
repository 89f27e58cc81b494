// The tables of sweep_answers.h as files.
#include <string>
#include <vector>

#include "sim/output/csv.h"
#include "sim/output/interval_cells.h"
#include "sim/output/sweep_answers.h"

namespace clout {
namespace {

namespace fs = std::filesystem;

void write_responses(const fs::path& path, const SweepAnswers& answers) {
  std::vector<std::string> header = {"point"};
  for (const AxisParts& axis : answers.axes) header.push_back(axis.path);
  for (const char* name : {"response", "unit", "estimate", "low", "high", "worlds", "sign"}) header.emplace_back(name);
  AtomicFile file(path);
  CsvWriter csv(file.out(), header);
  for (std::size_t point = 0; point < answers.points.size(); ++point)
    for (const ResponseAnswers& r : answers.responses) {
      const Interval& at = r.at[point];
      if (at.worlds == 0) continue;
      csv << point;
      for (const std::string& value : answers.points[point].values) csv << value;
      csv << r.response.name << r.unit;
      write_interval(csv, at);
      csv << at.worlds << sign_name(at);
      csv.end_row();
    }
  file.commit();
}

void write_effects(const fs::path& path, const SweepAnswers& answers) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"response", "unit", "axis", "value", "points", "estimate", "low", "high", "less_first",
                             "less_first_low", "less_first_high", "worlds"});
  for (const ResponseAnswers& r : answers.responses) {
    const auto row = [&](const std::string& axis, const std::string& value, std::size_t points, const Interval& mean,
                         const Interval& less_first, bool is_first) {
      csv << r.response.name << r.unit << axis << value << points;
      write_interval(csv, mean);
      write_interval(csv, less_first, is_first || less_first.worlds > 0);
      csv << mean.worlds;
      csv.end_row();
    };
    for (std::size_t k = 0; k < r.effects.size(); ++k)
      for (std::size_t v = 0; v < r.effects[k].size(); ++v) {
        const MainEffect& effect = r.effects[k][v];
        row(answers.axes[k].path, answers.axes[k].values[v], effect.points, effect.response, effect.less_first, v == 0);
      }
    for (std::size_t point = 0; point < r.less_first.size(); ++point)
      if (r.at[point].worlds > 0) row("point", std::to_string(point), 1, r.at[point], r.less_first[point], point == 0);
  }
  file.commit();
}

void write_claims(const fs::path& path, const SweepAnswers& answers) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"response", "axis", "value", "points", "above", "below", "cannot_tell", "above_share",
                             "above_low", "above_high", "below_share", "below_low", "below_high", "independent"});
  const auto row = [&](const std::string& name, const std::string& axis, const std::string& value,
                       const SignCount& count) {
    csv << name << axis << value << count.points << count.above << count.below << count.cannot_tell;
    write_interval(csv, count.share(count.above), count.points > 0);
    write_interval(csv, count.share(count.below), count.points > 0);
    csv << count.independent();
    csv.end_row();
  };
  for (const ResponseAnswers& r : answers.responses) {
    row(r.response.name, "", "", r.signs);
    for (std::size_t k = 0; k < answers.axes.size(); ++k)
      for (std::size_t v = 0; v < answers.axes[k].values.size(); ++v)
        row(r.response.name, answers.axes[k].path, answers.axes[k].values[v], r.signs_by[k][v]);
  }
  for (const ModelAnswers& m : answers.over_models) row(m.name, "", "", m.signs);
  file.commit();
}

void write_sensitivity(const fs::path& path, const SweepAnswers& answers) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"response", "axis", "index", "estimate", "low", "high", "n"});
  for (const ResponseAnswers& r : answers.responses)
    for (std::size_t k = 0; k < answers.axes.size(); ++k) {
      const auto row = [&](const char* index, const FigureInterval& figure, std::size_t n) {
        csv << r.response.name << answers.axes[k].path << index;
        write_interval(csv, figure.interval, figure.exists);
        csv << n;
        csv.end_row();
      };
      if (r.sobol && k < r.sobol->of.size()) {
        row("first", r.sobol->of[k].first, r.sobol->base_rows);
        row("total", r.sobol->of[k].total, r.sobol->base_rows);
      }
      if (r.morris && k < r.morris->of.size()) {
        row("mu", r.morris->of[k].mu, r.morris->trajectories);
        row("mu_star", r.morris->of[k].mu_star, r.morris->trajectories);
        row("sigma", r.morris->of[k].sigma, r.morris->trajectories);
      }
    }
  file.commit();
}

void write_variance(const fs::path& path, const SweepAnswers& answers) {
  AtomicFile file(path);
  CsvWriter csv(file.out(),
                {"response", "unit", "source", "variance", "share", "share_low", "share_high", "points", "worlds"});
  const auto row = [&](const auto& answers_of, const std::string& name, const char* source,
                       const VarianceComponent& component) {
    csv << name << answers_of.unit << source << component.variance;
    write_interval(csv, component.share, component.share.worlds > 0);
    csv << answers_of.split.points << answers_of.split.worlds;
    csv.end_row();
  };
  for (const ResponseAnswers& r : answers.responses) {
    if (!r.split.known) continue;
    row(r, r.response.name, "point", r.split.point);
    row(r, r.response.name, "seed", r.split.seed);
    row(r, r.response.name, "remainder", r.split.remainder);
  }
  for (const ModelAnswers& m : answers.over_models) {
    if (!m.split.known) continue;
    row(m, m.name, "point", m.split.point);
    row(m, m.name, "model", m.split.model);
    row(m, m.name, "point_and_model", m.split.point_and_model);
    row(m, m.name, "seed", m.split.seed);
    row(m, m.name, "remainder", m.split.remainder);
  }
  file.commit();
}

void write_widths(const fs::path& path, const SweepAnswers& answers) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"response", "unit", "worlds", "expected", "observed"});
  for (const ResponseAnswers& r : answers.responses)
    for (const WidthAt& width : r.widths) {
      csv << r.response.name << r.unit << width.worlds << width.expected;
      if (width.known) {
        csv << width.observed;
      } else {
        csv.blank();
      }
      csv.end_row();
    }
  file.commit();
}

}  // namespace

void write_sweep_answers(const fs::path& folder, const SweepAnswers& answers) {
  remove_leftovers(folder);
  write_responses(folder / "responses.csv", answers);
  write_effects(folder / "effects.csv", answers);
  write_claims(folder / "claims.csv", answers);
  write_sensitivity(folder / "sensitivity.csv", answers);
  write_variance(folder / "variance.csv", answers);
  write_widths(folder / "widths.csv", answers);
}

}  // namespace clout
