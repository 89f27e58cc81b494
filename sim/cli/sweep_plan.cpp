#include "sim/cli/sweep_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sim/cli/plan.h"
#include "sim/cli/progress.h"
#include "sim/core/faults.h"
#include "sim/core/table.h"
#include "sim/engine/probe_record.h"

namespace clout {
namespace {

constexpr std::size_t kSample = 64;    // points that are looked at
constexpr std::size_t kTried = 8;      // and of these, that are tried
constexpr std::size_t kFirstRuns = 8;  // that are shown
// Of the store, measured with 6, 60 and 300 runs of 411 figures and 11 of 335: a figure with its key; a run without its
// figures; the name of a figure, and tables in which there is nothing yet.
constexpr double kBytesPerFigure = 18, kBytesPerRun = 300, kBytesPerName = 120, kBytesPerStore = 60e3;
// Of a worker process beyond what it lives (plan_run), measured with 30 to 100,000 people: the program itself.
constexpr double kBytesPerWorker = 8.3e6;

/// Figures of a run, by the measures of summary.h: cohorts by strategies and all of them by some 30 measures, what each
/// score and value model adds, and online, offline and their difference of each strategy and horizon.
double figures_of(const Scenario& s) {
  const auto strategies = static_cast<double>(s.strategies.size()), scores = static_cast<double>(s.scores.size()),
             values = static_cast<double>(s.values.size());
  const double horizons = s.margins.step_hours > 0 ? static_cast<double>(margin_days(s).size()) : 0;
  const double cohorts = s.probes.share > 0 ? 2 : 1;
  return cohorts * (strategies + 1) * (26 + scores + 2 * values) + 3 * strategies * (scores + values) * horizons +
         10 * scores + 20;
}

}  // namespace

SweepPlan plan_sweep(const SweepStudy& study, unsigned jobs, const std::function<double(const Scenario&)>& slowness) {
  SweepPlan plan;
  plan.points = study.points.size();
  plan.runs = study.order.size();
  plan.jobs = std::max(1u, jobs);
  const std::size_t sample = std::min(kSample, plan.points), every = (sample + kTried - 1) / kTried;
  double agent_days = 0, drawing = 0, days = 0, figures = 0, foretold = 0, tried = 0;
  for (std::size_t k = 0; k < sample; ++k) {
    Scenario scenario = study.scenario_at(k * plan.points / sample);
    scenario.worlds.count = 1;
    const RunPlan run = plan_run(scenario, 1);
    plan.learns = plan.learns || run.learns;
    agent_days += run.agent_days / static_cast<double>(sample);
    // A run of a sweep leaves figures: tables of margins are made by `clout run` alone.
    drawing += (run.seconds - run.analysis_seconds - run.days_seconds) / static_cast<double>(sample);
    days += run.days_seconds / static_cast<double>(sample);
    if (k % every == 0) foretold += run.days_seconds, tried += run.days_seconds * slowness(scenario);
    figures += figures_of(scenario) / static_cast<double>(sample);
    plan.memory_bytes = std::max(plan.memory_bytes, run.peak_bytes() + kBytesPerWorker);
  }
  const double seconds = drawing + (foretold > 0 ? days * tried / foretold : 0);
  const auto runs = static_cast<double>(plan.runs);
  plan.agent_days = agent_days * runs;
  plan.seconds = seconds * runs / plan.jobs;
  plan.disk_bytes = kBytesPerStore + figures * kBytesPerName + runs * (kBytesPerRun + figures * kBytesPerFigure);
  plan.memory_bytes *= std::min<double>(plan.jobs, std::max(runs, 1.0));
  return plan;
}

std::string sweep_plan_text(const SweepStudy& study, const SweepPlan& plan, std::size_t width) {
  const auto runs = static_cast<double>(plan.runs);
  std::string text = fmt::format(
      "{}, {}, {}: {}\n"
      "  memory  about {} of the {} here, for {} at a time{}\n"
      "  disk    about {}\n"
      "  time    {}\n\n",
      study.identity.name, counted(static_cast<double>(plan.points), "point"), counted(runs, "run"),
      counted(plan.agent_days, "agent-day"), bytes_text(plan.memory_bytes), bytes_text(machine_memory().bytes),
      counted(std::min<double>(plan.jobs, runs), "run"), more_by_learning(plan.learns), bytes_text(plan.disk_bytes),
      plan.seconds < 1 ? "under a second" : "about " + seconds_text(plan.seconds));
  const auto& until = study.reader.spec().until;
  const auto worlds = static_cast<std::int64_t>(study.order.size() / std::max<std::size_t>(1, study.points.size()));
  if (until && study.order.size() == study.design.wanted.size() && worlds < until->worlds_max)
    text.insert(
        text.size() - 1,
        fmt::format("  until   worlds are added where {} is not known within {:g}, up to {} at a point: at most "
                    "{}\n",
                    escaped(until->measure), until->ci_halfwidth, until->worlds_max,
                    counted(static_cast<double>(study.points.size()) * static_cast<double>(until->worlds_max), "run")));
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
