#include "sim/cli/sweep_verb.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "sim/cli/command.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/pace.h"
#include "sim/cli/plan.h"
#include "sim/cli/progress.h"
#include "sim/cli/sweep_plan.h"
#include "sim/cli/sweep_report.h"
#include "sim/cli/sweep_run.h"
#include "sim/cli/sweep_slurm.h"
#include "sim/cli/sweep_study.h"
#include "sim/cli/version.h"
#include "sim/core/faults.h"
#include "sim/core/parallel.h"
#include "sim/output/sweep_export.h"
#include "sim/output/sweep_figures.h"
#include "sim/output/sweep_folder.h"
#include "sim/output/sweep_kept_report.h"
#include "sim/output/sweep_lock.h"
#include "sim/output/sweep_merge.h"

namespace clout {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string plural(std::size_t n, const char* word) { return counted(static_cast<double>(n), word); }

/// The store of a sweep's folder, or the file itself.
fs::path store_file(const std::string& given) {
  const fs::path path = given;
  std::error_code ec;
  return fs::is_directory(path, ec) ? path / kSweepStore : path;
}

/// Where parts are joined: in a folder, which need not be there yet, or in a file that is there.
fs::path store_to_join(const std::string& given) {
  std::error_code ec;
  return fs::is_regular_file(given, ec) ? fs::path(given) : fs::path(given) / kSweepStore;
}

std::vector<std::string> sorted_files(const fs::path& folder, const char* ending) {
  std::vector<std::string> files;
  std::error_code ec;
  for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec))
    if (it->path().extension() == ending) files.push_back(it->path().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// The same, to be read. @throws FileError  a folder without a store: what would do.
fs::path store_to_read(const std::string& given) {
  const fs::path file = store_file(given);
  std::error_code ec;
  if (file == fs::path(given) || fs::exists(file, ec)) return file;
  if (sorted_files(fs::path(given) / kSweepParts, ".sqlite").empty())
    throw FileError(given, std::string("holds no sweep: there is no ") + kSweepStore);
  throw FileError(given, "holds parts of a sweep that are not joined yet; write clout sweep merge " + given);
}

// ---- run, extend ----

std::set<WantedRun> done_runs(const SweepStoreReader& store) {
  std::set<WantedRun> done;
  for (std::size_t point = 0, points = store.status().points; point < points; ++point)
    store.each_run_of(point, SweepStoreReader::With::no_figures, [&](const StoredRun& run) {
      if (run.status == StoredRunStatus::done) done.insert({run.point, run.seed});
    });
  return done;
}

/// Leaves out what is done already in the other stores of the sweep: the merged one, and those of other shards and
/// attempts. @throws FileError  one is of another sweep or design: nothing could be merged later.
void leave_out_done(SweepStudy& study, const fs::path& own) {
  constexpr const char* kAdvice = "; name another folder with -o, or remove what is in it";
  std::vector<std::string> files = sorted_files(study.folder / kSweepParts, ".sqlite");
  files.insert(files.begin(), (study.folder / kSweepStore).string());
  for (const std::string& file : files) {
    std::error_code ec;
    if (file == own || !fs::exists(file, ec)) continue;
    SweepIdentity identity = study.identity;
    bool fits = true;
    try {
      const SweepStoreReader store(file);
      identity = store.identity();
      const StoredDesign design = store.design();
      fits = identity.axes != study.identity.axes || fit_together(design.points, study.design.points);
      if (identity.scenario_hash == study.identity.scenario_hash && identity.version == study.identity.version &&
          identity.axes == study.identity.axes) {
        // By hash: an extension may have numbered the points anew.
        std::set<std::pair<std::string, std::uint64_t>> done;
        for (const WantedRun& cell : done_runs(store)) done.emplace(design.points[cell.point].hash, cell.seed);
        std::erase_if(study.order, [&](const WantedRun& cell) {
          return done.contains({study.design.points[cell.point].hash, cell.seed});
        });
      }
    } catch (const FileError&) {
      // Written on another host at this moment, say: then its runs are lived again and found equal at merge.
    }
    refuse_other(file, identity, study.identity, kAdvice);
    if (!fits) throw FileError(file, std::string("was planned with another design") + kAdvice);
  }
}

/// Whether there are worlds enough at all points, which shards cannot know.
std::string until_text(const SweepStoreReader& store, const SweepStudy& study) {
  const auto& until = study.reader.spec().until;
  if (!until) return "";
  const auto worlds = static_cast<std::int64_t>(store.status().fewest_done);
  const KnownPoints known = UntilFigures(store, *until, study.seed_of(0)).known(worlds);
  if (known.all()) return "sweep.until: known well enough at all points\n";
  if (known.unknown)
    return "sweep.until: " + escaped(no_such_figure(store.measures(), until->cohort, until->strategy, until->measure)) +
           '\n';
  return fmt::format("sweep.until: known well enough at {} of {}; {} goes on\n", known.enough,
                     plural(known.points, "point"),
                     worlds < until->worlds_max ? "clout sweep extend with more --worlds" : "a larger worlds_max");
}

/// By the design that the store has, which may be larger than the one that was asked for.
std::string report_text(const SweepStoreReader& store, const Catalogue& catalogue, const fs::path& folder) {
  const ReportKey key{store.state(), stdout_columns()};
  const std::unique_ptr<SweepStudy> study = study_of(store, catalogue);
  std::string text = until_text(store, *study) + sweep_report(store, study->reader.spec(), folder, key.width);
  keep_report(folder, key, text);
  return text;
}

/// The same, from what is kept if the store and the tables are those of then: reading every figure takes seconds.
std::string report_again(const SweepStoreReader& store, const Catalogue& catalogue, const fs::path& folder) {
  if (std::optional<std::string> kept = kept_report(folder, {store.state(), stdout_columns()})) return *kept;
  return report_text(store, catalogue, folder);
}

std::string end_text(const SweepEnd& end) {
  std::string text = fmt::format("clout: {} in {}", plural(end.done, "run"), seconds_text(end.seconds));
  if (end.done > 0 && end.seconds > 0)
    text += fmt::format("; {} busy {:.0f} % of the time", plural(end.jobs, "worker"),
                        100 * end.run_seconds / (end.seconds * end.jobs));
  return text + '\n';
}

int submit(const SweepStudy& study, const Options& options, const std::vector<std::string>& arguments,
           std::ostream& out) {
  SlurmOrder order;
  order.name = study.identity.name;
  order.folder = fs::absolute(study.folder);
  order.program = fs::read_symlink("/proc/self/exe");
  order.arguments = arguments;
  order.tasks = options.sweep.tasks;
  try {
    order.options = words_of(options.sweep.slurm_options);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string("--slurm: ") + error.what());
  }
  const std::vector<std::string> jobs = submit_to_slurm(order);
  out << fmt::format("{} of {} to Slurm: job {} (array of {}), then job {} (merge)\nresults: {}\n",
                     plural(study.order.size(), "run"), study.identity.name, jobs[0], order.tasks, jobs[1],
                     escaped(order.folder.string()));
  return kDone;
}

/// The words of a command line that a task of a job array is given again.
std::vector<std::string> arguments_of(const Options& options) {
  std::vector<std::string> words;
  if (options.sweep.act == SweepAct::extend) words.emplace_back("extend");
  words.push_back(fs::absolute(options.scenario).string());
  for (const Override& o : options.overrides) words.insert(words.end(), {"--set", o.path + '=' + o.value});
  for (const std::string& plugin : options.plugins)
    words.insert(words.end(), {"--plugin", fs::absolute(plugin).string()});
  for (const std::string& axis : options.sweep.vary) words.insert(words.end(), {"--vary", axis});
  const auto add = [&](const char* name, double value) {
    if (value > 0) words.insert(words.end(), {name, fmt::format("{}", value)});
  };
  add("--jobs", options.sweep.jobs);
  add("--max-seconds", options.sweep.max_seconds);
  add("--max-memory", options.sweep.max_memory_mb);
  if (options.sweep.fail_fast) words.emplace_back("--fail-fast");
  return words;
}

int run_sweep(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  int exit_code = kDone;
  if (std::error_code ec;
      options.sweep.slurm && fs::exists(options.scenario, ec) && !fs::is_regular_file(options.scenario, ec))
    throw UsageError("--slurm: every task reads the scenario again, and " + options.scenario +
                     " can be read but once; write it to a file");
  const std::unique_ptr<SweepStudy> study = read_study(options, catalogue, err, exit_code);
  if (!study) return exit_code;
  want_worlds(*study, study->reader.base().worlds.count);
  const SweepOptions& asked = options.sweep;
  if (asked.shards > 0) keep_shard(*study, asked.shard, asked.shards);
  if (asked.plan) {
    const unsigned jobs = asked.jobs > 0 ? asked.jobs : usable_threads();
    if (std::error_code ec; fs::exists(study->folder, ec) && !options.overwrite) {
      hash_points(*study, options, err);
      leave_out_done(*study, {});
    }
    out << sweep_plan_text(*study, plan_sweep(*study, jobs, slowness_here), stdout_columns());
    return kDone;
  }
  claim_sweep_folder(study->folder);
  hash_points(*study, options, err);
  const fs::path file = store_of(*study, asked);
  if ((asked.shards > 0 && !options.overwrite) || asked.slurm) leave_out_done(*study, asked.slurm ? fs::path() : file);
  if (asked.slurm && study->order.empty()) {
    out << fmt::format("No run is missing and nothing is submitted; clout sweep merge {} joins what parts there are.\n",
                       escaped(study->folder.string()));
    return kDone;
  }
  if (asked.slurm) return submit(*study, options, arguments_of(options), out);

  catch_interrupts();
  const SweepStore::Opening opening = options.overwrite               ? SweepStore::Opening::overwrite
                                      : asked.act == SweepAct::extend ? SweepStore::Opening::extend
                                      : study->reader.spec().until    ? SweepStore::Opening::extend
                                                                      : SweepStore::Opening::go_on;
  SweepStore store(file, study->identity, study->design, opening);
  if (options.overwrite && asked.shards == 0) remove_tables(study->folder);
  if (const SweepStatus there = store.reader().status(); !options.quiet && there.done > 0)
    err << fmt::format("clout: {} of {} are in {} already\n", there.done, plural(there.wanted, "run"),
                       escaped(file.string()));
  const SweepEnd end = live_sweep(*study, store, options, err);
  store.close();
  if (end.stopped) {
    err << fmt::format("clout: {}; {} landed in {}, {}\n",
                       end.failed > 0 && asked.fail_fast ? "stopped at the first failure" : "interrupted",
                       plural(end.done, "run"), escaped(file.string()), goes_on_text(options.overwrite));
    return end.failed > 0 && asked.fail_fast ? kResourceError : kInterrupted;
  }
  let_interrupts_end(options.overwrite);
  if (asked.shards == 0) out << report_again(SweepStoreReader(file), catalogue, study->folder);
  if (asked.shards > 0 && study->reader.spec().until)
    out << fmt::format(
        "sweep.until: a shard lives as many worlds as it is told; how far that is, clout sweep merge {} says\n",
        escaped(study->folder.string()));
  out << "results: " << escaped((asked.shards == 0 ? study->folder : file).string()) << '\n';
  if (!options.quiet && end.done + end.failed > 0) err << end_text(end);
  if (end.failed == 0) return kDone;
  err << fmt::format("clout: {} failed; clout sweep status {} says why, the same command tries again\n",
                     plural(end.failed, "run"), escaped((asked.shards == 0 ? study->folder : file).string()));
  return kResourceError;
}

// ---- what can be done with a store ----

Json status_json(const SweepIdentity& identity, const SweepStatus& status) {
  Json json = {{"schema", 1},
               {"name", identity.name},
               {"version", identity.version},
               {"scenario_hash", identity.scenario_hash},
               {"points", status.points},
               {"runs", status.wanted},
               {"done", status.done},
               {"failed", status.failed},
               {"pending", status.pending()},
               {"fewest_worlds", status.fewest_done},
               {"most_worlds", status.most_done},
               {"run_seconds", status.seconds},
               {"most_memory_bytes", status.most_memory_bytes},
               {"last_finished_at", status.last_finished_at}};
  json["errors"] = Json::array();
  for (const SweepStatus::Error& error : status.errors)
    json["errors"].push_back(
        {{"error", error.text}, {"runs", error.runs}, {"point", error.example.point}, {"seed", error.example.seed}});
  return json;
}

std::string status_text(const SweepIdentity& identity, const SweepStatus& status) {
  std::string text = fmt::format(
      "{}: {} of {} are done, {} failed, {} are missing\n"
      "{}, {} to {} worlds at each; {} of runs",
      identity.name, status.done, plural(status.wanted, "run"), status.failed, status.pending(),
      plural(status.points, "point"), status.fewest_done, status.most_done, seconds_text(status.seconds));
  if (status.most_memory_bytes > 0)
    text += fmt::format(", at most {} in a worker", bytes_text(static_cast<double>(status.most_memory_bytes)));
  if (!status.last_finished_at.empty()) text += "; the last ended at " + status.last_finished_at;
  text += '\n';
  for (const SweepStatus::Error& error : status.errors)
    text += fmt::format("{} failed: {} (first: point {}, seed {})\n", plural(error.runs, "run"), escaped(error.text),
                        error.example.point, error.example.seed);
  return text;
}

int status(const Options& options, std::ostream& out) {
  const SweepStoreReader store(store_to_read(options.sweep.store));
  if (options.json) {
    out << status_json(store.identity(), store.status()).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else {
    out << status_text(store.identity(), store.status());
  }
  return kDone;
}

int merge(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  const fs::path into = store_to_join(options.sweep.store);
  std::vector<fs::path> parts;
  for (const std::string& file : sorted_files(into.parent_path() / kSweepParts, ".sqlite")) parts.emplace_back(file);
  for (const std::string& part : options.sweep.parts) parts.push_back(store_file(part));
  std::erase_if(parts, [&](const fs::path& part) { return true_path(part) == true_path(into); });
  if (parts.empty())
    throw FileError(into.parent_path() / kSweepParts, "holds no parts; write clout sweep merge DIR PART...");
  if (std::error_code ec; fs::exists(into, ec)) {
    refuse_foreign_tables(into.parent_path());
  } else {
    claim_sweep_folder(into.parent_path());
  }
  const SweepMergeReport report = merge_sweeps(into, parts, program_version());
  for (const fs::path& part : report.in_use)
    err << "clout: " << escaped(part.string()) << " is left out: a sweep is writing to it\n";
  for (const fs::path& part : report.empty)
    err << "clout: " << escaped(part.string()) << " is left out: there is nothing in it\n";
  for (const FileError& refused : report.refused) err << "clout: " << escaped(refused.what()) << "; it is left out\n";
  std::error_code ec;
  if (report.parts == 0 && !report.refused.empty() && !fs::exists(into, ec)) return kResourceError;
  out << fmt::format("{} merged: {} added, {} were there, {} failed\n", plural(report.parts, "part"),
                     plural(report.added, "run"), report.known, report.failed);
  const SweepStoreReader store(into);
  const SweepStatus there = store.status();
  out << status_text(store.identity(), there) << report_text(store, catalogue, into.parent_path())
      << "results: " << escaped(into.parent_path().string()) << '\n';
  if (there.failed > 0)
    err << fmt::format("clout: {} failed; the command of the sweep tries again\n", plural(there.failed, "run"));
  return there.failed > 0 || !report.refused.empty() ? kResourceError : kDone;
}

int export_tables(const Options& options, std::ostream& out) {
  const fs::path file = store_to_read(options.sweep.store);
  const fs::path folder = options.folder.empty() ? file.parent_path() : fs::path(options.folder);
  refuse_foreign_tables(folder);
  const SweepStoreReader store(file);
  store.check();
  export_sweep(store, folder);
  out << escaped((folder / "runs.csv").string()) << '\n' << escaped((folder / "metrics.csv").string()) << '\n';
  return kDone;
}

int report(const Options& options, const Catalogue& catalogue, std::ostream& out) {
  const fs::path file = store_to_read(options.sweep.store);
  const SweepStoreReader store(file);
  refuse_foreign_tables(file.parent_path());
  out << report_text(store, catalogue, file.parent_path());
  return kDone;
}

int verify(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  const fs::path file = store_to_read(options.sweep.store);
  const SweepStoreReader store(file);
  store.check();
  const SweepIdentity identity = store.identity();
  if (identity.version != program_version())
    throw FileError(file, "was made by version " + identity.version + " and this is " + program_version() +
                              ": its runs cannot be lived again");
  const std::set<WantedRun> all_done = done_runs(store);
  const std::vector<WantedRun> done(all_done.begin(), all_done.end());
  if (done.empty()) throw FileError(file, "has no run that is done; there is nothing to live again");
  const std::size_t sample = std::min(options.sweep.sample, done.size());
  const std::unique_ptr<SweepStudy> study = study_of(store, catalogue);
  std::size_t differ = 0;
  for (std::size_t k = 0; k < sample; ++k) {
    const WantedRun& cell = done[k * done.size() / sample];
    refuse_other_data(*study, file, cell.point);
    const std::string difference =
        figures_difference(store.run(cell.point, cell.seed)->figures, live_run(*study, cell));
    if (difference.empty()) continue;
    ++differ;
    err << fmt::format("clout: point {}, seed {}: {}\n", cell.point, cell.seed, difference);
  }
  out << fmt::format("{} of {} lived again: {}\n", sample, plural(done.size(), "run"),
                     differ == 0 ? "every figure is the same" : fmt::format("{} differ", differ));
  return differ == 0 ? kDone : kInternalError;
}

}  // namespace

int sweep_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  switch (options.sweep.act) {
    case SweepAct::run:
    case SweepAct::extend:
      return run_sweep(options, catalogue, out, err);
    case SweepAct::status:
      return status(options, out);
    case SweepAct::merge:
      return merge(options, catalogue, out, err);
    case SweepAct::export_:
      return export_tables(options, out);
    case SweepAct::report:
      return report(options, catalogue, out);
    case SweepAct::verify:
      return verify(options, catalogue, out, err);
  }
  return kUsageError;
}

}  // namespace clout
