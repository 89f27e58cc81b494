#include "sim/cli/finish_arms.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "sim/cli/report.h"
#include "sim/core/parallel.h"
#include "sim/output/decomposition_file.h"
#include "sim/output/plausible_file.h"

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
                                        std::span<const ArmRun> points, unsigned threads) {
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
    RunTables of_point = points[k].folder->finish();
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

}  // namespace

AllTables finish_arms(std::span<const ArmRun> arms, std::span<const ArmRun> points, unsigned threads) {
  AllTables all;
  std::vector<ArmWorlds> compared(1);
  for (std::size_t k = 1; k < arms.size(); ++k) {
    RunTables tables = arms[k].folder->finish();
    all.finished += tables.finished.size();
    answers_of_run(arms[k], tables, threads);
    compared.push_back({arms[k].name, std::move(tables.finished), std::move(tables.worlds)});
  }
  all.base = arms.front().folder->finish();  // after the others: its manifest says whether all are there
  all.finished += all.base.finished.size();
  all.answers = answers_of_run(arms.front(), all.base, threads);
  for (const ArmRun& point : points) all.finished += point.identity.seeds.size() - point.folder->missing().size();
  all.why = why_they_differ(arms.front(), all.base, all.answers);
  all.reversals = reversals_of_run(arms.front(), all.base, all.answers, points, threads);
  if (arms.size() == 1) return all;
  compared.front() = {kBaseArm, all.base.finished, all.base.worlds};
  all.arms = compare_arms(compared, compared_pair(arms.front().scenario));
  write_arms(arms.front().folder->path(), all.arms);
  return all;
}

}  // namespace clout
