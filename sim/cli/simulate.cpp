// The worlds of a run on their way into a folder: engine and output meet here and nowhere else.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "sim/analysis/decomposition.h"
#include "sim/analysis/plausible.h"
#include "sim/cli/command.h"
#include "sim/cli/decomposition_report.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/plausible_report.h"
#include "sim/cli/progress.h"
#include "sim/cli/report.h"
#include "sim/cli/run_verb.h"
#include "sim/cli/version.h"
#include "sim/engine/run.h"
#include "sim/output/answer_files.h"
#include "sim/output/checkpoint.h"
#include "sim/output/decomposition_file.h"
#include "sim/output/graph_export.h"
#include "sim/output/plausible_file.h"
#include "sim/output/run_folder.h"

namespace clout {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

/// What decides which files there are.
std::string output_text(const OutputParams& output) {
  OutputParams copy = output;
  copy.checkpoint_every_days = 0;  // leaves no file behind
  ParamWriter writer;
  copy.visit(writer);
  return writer.yaml();
}

/// Of the whole run, or with the scenario of an arm of that alone.
RunIdentity identity_of(const Scenario& s, const RunOrder& order) {
  RunIdentity id;
  id.name = s.name;
  id.scenario_hash = scenario_hash(s);
  id.output = output_text(s.output);
  id.version = kVersion;
  id.git = kCommit;
  id.command = order.command;
  id.resolved_yaml = resolved_yaml(s);
  for (std::int64_t i = 0; i < s.worlds.count; ++i) id.seeds.push_back(static_cast<std::uint64_t>(s.worlds.seed + i));
  for (const ArmSpec& arm : s.arms) id.arms.push_back(arm.name);
  for (const PlausiblePoint& point : s.plausible.points) id.points.push_back(point.name);
  for (std::int64_t i = 0; i < s.plausible.worlds && !id.points.empty(); ++i)
    id.point_seeds.push_back(static_cast<std::uint64_t>(s.worlds.seed + i));
  id.threads = order.threads;
  for (const StrategySpec& spec : s.strategies) id.names.strategies.push_back(spec.name);
  for (const RoleParams& role : s.population.roles) id.names.roles.push_back(role.name);
  for (const ScoreSpec& score : s.scores) id.names.scores.push_back(score.name);
  for (const ValueSpec& value : s.values) id.names.values.push_back(value.name);
  return id;
}

/// The folders of worlds that are being run, made when something is first written. Several threads may ask at once.
class OpenWorlds {
 public:
  explicit OpenWorlds(RunFolder& folder) : folder_(folder) {}
  WorldFolder& of(std::uint64_t seed) {
    const std::lock_guard lock(mutex_);
    const auto at = worlds_.find(seed);
    return at != worlds_.end() ? at->second : worlds_.emplace(seed, folder_.begin_world(seed)).first->second;
  }

 private:
  RunFolder& folder_;
  std::mutex mutex_;
  std::map<std::uint64_t, WorldFolder> worlds_;
};

/// What worlds take by the clock. The engine says when a world is over and not when it was begun; but a thread that is
/// done with one begins the next at once.
class WorldClock {
 public:
  /// Seconds of the world that the calling thread lives, with those before the checkpoint that it went on from.
  double seconds(std::uint64_t seed) {
    const std::lock_guard lock(mutex_);
    const auto free = free_since_.find(std::this_thread::get_id());
    const auto before = before_.find(seed);
    return seconds_since(free == free_since_.end() ? began_ : free->second) +
           (before == before_.end() ? 0 : before->second);
  }
  void went_on(std::uint64_t seed, double seconds_before) {
    const std::lock_guard lock(mutex_);
    before_[seed] = seconds_before;
  }
  /// The calling thread is done with its world.
  void over() {
    const std::lock_guard lock(mutex_);
    free_since_[std::this_thread::get_id()] = Clock::now();
  }

 private:
  const Clock::time_point began_ = Clock::now();
  std::mutex mutex_;
  std::map<std::thread::id, Clock::time_point> free_since_;
  std::map<std::uint64_t, double> before_;  // by seed
};

/// What the arms of a run share while it goes on.
class Progress {
 public:
  Progress(std::ostream& err, bool visible, double agent_days, std::size_t landed, std::size_t all)
      : line_(err, visible, stderr_has_colour()), agent_days_(agent_days), all_(all), landed_(landed) {}
  void lived(std::uint64_t more) {
    const auto done = static_cast<double>(lived_ += more);
    line_.show(agent_days_ > 0 ? done / agent_days_ : 1,
               std::to_string(landed_.load()) + " of " + std::to_string(all_) + " worlds");
  }
  void landed() { ++landed_; }
  void clear() { line_.clear(); }
  double agent_days() const { return static_cast<double>(lived_.load()); }

 private:
  ProgressLine line_;
  const double agent_days_;
  const std::size_t all_;
  std::atomic<std::uint64_t> lived_{0};
  std::atomic<std::size_t> landed_;
};

/// The scenario itself, one of its arms or a point of its plausible box, with the folder that its worlds go to.
struct ArmRun {
  std::string name;
  const Scenario& scenario;
  RunIdentity identity;
  std::unique_ptr<RunFolder> folder;
  std::vector<std::uint64_t> seeds;  ///< of worlds that are missing
};

/// What was done, for the line that says how fast it went.
struct Done {
  std::size_t worlds = 0;
  DayCounts counts;
  MemoryUse memory;  ///< of the largest world
};

/// How fast it went and what a world held, for whoever sizes the next run.
std::string speed_text(double agent_days, const Done& done, double seconds) {
  const MemoryUse& memory = done.memory;
  const auto millions_a_second = [&](double n) { return n / std::max(seconds, 1e-9) / 1e6; };
  const auto each = [](std::uint64_t bytes, std::uint64_t things) {
    return things ? static_cast<double>(bytes) / static_cast<double>(things) : 0.0;
  };
  return fmt::format(
      "clout: {:.2f} million agent-days a second; {:.0f} million posts offered and {:.1f} million read a second\n"
      "clout: a world held {:.0f} MB: {:.0f} bytes an agent, {:.1f} a link, {:.1f} a tie end, {:.1f} an engager; "
      "scores {:.0f} and scratch {:.0f} an agent\n",
      millions_a_second(agent_days), millions_a_second(static_cast<double>(done.counts.items_offered)),
      millions_a_second(static_cast<double>(done.counts.items_read)), static_cast<double>(memory.total()) / 1e6,
      each(memory.agent_bytes, memory.agents), each(memory.link_bytes, memory.links),
      each(memory.tie_bytes, memory.tie_ends), each(memory.engager_bytes, memory.engagers),
      each(memory.score_bytes, memory.agents), each(memory.scratch_bytes, memory.agents));
}

/// Lives the missing worlds of one arm. False if interrupted.
bool simulate_arm(const ArmRun& arm, unsigned threads, Progress& progress, Done& done) {
  if (arm.seeds.empty()) return true;
  const Scenario& s = arm.scenario;
  RunFolder& folder = *arm.folder;
  const TieClock clock(s.mechanisms.ties);
  const GraphFormat format = graph_format(s.output.snapshot_format);
  OpenWorlds worlds(folder);

  WorldClock world_clock;
  RunHooks hooks;
  hooks.stop = &interrupted();
  hooks.progress = [&](std::uint64_t more) { progress.lived(more); };
  hooks.snapshot = [&](std::uint64_t seed, const World& world) {
    const std::filesystem::path& path = worlds.of(seed).path();
    export_follows(path / graph_file_name("follows", world.day - 1, format), world.follows, format,
                   world.society.get());
    export_ties(path / graph_file_name("ties", world.day - 1, format), world.ties, clock, world.day, format,
                world.society.get());
  };
  const auto checkpoint_id = [&](std::uint64_t seed) {
    return CheckpointId{arm.identity.scenario_hash, kVersion, seed};
  };
  hooks.save = [&](std::uint64_t seed, RunState& state) {
    double seconds = world_clock.seconds(seed);
    save_checkpoint(folder.checkpoint_path(seed), checkpoint_id(seed), [&](StateVisitor& v) {
      v.value("seconds", seconds);
      state.visit_state(v);
    });
  };
  hooks.load = [&](std::uint64_t seed, RunState& state) {
    const std::filesystem::path path = folder.checkpoint_path(seed);
    if (!std::filesystem::exists(path)) return false;
    double seconds = 0;
    load_checkpoint(path, checkpoint_id(seed), [&](StateVisitor& v) {
      v.value("seconds", seconds);
      state.visit_state(v);
    });
    world_clock.went_on(seed, seconds);
    return true;
  };

  const Clock::time_point began = Clock::now();
  const bool whole = run_worlds(s, arm.seeds, threads, hooks, [&](WorldResult&& world) {
    WorldFolder& place = worlds.of(world.seed);
    if (s.output.agents) place.write_agents(world.columns, world.names);
    if (world.probes.probes() > 0) place.write_probes(world.probes);
    place.write_measures(world.measures);
    place.write_daily(world.daily);
    place.write_likeness(world.likeness);
    place.finish();
    folder.note_world(world.seed, world_clock.seconds(world.seed));
    world_clock.over();
    progress.landed();
    ++done.worlds;
    done.counts += world.totals;
    if (world.memory.total() > done.memory.total()) done.memory = world.memory;
  });
  folder.note_seconds("total", seconds_since(began));
  return whole;
}

/// The scenario itself, its arms, then the points of its box, each with its folder; all folders are locked before
/// anything is lived.
std::vector<ArmRun> open_arms(const RunOrder& order) {
  const IfExists if_exists = order.overwrite ? IfExists::overwrite : IfExists::go_on;
  std::vector<ArmRun> arms;
  const auto open = [&](const std::string& name, const Scenario& s, const std::filesystem::path& path) {
    RunIdentity identity = identity_of(s, order);
    auto folder = std::make_unique<RunFolder>(path, identity, if_exists);
    std::vector<std::uint64_t> missing = folder->missing();
    arms.push_back({name, s, std::move(identity), std::move(folder), std::move(missing)});
  };
  open(kBaseArm, order.scenario, order.folder);
  for (const ArmSpec& arm : order.scenario.arms)
    open(arm.name, *arm.scenario, arms.front().folder->arm_path(arm.name));
  for (const PlausiblePoint& point : order.scenario.plausible.points)
    open(point.name, *point.scenario, arms.front().folder->point_path(point.name));
  return arms;
}

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

/// What makes the difference between two strategies of a run, and at which doses it was asked.
struct WhyTheyDiffer {
  DecompositionQuestion question;
  Decomposition decomposition;
};

/// Mean dose off line of the background of a strategy; nothing if there is nobody.
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

/// Tables of all arms and of their comparison.
struct AllTables {
  RunTables base;
  RunAnswers answers;
  std::vector<ArmRow> arms;  ///< empty if there are none besides base
  std::vector<Reversals> reversals;  ///< in the plausible box
  WhyTheyDiffer why;
  std::size_t finished = 0;  ///< worlds
};

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
  for (const ArmRun& point : points)
    all.finished += point.identity.seeds.size() - point.folder->missing().size();
  all.why = why_they_differ(arms.front(), all.base, all.answers);
  all.reversals = reversals_of_run(arms.front(), all.base, all.answers, points, threads);
  if (arms.size() == 1) return all;
  compared.front() = {kBaseArm, all.base.finished, all.base.worlds};
  all.arms = compare_arms(compared, compared_pair(arms.front().scenario));
  arms.front().folder->write_arms(all.arms);
  return all;
}

}  // namespace

int simulate(const RunOrder& order, std::ostream& out, std::ostream& err) {
  const std::vector<ArmRun> arms = open_arms(order);
  std::size_t all = 0, missing = 0;
  double agent_days = 0;
  for (const ArmRun& arm : arms) {
    const Scenario& s = arm.scenario;
    all += arm.identity.seeds.size();
    missing += arm.seeds.size();
    agent_days += static_cast<double>(arm.seeds.size()) * static_cast<double>(s.population.agents) *
                  days_lived(s);
  }
  if (!order.quiet && missing < all)
    err << "clout: " << all - missing << " of " << all << " worlds are in " << order.folder << " already\n";

  const std::size_t others = arms.front().folder->others().size();
  if (!order.quiet && others > 0)
    err << "clout: " << others << " more in " << order.folder
        << " were not asked for; they are kept, and tables are of the " << arms.front().identity.seeds.size()
        << " worlds from seed " << order.scenario.worlds.seed << " on\n";
  require_folder(order.folder, static_cast<std::uint64_t>(order.world_bytes * static_cast<double>(missing)));

  Progress progress(err, !order.quiet && stderr_is_terminal(), agent_days, all - missing, all);
  Done done;
  const Clock::time_point began = Clock::now();
  bool whole = true;
  const std::size_t points = order.scenario.plausible.points.size();
  const std::span<const ArmRun> arms_alone = std::span(arms).first(arms.size() - points);
  for (const ArmRun& arm : arms_alone) whole = whole && simulate_arm(arm, order.threads, progress, done);
  // Their worlds are too small to be lived by several threads.
  for (const ArmRun& point : std::span(arms).last(points))
    whole = whole &&
            simulate_arm(point,
                         std::min(order.threads, static_cast<unsigned>(std::max<std::size_t>(point.seeds.size(), 1))),
                         progress, done);
  progress.clear();
  const AllTables tables = finish_arms(arms_alone, std::span(arms).last(points), order.threads);
  if (!whole) {
    err << "clout: interrupted; " << tables.finished << " of " << all << " worlds are in " << order.folder
        << ", the same command " << (order.overwrite ? "without --overwrite " : "") << "goes on\n";
    return kInterrupted;
  }
  if (order.json) {
    out << report_json(order.scenario, tables.base, tables.arms, order.folder);
  } else {
    out << report_text(order.scenario, tables.base, tables.answers, tables.arms, stdout_columns());
    for (const std::string& text :
         {decomposition_text(order.scenario, tables.why.decomposition, tables.why.question, stdout_columns()),
          plausible_text(order.scenario, tables.reversals)})
      if (!text.empty()) out << '\n' << text;
    out << "\nresults: " << order.folder << '\n';
  }
  if (!order.quiet && missing > 0)
    err << "clout: " << missing << (missing == 1 ? " world in " : " worlds in ") << seconds_text(seconds_since(began))
        << '\n'
        << speed_text(progress.agent_days(), done, seconds_since(began));
  return kDone;
}

}  // namespace clout
