#include "sim/cli/live_worlds.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "sim/cli/interrupt.h"
#include "sim/cli/version.h"
#include "sim/output/checkpoint.h"
#include "sim/output/graph_export.h"

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
  id.version = program_version();
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

/// What is written of the worlds of one arm while they are lived. Several threads may write of different worlds at
/// once.
class WorldWriter {
 public:
  explicit WorldWriter(const ArmRun& arm)
      : arm_(arm),
        ties_(arm.scenario.mechanisms.ties),
        format_(graph_format(arm.scenario.output.snapshot_format)),
        worlds_(*arm.folder) {}

  void snapshot(std::uint64_t seed, const World& world) {
    const std::filesystem::path& path = worlds_.of(seed).path();
    export_follows(path / graph_file_name("follows", world.day - 1, format_), world.follows, format_,
                   world.society.get());
    export_ties(path / graph_file_name("ties", world.day - 1, format_), world.ties, ties_, world.day, format_,
                world.society.get());
  }

  void save(std::uint64_t seed, RunState& state) {
    double seconds = clock_.seconds(seed);
    save_checkpoint(arm_.folder->checkpoint_path(seed), checkpoint_id(seed), [&](StateVisitor& v) {
      v.value("seconds", seconds);
      state.visit_state(v);
    });
  }

  /// False if there is no checkpoint.
  bool load(std::uint64_t seed, RunState& state) {
    const std::filesystem::path path = arm_.folder->checkpoint_path(seed);
    if (!std::filesystem::exists(path)) return false;
    double seconds = 0;
    load_checkpoint(path, checkpoint_id(seed), [&](StateVisitor& v) {
      v.value("seconds", seconds);
      state.visit_state(v);
    });
    clock_.went_on(seed, seconds);
    return true;
  }

  /// The calling thread is done with this world.
  void land(const WorldResult& world) {
    WorldFolder& place = worlds_.of(world.seed);
    if (arm_.scenario.output.agents) place.write_agents(world.columns, world.names);
    if (world.probes.probes() > 0) place.write_probes(world.probes);
    place.write_measures(world.measures);
    place.write_daily(world.daily);
    if (!world.course.empty()) place.write_course(world.course);
    if (!world.learned.empty()) place.write_learned(world.learned);
    place.write_likeness(world.likeness);
    place.finish();
    arm_.folder->note_world(world.seed, clock_.seconds(world.seed));
    clock_.over();
  }

 private:
  CheckpointId checkpoint_id(std::uint64_t seed) const {
    return {arm_.identity.scenario_hash, program_version(), seed};
  }

  const ArmRun& arm_;
  const TieClock ties_;
  const GraphFormat format_;
  OpenWorlds worlds_;
  WorldClock clock_;
};

}  // namespace

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
  for (const ArmSpec& arm : order.scenario.arms) open(arm.name, *arm.scenario, arms.front().folder->arm_path(arm.name));
  for (const PlausiblePoint& point : order.scenario.plausible.points)
    open(point.name, *point.scenario, arms.front().folder->point_path(point.name));
  return arms;
}

bool live_worlds(const ArmRun& arm, unsigned threads, Progress& progress, Done& done) {
  if (arm.seeds.empty()) return true;
  WorldWriter writer(arm);
  RunHooks hooks;
  hooks.stop = &interrupted();
  hooks.progress = [&](std::uint64_t more) { progress.lived(more); };
  hooks.snapshot = [&](std::uint64_t seed, const World& world) { writer.snapshot(seed, world); };
  hooks.save = [&](std::uint64_t seed, RunState& state) { writer.save(seed, state); };
  hooks.load = [&](std::uint64_t seed, RunState& state) { return writer.load(seed, state); };
  const Clock::time_point began = Clock::now();
  const bool whole = run_worlds(arm.scenario, arm.seeds, threads, hooks, [&](WorldResult&& world) {
    writer.land(world);
    progress.landed();
    done.counts += world.totals;
    if (world.memory.total() > done.memory.total()) done.memory = world.memory;
  });
  arm.folder->note_seconds("total", seconds_since(began));
  return whole;
}

}  // namespace clout
