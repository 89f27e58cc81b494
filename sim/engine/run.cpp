#include "sim/engine/run.h"

#include <algorithm>
#include <iterator>
#include <mutex>

#include "sim/engine/build_world.h"

namespace clout {
namespace {

// Worlds above this size use the memory of the machine better one at a time.
constexpr std::int64_t kLargeWorldAgents = 200000;

void visit_string(StateVisitor& v, const char* name, std::string& s) {
  std::uint64_t n = s.size();
  v.value(name, n);
  if (v.loading()) s.resize(n);
  v.raw(name, s.data(), n);
}

}  // namespace

void RunState::visit_state(StateVisitor& v) {
  branch.visit_state(v);
  measurement.visit_state(v);
  std::uint64_t rows = daily.size();
  v.value("daily_rows", rows);
  if (v.loading()) daily.resize(rows);
  for (DailyRow& row : daily) {
    v.value("day", row.day);
    visit_string(v, "strategy", row.strategy);
    visit_string(v, "measure", row.measure);
    visit_string(v, "unit", row.unit);
    v.value("value", row.value);
  }
  v.value("totals", totals);
}

MemoryUse memory_use(const Branch& branch, const DayScratch& scratch) {
  const World& world = branch.world();
  MemoryUse use;
  use.agents = world.agents();
  use.links = world.follows.edges();
  use.tie_ends = world.ties.records() + world.society->offline.records();
  use.engagers = world.ledger.engagers.total();
  // What an empty list costs is an agent's.
  const std::uint64_t slots = use.agents * Lists<Engager>::kBytesPerAgent;
  use.link_bytes = world.follows.memory_bytes() - slots - use.agents * sizeof(std::uint32_t);
  use.tie_bytes = world.ties.memory_bytes() + world.society->offline.memory_bytes() - slots;
  use.engager_bytes = world.ledger.engagers.memory_bytes() - slots;
  for (const ScoreColumn& s : branch.scores()) use.score_bytes += s.scores.size() * 4 + s.algorithm->memory_bytes();
  const std::uint64_t all = branch.memory_bytes() + world.society->memory_bytes();
  use.agent_bytes = all - use.link_bytes - use.tie_bytes - use.engager_bytes - use.score_bytes;
  use.scratch_bytes = scratch.memory_bytes();
  return use;
}

std::optional<WorldResult> run_world(const RunSetup& setup, std::uint64_t seed, ThreadPool& pool,
                                     const RunHooks& hooks) {
  const Scenario& scenario = setup.scenario;
  RunState state{Branch(setup, build_world(scenario, seed, pool), pool),
                 Measurement(scenario, setup.clock),
                 {},
                 {}};
  if (hooks.load) hooks.load(seed, state);
  const auto first = static_cast<Day>(scenario.burn_in_days);
  const auto last = static_cast<Day>(scenario.burn_in_days + scenario.horizon_days);
  const auto daily_every = std::max<Day>(1, static_cast<Day>(scenario.output.daily_every_days));
  const auto checkpoint_every = static_cast<Day>(scenario.output.checkpoint_every_days);
  DayScratch scratch;
  const World& world = state.branch.world();
  if (world.day == 0) state.measurement.start(state.branch);
  if (first == 0 && world.day == 0) state.measurement.begin(state.branch);
  while (world.day < last) {
    if (hooks.stop && hooks.stop->load(std::memory_order_relaxed)) return std::nullopt;
    state.branch.live(pool, scratch);
    state.totals += state.branch.last_day();
    if (world.day == first) {
      state.measurement.begin(state.branch);
    } else if (world.day > first) {
      state.measurement.end_of_day(state.branch, pool);
    }
    if ((world.day - first) % daily_every == 0 || world.day == last) {
      auto rows = state.measurement.daily(state.branch);
      std::move(rows.begin(), rows.end(), std::back_inserter(state.daily));
    }
    if (hooks.snapshot)
      for (const double day : scenario.output.snapshot_days)
        if (world.day - 1 == static_cast<Day>(day)) hooks.snapshot(seed, world);
    if (hooks.save && checkpoint_every > 0 && world.day % checkpoint_every == 0 && world.day < last)
      hooks.save(seed, state);
    if (hooks.progress) hooks.progress(world.agents());
  }
  WorldResult result;
  result.seed = seed;
  result.names = state.measurement.names();
  result.columns = state.measurement.columns(state.branch, pool);
  result.measures = state.measurement.measures(state.branch, result.columns, pool);
  result.likeness = state.measurement.likeness(state.branch, pool);
  result.daily = std::move(state.daily);
  result.totals = state.totals;
  result.memory = memory_use(state.branch, scratch);
  result.digest = state.branch.digest();
  return result;
}

bool run_worlds(const Scenario& scenario, const std::vector<std::uint64_t>& seeds, unsigned threads,
                const RunHooks& hooks, const std::function<void(WorldResult&&)>& finished) {
  const RunSetup setup(scenario);
  const bool side_by_side = seeds.size() >= threads && scenario.population.agents <= kLargeWorldAgents;
  std::mutex one_at_a_time;
  std::atomic<bool> all{true};
  const auto run_one = [&](std::uint64_t seed, ThreadPool& pool) {
    if (hooks.stop && hooks.stop->load(std::memory_order_relaxed)) {
      all = false;
      return;
    }
    auto result = run_world(setup, seed, pool, hooks);
    if (!result) {
      all = false;
      return;
    }
    std::lock_guard lock(one_at_a_time);
    finished(std::move(*result));
  };
  ThreadPool pool(threads);
  if (side_by_side) {
    pool.for_chunks(seeds.size(), 1, [&](std::size_t k, std::size_t, std::size_t, unsigned) {
      ThreadPool alone(1);
      run_one(seeds[k], alone);
    });
  } else {
    for (const std::uint64_t seed : seeds)
      if (all) run_one(seed, pool);
  }
  return all;
}

}  // namespace clout
