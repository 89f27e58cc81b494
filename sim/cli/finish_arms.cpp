#include "sim/cli/finish_arms.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "sim/analysis/decomposition.h"
#include "sim/analysis/plausible.h"
#include "sim/cli/report.h"
#include "sim/cli/report_json.h"
#include "sim/cli/twins_report.h"
#include "sim/cli/version.h"
#include "sim/core/parallel.h"
#include "sim/output/answer_files.h"
#include "sim/output/decomposition_file.h"
#include "sim/output/plausible_file.h"
#include "sim/output/run_reader.h"
#include "sim/output/run_tables.h"

namespace clout {
namespace {

/// Tables of margins, written beside the others. None without margins.
RunAnswers answers_of_run(const ArmRun& arm, const RunTables& tables, unsigned threads) {
  if (tables.probes.empty()) return {};
  ThreadPool pool(threads);
  RunAnswers answers = answers_of(tables.probes, arm.identity.names.strategies, pool);
  write_answers(arm.folder->path(), answers);
  return answers;
}

/// What the run says, drawn again in its plausible box; written beside the other tables.
std::vector<Reversals> reversals_of_run(const ArmRun& base, const RunTables& tables, const RunAnswers& answers,
                                        std::span<const ArmRun> points, std::span<RunTables> point_tables,
                                        unsigned threads) {
  if (points.empty()) return {};
  const PlausibleBox& box = base.scenario.plausible;
  BoxQuestion question;
  for (const PlausibleAxis& axis : box.axes) question.axes.push_back(axis.path);
  question.values = points.front().identity.names.values;
  question.strategies = points.front().identity.names.strategies;
  question.at = answers.median;
  question.pair = compared_pair(base.scenario);
  std::vector<BoxPoint> lived;
  for (std::size_t k = 0; k < points.size(); ++k) {
    RunTables& of_point = point_tables[k];
    lived.push_back({points[k].name, values_at(box, k), std::move(of_point.worlds), std::move(of_point.probes)});
  }
  const std::vector<Conclusion> headline =
      conclusions_of(answers.margins, tables.worlds, base.identity.names.values.front(), question.at, question.pair);
  ThreadPool pool(threads);
  const std::vector<PlausibleRow> rows = plausible_rows(lived, headline, question, pool);
  write_plausible(base.folder->path() / "plausible.csv", rows, question.axes);
  return count_reversals(rows, headline, question.axes);
}

/// Mean dose offline of the background of a strategy; nothing if there is nobody.
std::optional<double> mean_hours_offline(const RunTables& tables, const std::string& strategy) {
  for (const SummaryRow& row : tables.summary)
    if (row.cohort == kBackground && row.strategy == strategy && row.measure == "hours_offline") return row.mean;
  return std::nullopt;
}

WhyTheyDiffer why_they_differ(const ArmRun& arm, const RunTables& tables, const RunAnswers& answers) {
  const DecompositionParams& asked = arm.scenario.decomposition;
  WhyTheyDiffer why;
  if (asked.strategy.empty() || tables.probes.empty()) return why;
  const std::vector<std::string>& names = arm.identity.names.strategies;
  const std::array<const std::string*, 4> plans = {&asked.than, &asked.approach_of_strategy, &asked.time_of_strategy,
                                                   &asked.strategy};
  for (std::size_t k = 0; k < plans.size(); ++k)
    why.question.plans[k] = static_cast<std::uint8_t>(std::find(names.begin(), names.end(), *plans[k]) - names.begin());
  why.question.hours_online = answers.median.hours_online;
  if (asked.hours_offline.size() == 2) {
    why.question.hours_offline = {asked.hours_offline[1], asked.hours_offline[0]};
  } else {
    const auto than = mean_hours_offline(tables, asked.than), strategy = mean_hours_offline(tables, asked.strategy);
    if (!than || !strategy) {
      why.decomposition.notes.emplace_back(
          "Nobody of the background lives by one of the two strategies: write decomposition.hours_offline.");
      return why;
    }
    why.question.hours_offline = {*than, *strategy};
  }
  why.decomposition = decompose(scores_and_gains(tables.probes), why.question);
  write_decomposition(arm.folder->path() / "decomposition.csv", why.decomposition.rows, asked.strategy, asked.than);
  return why;
}

/// Which program analyses: version and commit say it, except of one that was built from files that no commit holds.
std::string program_mark() {
  const std::string_view commit = kCommit;
  std::string mark = program_version();
  if (!commit.ends_with("-dirty") && commit != "unknown") return mark;
  std::error_code ec;
  const std::filesystem::path program = "/proc/self/exe";
  mark += ' ' + std::to_string(std::filesystem::file_size(program, ec));
  return mark + ' ' + std::to_string(std::filesystem::last_write_time(program, ec).time_since_epoch().count());
}

/// Tables of the worlds of all folders.
struct AllTables {
  std::vector<RunTables> arms, points;  ///< base is the first of the arms
  std::size_t finished = 0;             ///< worlds
};

AllTables finish_folders(std::span<const ArmRun> arms, std::span<const ArmRun> points) {
  AllTables all;
  const auto finish = [&](const ArmRun& run) {
    RunTables tables = run.folder->finish();
    all.finished += tables.finished.size();
    return tables;
  };
  for (const ArmRun& arm : arms) all.arms.push_back(finish(arm));
  for (const ArmRun& point : points) all.points.push_back(finish(point));
  return all;
}

/// Everything that a report is made of, in a mark.
std::string mark_of(std::span<const ArmRun> arms, std::span<const ArmRun> points, const AllTables& tables) {
  std::vector<std::filesystem::path> worlds;
  const auto add = [&](const ArmRun& run, const RunTables& of_run) {
    for (const std::uint64_t seed : of_run.finished) worlds.push_back(world_folder(run.folder->path(), seed));
  };
  for (std::size_t k = 0; k < arms.size(); ++k) add(arms[k], tables.arms[k]);
  for (std::size_t k = 0; k < points.size(); ++k) add(points[k], tables.points[k]);
  return mark_of_worlds(program_mark(), arms.front().identity.resolved_yaml, worlds);
}

/// Folders of arms, below that of the run.
std::vector<std::string> paths_below(std::span<const ArmRun> arms) {
  std::vector<std::string> below;
  for (const ArmRun& arm : arms.subspan(1))
    below.push_back(arm.folder->path().lexically_relative(arms.front().folder->path()).string());
  return below;
}

/// That of the run last: it says that the others are whole.
void seal_folders(std::span<const ArmRun> arms, std::span<const ArmRun> points) {
  for (const ArmRun& arm : arms.subspan(1)) arm.folder->seal();
  for (const ArmRun& point : points) point.folder->seal();
  arms.front().folder->seal();
}

/// The analyses, with the tables that they write.
Findings analyse(std::span<const ArmRun> arms, std::span<const ArmRun> points, AllTables tables, unsigned threads) {
  const ArmRun& base = arms.front();
  for (std::size_t k = 1; k < arms.size(); ++k) answers_of_run(arms[k], tables.arms[k], threads);
  Findings findings;
  findings.base = std::move(tables.arms.front());
  findings.answers = answers_of_run(base, findings.base, threads);
  findings.why = why_they_differ(base, findings.base, findings.answers);
  findings.reversals = reversals_of_run(base, findings.base, findings.answers, points, tables.points, threads);
  if (arms.size() == 1 && !twin_pair(base.scenario)) return findings;
  std::vector<ArmWorlds> compared = {{kBaseArm, findings.base.finished, findings.base.worlds}};
  for (std::size_t k = 1; k < arms.size(); ++k)
    compared.push_back({arms[k].name, std::move(tables.arms[k].finished), std::move(tables.arms[k].worlds)});
  std::vector<StrategyPair> pairs;
  for (const auto& pair : {compared_pair(base.scenario), twin_pair(base.scenario)})
    if (pair) pairs.push_back(*pair);
  findings.arms = compare_arms(compared, pairs);
  write_arms(base.folder->path(), findings.arms);
  return findings;
}

}  // namespace

std::size_t put_down_arms(std::span<const ArmRun> arms, std::span<const ArmRun> points) {
  remove_answers(arms.front().folder->path(), paths_below(arms));
  return finish_folders(arms, points).finished;
}

KeptReport finish_arms(std::span<const ArmRun> arms, std::span<const ArmRun> points, unsigned threads) {
  const ArmRun& base = arms.front();
  AllTables tables = finish_folders(arms, points);
  const std::string made_of = mark_of(arms, points, tables);
  const std::vector<std::string> below = paths_below(arms);
  if (auto kept = read_report(base.folder->path(), made_of, below)) {
    seal_folders(arms, points);
    return std::move(*kept);
  }
  remove_answers(base.folder->path(), below);  // of other worlds: a full disk must not leave them beside these
  const Findings findings = analyse(arms, points, std::move(tables), threads);
  const KeptReport report = {report_page(base.scenario, findings), report_json(base.scenario, findings)};
  write_report(base.folder->path(), made_of, below, report);
  seal_folders(arms, points);
  return report;
}

}  // namespace clout
