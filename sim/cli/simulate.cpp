// The worlds of a run on their way into a folder: engine and output meet here and nowhere else.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <ostream>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "sim/cli/command.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/progress.h"
#include "sim/cli/report.h"
#include "sim/cli/run_verb.h"
#include "sim/cli/version.h"
#include "sim/engine/run.h"
#include "sim/output/checkpoint.h"
#include "sim/output/graph_export.h"
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

RunIdentity identity_of(const RunOrder& order) {
  const Scenario& s = order.scenario;
  RunIdentity id;
  id.name = s.name;
  id.scenario_hash = scenario_hash(s);
  id.output = output_text(s.output);
  id.version = kVersion;
  id.git = kCommit;
  id.command = order.command;
  id.resolved_yaml = resolved_yaml(s);
  for (std::int64_t i = 0; i < s.worlds.count; ++i) id.seeds.push_back(static_cast<std::uint64_t>(s.worlds.seed + i));
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

/// How fast it went and what a world held, for whoever sizes the next run.
std::string speed_text(const Scenario& s, std::size_t worlds, const DayCounts& counts, const MemoryUse& memory,
                       double seconds) {
  const double agent_days =
      static_cast<double>(worlds) * static_cast<double>(memory.agents) * (s.burn_in_days + s.horizon_days);
  const auto millions_a_second = [&](double n) { return n / std::max(seconds, 1e-9) / 1e6; };
  const auto each = [](std::uint64_t bytes, std::uint64_t things) {
    return things ? static_cast<double>(bytes) / static_cast<double>(things) : 0.0;
  };
  return fmt::format(
      "clout: {:.2f} million agent-days a second; {:.0f} million posts offered and {:.1f} million read a second\n"
      "clout: a world held {:.0f} MB: {:.0f} bytes an agent, {:.1f} a link, {:.1f} a tie end, {:.1f} an engager; "
      "scores {:.0f} and scratch {:.0f} an agent\n",
      millions_a_second(agent_days), millions_a_second(static_cast<double>(counts.items_offered)),
      millions_a_second(static_cast<double>(counts.items_read)), static_cast<double>(memory.total()) / 1e6,
      each(memory.agent_bytes, memory.agents), each(memory.link_bytes, memory.links),
      each(memory.tie_bytes, memory.tie_ends), each(memory.engager_bytes, memory.engagers),
      each(memory.score_bytes, memory.agents), each(memory.scratch_bytes, memory.agents));
}

}  // namespace

int simulate(const RunOrder& order, std::ostream& out, std::ostream& err) {
  const Scenario& s = order.scenario;
  const RunIdentity identity = identity_of(order);
  RunFolder folder(order.folder, identity, order.overwrite ? IfExists::overwrite : IfExists::go_on);
  const std::vector<std::uint64_t> seeds = folder.missing();
  require_folder(order.folder, static_cast<std::uint64_t>(order.world_bytes * static_cast<double>(seeds.size())));
  const std::size_t all = identity.seeds.size();
  if (!order.quiet && seeds.size() < all)
    err << "clout: " << all - seeds.size() << " of " << all << " worlds are in " << order.folder << " already\n";
  const std::size_t others = folder.others().size();
  if (!order.quiet && others > 0)
    err << "clout: " << others << " more in " << order.folder
        << " were not asked for; they are kept, and tables are of the " << all << " worlds from seed " << s.worlds.seed
        << " on\n";

  const TieClock clock(s.mechanisms.ties);
  const GraphFormat format = graph_format(s.output.snapshot_format);
  OpenWorlds worlds(folder);
  ProgressLine line(err, !order.quiet && stderr_is_terminal(), stderr_has_colour());
  const double agent_days =
      static_cast<double>(seeds.size()) * static_cast<double>(s.population.agents) * (s.burn_in_days + s.horizon_days);
  std::atomic<std::uint64_t> lived{0};
  std::atomic<std::size_t> landed{all - seeds.size()};

  WorldClock world_clock;
  RunHooks hooks;
  hooks.stop = &interrupted();
  hooks.progress = [&](std::uint64_t more) {
    const double done = static_cast<double>(lived += more);
    line.show(agent_days > 0 ? done / agent_days : 1,
              std::to_string(landed.load()) + " of " + std::to_string(all) + " worlds");
  };
  hooks.snapshot = [&](std::uint64_t seed, const World& world) {
    const std::filesystem::path& path = worlds.of(seed).path();
    export_follows(path / graph_file_name("follows", world.day - 1, format), world.follows, format, world.society.get());
    export_ties(path / graph_file_name("ties", world.day - 1, format), world.ties, clock, world.day, format,
                world.society.get());
  };
  const auto checkpoint_id = [&](std::uint64_t seed) {
    return CheckpointId{identity.scenario_hash, kVersion, seed};
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

  DayCounts counts;
  MemoryUse memory;
  const Clock::time_point began = Clock::now();
  const bool whole = run_worlds(s, seeds, order.threads, hooks, [&](WorldResult&& world) {
    WorldFolder& place = worlds.of(world.seed);
    if (s.output.agents) place.write_agents(world.columns, world.names);
    place.write_measures(world.measures);
    place.write_daily(world.daily);
    place.write_likeness(world.likeness);
    place.finish();
    folder.note_world(world.seed, world_clock.seconds(world.seed));
    world_clock.over();
    ++landed;
    counts += world.totals;
    if (world.memory.total() > memory.total()) memory = world.memory;
  });
  line.clear();
  if (!seeds.empty()) folder.note_seconds("total", seconds_since(began));
  const RunTables tables = folder.finish();
  if (!whole) {
    err << "clout: interrupted; " << tables.finished.size() << " of " << all << " worlds are in " << order.folder
        << ", the same command " << (order.overwrite ? "without --overwrite " : "") << "goes on\n";
    return kInterrupted;
  }
  if (order.json) {
    out << report_json(s, tables, order.folder);
  } else {
    out << report_text(s, tables, stdout_columns()) << "\nresults: " << order.folder << '\n';
  }
  if (!order.quiet && !seeds.empty())
    err << "clout: " << seeds.size() << (seeds.size() == 1 ? " world in " : " worlds in ")
        << seconds_text(seconds_since(began)) << '\n'
        << speed_text(s, seeds.size(), counts, memory, seconds_since(began));
  return kDone;
}

}  // namespace clout
