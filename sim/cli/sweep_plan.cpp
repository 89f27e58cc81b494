#include "sim/cli/sweep_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/cli/plan.h"
#include "sim/cli/progress.h"
#include "sim/core/faults.h"
#include "sim/core/table.h"

namespace clout {
namespace {

constexpr std::size_t kSample = 64;    // points that are looked at
constexpr std::size_t kFirstRuns = 8;  // that are shown
// A figure in the store, with its key (measured: 10,000 runs of 300 figures).
constexpr double kBytesPerFigure = 16;
constexpr double kBytesPerRun = 300;
constexpr double kBytesPerWorker = 7e6;  // the program itself, of each worker process (measured)

/// Figures of a run, by the measures of summary.h: cohorts by strategies by some 30 measures, and what each score,
/// value model and horizon adds.
double figures_of(const Scenario& s) {
  const auto strategies = static_cast<double>(s.strategies.size()) + 1, scores = static_cast<double>(s.scores.size()),
             values = static_cast<double>(s.values.size());
  const double next_hour =
      s.margins.step_hours > 0 ? 3 * (scores + values) * static_cast<double>(s.margins.horizon_days.size() + 1) : 0;
  return 2 * strategies * (28 + scores + 2 * values) + strategies * next_hour + 10 * scores + 20;
}

}  // namespace

SweepPlan plan_sweep(const SweepStudy& study, unsigned jobs) {
  SweepPlan plan;
  plan.points = study.points.size();
  plan.runs = study.order.size();
  plan.jobs = std::max(1u, jobs);
  const std::size_t sample = std::min(kSample, plan.points);
  double agent_days = 0, seconds = 0, figures = 0;
  for (std::size_t k = 0; k < sample; ++k) {
    Scenario scenario = study.scenario_at(k * plan.points / sample);
    scenario.worlds.count = 1;
    const RunPlan run = plan_run(scenario, 1);
    agent_days += run.agent_days / static_cast<double>(sample);
    seconds += run.seconds / static_cast<double>(sample);
    figures += figures_of(scenario) / static_cast<double>(sample);
    plan.memory_bytes = std::max(plan.memory_bytes, run.memory_bytes);
  }
  const auto runs = static_cast<double>(plan.runs);
  plan.agent_days = agent_days * runs;
  plan.seconds = seconds * runs / plan.jobs;
  plan.disk_bytes = runs * (kBytesPerRun + figures * kBytesPerFigure);
  plan.memory_bytes = (plan.memory_bytes + kBytesPerWorker) * std::min<double>(plan.jobs, std::max(runs, 1.0));
  return plan;
}

std::string sweep_plan_text(const SweepStudy& study, const SweepPlan& plan, std::size_t width) {
  const auto runs = static_cast<double>(plan.runs);
  std::string text = fmt::format(
      "{}, {}, {}: {}\n"
      "  memory  about {} of the {} here, for {} at a time\n"
      "  disk    about {}\n"
      "  time    {}\n\n",
      study.identity.name, counted(static_cast<double>(plan.points), "point"), counted(runs, "run"),
      counted(plan.agent_days, "agent-day"), bytes_text(plan.memory_bytes), bytes_text(machine_memory().bytes),
      counted(std::min<double>(plan.jobs, runs), "run"), bytes_text(plan.disk_bytes),
      plan.seconds < 1 ? "under a second" : "about " + seconds_text(plan.seconds));
  std::vector<std::string> header = {"point"};
  for (const std::string& axis : study.identity.axes) header.push_back(escaped(axis));
  header.emplace_back("seed");
  Table table(std::move(header));
  for (std::size_t k = 0; k < std::min(kFirstRuns, study.order.size()); ++k) {
    const WantedRun& cell = study.order[k];
    std::vector<std::string> cells = {std::to_string(cell.point)};
    for (const std::string& value : study.points[cell.point].values) cells.push_back(escaped(value));
    cells.push_back(std::to_string(cell.seed));
    table.add(std::move(cells));
  }
  text += plan.runs > kFirstRuns ? "The first runs:\n\n" : "";
  return text + table.text(width);
}

}  // namespace clout
