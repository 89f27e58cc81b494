#include "sim/cli/sweep_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/analysis/interval.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/plan.h"
#include "sim/cli/progress.h"
#include "sim/cli/worker_pool.h"
#include "sim/core/parallel.h"
#include "sim/core/utf8.h"
#include "sim/engine/run.h"
#include "sim/output/sweep_lock.h"

namespace clout {
namespace {

using SortedJson = nlohmann::json;

/// Figures on their way from a worker.
std::string packed(const std::vector<Measure>& figures) {
  SortedJson rows = SortedJson::array();
  for (const Measure& m : figures) rows.push_back({m.cohort, m.strategy, m.measure, m.unit, m.value});
  std::string bytes;
  SortedJson::to_cbor(rows, bytes);
  return bytes;
}

std::vector<Measure> unpacked(const std::string& bytes) {
  std::vector<Measure> figures;
  for (const SortedJson& row : SortedJson::from_cbor(bytes))
    figures.push_back({row[0].get<std::string>(), row[1].get<std::string>(), row[2].get<std::string>(),
                       row[3].get<std::string>(), row[4].get<double>()});
  return figures;
}

WorkerLimits limits_of(const SweepOptions& options) {
  WorkerLimits limits;
  limits.jobs = options.jobs > 0 ? options.jobs : usable_threads();
  limits.max_seconds = options.max_seconds;
  limits.memory_bytes = static_cast<std::uint64_t>(options.max_memory_mb > 0 ? options.max_memory_mb * 1e6
                                                                             : machine_memory().free / limits.jobs);
  return limits;
}

constexpr std::size_t kMostOfError = 2000;  // bytes

/// What a run says of its failure as one line of UTF-8, however much it is and whatever is in it.
std::string error_line(const std::string& text) {
  std::string line;
  for (std::size_t i = 0; i < text.size() && line.size() < kMostOfError;) {
    const std::size_t length = utf8_length(text, i);
    if (text[i] == '\n') {
      line += "; ";
    } else {
      line += length == 0 ? "?" : text.substr(i, length);
    }
    i += std::max<std::size_t>(length, 1);
  }
  while (line.ends_with("; ")) line.resize(line.size() - 2);
  return line.empty() ? "it says nothing of why" : line;
}

/// The figures of a run whose data files are still those that the sweep was planned with: looked at when it has been
/// lived, as they may change while it reads them.
std::vector<Measure> live_planned(const SweepStudy& study, const WantedRun& cell, bool reads_files) {
  std::vector<Measure> figures = live_run(study, cell);
  if (reads_files && !is_as_planned(study, cell.point))
    throw std::runtime_error(
        "a file that its scenario names has changed since the sweep was begun; put it back, or "
        "begin another sweep");
  return figures;
}

std::string run_text(const SweepStudy& study, const WantedRun& cell) {
  std::string text = fmt::format("point {} (", cell.point);
  const std::vector<std::string>& values = study.points[cell.point].values;
  for (std::size_t k = 0; k < values.size(); ++k)
    text += fmt::format("{}{} = {}", k == 0 ? "" : ", ", study.identity.axes[k],
                        values[k].empty() ? "as it is" : values[k]);
  return text + fmt::format("), seed {}", cell.seed);
}

class LiveSweep {
 public:
  LiveSweep(const SweepStudy& study, SweepStore& store, const Options& options, std::ostream& err)
      : study_(study),
        store_(store),
        options_(options),
        err_(err),
        limits_(limits_of(options.sweep)),
        host_(host_name()),
        line_(err, !options.quiet && stderr_is_terminal(), stderr_has_colour()) {}

  /// Lives runs, all of them known to be missing.
  void live(const std::vector<WantedRun>& runs) {
    runs_ = &runs;
    before_ = end_.done + end_.failed;
    std::size_t given = 0;
    end_.stopped = !run_tasks(
        limits_, [&](std::size_t k) { return packed(live_planned(study_, runs[k], reads_files_)); },
        [&]() -> std::optional<std::size_t> {
          if (given == runs.size() || failed_fast_) return std::nullopt;
          return given++;
        },
        [&](TaskEnd&& task) { land(std::move(task)); }, interrupted());
    end_.stopped = end_.stopped || failed_fast_;
  }

  SweepEnd end() {
    line_.clear();
    end_.jobs = limits_.jobs;
    end_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    return std::move(end_);
  }
  bool stopped() const { return end_.stopped; }

 private:
  void land(TaskEnd&& task) {
    const WantedRun& cell = (*runs_)[task.task];
    StoredRun run;
    run.point = cell.point;
    run.seed = cell.seed;
    run.seconds = task.seconds;
    run.memory_bytes = task.memory_bytes;
    run.attempt = options_.sweep.attempt;
    run.host = host_;
    run.status = task.done ? StoredRunStatus::done : StoredRunStatus::failed;
    if (task.done) {
      run.figures = unpacked(task.text);
    } else {
      run.error = error_line(task.text);
      note_failure(cell, run.error);
    }
    store_.record(run);
    end_.run_seconds += task.seconds;
    ++(task.done ? end_.done : end_.failed);
    const std::size_t ended = end_.done + end_.failed - before_;
    line_.show(static_cast<double>(ended) / static_cast<double>(runs_->size()),
               fmt::format("{} of {} runs{}", ended, runs_->size(),
                           end_.failed > 0 ? fmt::format(", {} failed", end_.failed) : ""));
  }

  void note_failure(const WantedRun& cell, const std::string& why) {
    if (end_.failed > 0) return;  // `sweep status` has them all
    if (options_.sweep.fail_fast) failed_fast_ = true;
    if (options_.quiet) return;
    line_.clear();
    err_ << "clout: a run has failed: " << escaped(run_text(study_, cell) + ": " + why) << '\n';
  }

  const SweepStudy& study_;
  SweepStore& store_;
  const Options& options_;
  std::ostream& err_;
  const WorkerLimits limits_;
  const bool reads_files_ = study_.design.text.find("file") != std::string::npos;  // of data, of scores
  const std::string host_;
  ProgressLine line_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  const std::vector<WantedRun>* runs_ = nullptr;  ///< of this round
  std::size_t before_ = 0;                        ///< that had ended before it
  bool failed_fast_ = false;
  SweepEnd end_;
};

}  // namespace

UntilFigures::UntilFigures(const SweepStoreReader& store, const SweepUntil& until, std::uint64_t first)
    : ci_halfwidth_(until.ci_halfwidth) {
  const SweepStatus status = store.status();
  points_ = status.points;
  unknown_ = status.done > 0;
  for (const SweepMeasure& m : store.measures()) {
    if (m.cohort != until.cohort || m.strategy != until.strategy || m.measure != until.measure) continue;
    unknown_ = false;
    store.each_value(m, [&](std::size_t point, std::uint64_t seed, double value) {
      of_point_[point].push_back({seed - first, value});
    });
  }
}

KnownPoints UntilFigures::known(std::int64_t worlds) const {
  KnownPoints known;
  known.points = points_;
  known.unknown = unknown_;
  std::vector<double> values;
  for (const auto& [point, figures] : of_point_) {
    values.clear();
    for (const Figure& figure : figures)
      if (figure.world < static_cast<std::uint64_t>(worlds)) values.push_back(figure.value);
    const Interval interval = mean_interval(values);
    known.enough += interval.known && (interval.high - interval.low) / 2 <= ci_halfwidth_;
  }
  return known;
}

std::vector<Measure> live_run(const SweepStudy& study, const WantedRun& cell) {
  const Scenario scenario = study.scenario_at(cell.point);
  const RunSetup setup(scenario);
  ThreadPool alone(1);
  return std::move(run_world(setup, cell.seed, alone)->measures.rows);
}

SweepEnd live_sweep(SweepStudy& study, SweepStore& store, const Options& options, std::ostream& err) {
  LiveSweep sweep(study, store, options, err);
  const auto& until = study.reader.spec().until;
  if (!until || options.sweep.shards > 0) {  // a shard has not all points, and cannot tell of a whole round
    sweep.live(store.pending(study.order));
    return sweep.end();
  }
  // Whole rounds: a decision after half of one would favour the points whose runs are short. A round lives what it
  // adds, so that a run which fails is tried once.
  std::size_t tried = 0;
  std::optional<UntilFigures> figures;
  for (std::int64_t worlds = study.reader.base().worlds.count;; ++worlds) {
    want_worlds(study, worlds);
    const std::vector<WantedRun> missing = store.pending(std::span(study.order).subspan(tried));
    if (!missing.empty()) {
      store.extend(study.design);
      sweep.live(missing);
      figures.reset();
    }
    tried = study.order.size();
    if (sweep.stopped() || worlds >= until->worlds_max) return sweep.end();
    if (!figures) figures.emplace(store.reader(), *until, study.seed_of(0));
    const KnownPoints known = figures->known(worlds);
    if (known.all() || known.unknown) return sweep.end();
  }
}

}  // namespace clout
