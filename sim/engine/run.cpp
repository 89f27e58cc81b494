#include "sim/engine/run.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <mutex>

#include "sim/analysis/next_hour.h"
#include "sim/engine/build_world.h"

namespace clout {
namespace {

constexpr std::int64_t kLargeWorldAgents = 200000;

void visit_string(StateVisitor& v, const char* name, std::string& s) {
  std::uint64_t n = s.size();
  v.value(name, n);
  if (v.loading()) s.resize(n);
  v.raw(name, s.data(), n);
}

void visit_rows(StateVisitor& v, const char* name, std::vector<DailyRow>& rows) {
  std::uint64_t n = rows.size();
  v.value(name, n);
  if (v.loading()) rows.resize(n);
  for (DailyRow& row : rows) {
    v.value("day", row.day);
    visit_string(v, "strategy", row.strategy);
    visit_string(v, "measure", row.measure);
    visit_string(v, "unit", row.unit);
    v.value("value", row.value);
  }
}

// The copies of a world, in the order in which they live; the world itself goes on after them.
constexpr std::array kCopies = {ForkBranch::online, ForkBranch::offline};

bool has_margins(const Scenario& scenario) { return scenario.margins.step_hours > 0; }

template <class Row>
void append(std::vector<Row>& rows, std::vector<Row> more) {
  std::move(more.begin(), more.end(), std::back_inserter(rows));
}

}  // namespace

double days_lived(const Scenario& scenario) {
  const double copies = has_margins(scenario) ? static_cast<double>(kCopies.size()) : 0;
  return scenario.burn_in_days + (1 + copies) * scenario.horizon_days;
}

RunState::RunState(const RunSetup& setup, std::uint64_t seed, ThreadPool& pool)
    : branch(setup, build_world(setup.scenario, seed, pool), pool),
      measurement(setup.scenario, setup.clock),
      course(setup.scenario, setup.clock),
      probes(setup.scenario, setup.clock) {
  probes.begin(branch);
}

void RunState::visit_state(StateVisitor& v) {
  branch.visit_state(v);
  measurement.visit_state(v);
  course.visit_state(v);
  probes.visit_state(v);
  visit_rows(v, "daily_rows", daily);
  visit_rows(v, "course_rows", course_rows);
  visit_rows(v, "learned_rows", learned);
  v.value("totals", totals);
  v.value("copies_done", copies_done);
  bool copying = copy.has_value();
  v.value("copying", copying);
  if (v.loading() && copying) copy.emplace(branch);
  if (copying) copy->visit_state(v);
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

namespace {

/// One world on its way from day 0, or from a checkpoint, to its end.
class WorldRun {
 public:
  WorldRun(const RunSetup& setup, std::uint64_t seed, ThreadPool& pool, const RunHooks& hooks)
      : scenario_(setup.scenario), pool_(pool), hooks_(hooks), seed_(seed), state_(setup, seed, pool) {
    if (hooks.load) hooks.load(seed, state_);
    if (day() == 0) {
      state_.measurement.start(state_.branch);
      state_.course.start(state_.branch);
      if (first_ == 0) state_.measurement.begin(state_.branch);
    }
  }

  std::optional<WorldResult> to_the_end() {
    while (day() < first_)
      if (!live_one_day()) return std::nullopt;
    if (has_margins(scenario_) && day() == first_ && !live_copies()) return std::nullopt;
    while (day() < last_)
      if (!live_one_day()) return std::nullopt;
    return result();
  }

 private:
  Day day() const { return state_.branch.world().day; }

  /// False if somebody wants it to stop.
  bool live_one_day() {
    if (stopped()) return false;
    state_.branch.live(pool_, scratch_);
    state_.totals += state_.branch.last_day();
    const auto learned = state_.branch.learned();
    state_.learned.insert(state_.learned.end(), learned.begin(), learned.end());
    append(state_.course_rows, state_.course.end_of_day(state_.branch, pool_));
    const World& world = state_.branch.world();
    if (day() == first_) {
      state_.measurement.begin(state_.branch);
    } else if (day() > first_) {
      measure();
    }
    if ((day() - first_) % daily_every_ == 0 || day() == last_)
      append(state_.daily, state_.measurement.daily(state_.branch));
    if (hooks_.snapshot)
      for (const double day : scenario_.output.snapshot_days)
        if (world.day - 1 == static_cast<Day>(day)) hooks_.snapshot(seed_, world);
    end_of_day(day());
    return true;
  }

  void measure() {
    if (!has_margins(scenario_)) return state_.measurement.end_of_day(state_.branch, pool_);
    state_.measurement.end_of_day(state_.branch, pool_, [&](std::size_t model, auto value, auto untouched) {
      state_.probes.take_values(model, value, untouched);
    });
    state_.probes.end_of_day(state_.branch, pool_);
  }

  bool live_copies() {
    while (state_.copies_done < kCopies.size()) {
      const ForkBranch which = kCopies[state_.copies_done];
      if (!state_.copy) {
        state_.copy.emplace(state_.branch);
        const double step = scenario_.margins.step_hours;
        state_.copy->add_hours(probes_of(*state_.branch.world().society), which == ForkBranch::online ? step : 0,
                               which == ForkBranch::offline ? step : 0, pool_);
        state_.probes.enter(which, *state_.copy);
      }
      while (state_.copy->world().day < last_) {
        if (stopped()) return false;
        state_.copy->live(pool_, scratch_);
        state_.totals += state_.copy->last_day();
        state_.probes.end_of_day(*state_.copy, pool_);
        end_of_day(state_.copy->world().day);
      }
      state_.copy.reset();
      ++state_.copies_done;
    }
    state_.probes.enter(ForkBranch::base, state_.branch);
    return true;
  }

  void end_of_day(Day day) {
    if (hooks_.save && checkpoint_every_ > 0 && day % checkpoint_every_ == 0 && day < last_) hooks_.save(seed_, state_);
    if (hooks_.progress) hooks_.progress(state_.branch.world().agents());
  }

  bool stopped() const { return hooks_.stop && hooks_.stop->load(std::memory_order_relaxed); }

  WorldResult result() {
    WorldResult result;
    result.seed = seed_;
    result.names = state_.measurement.names();
    // What takes much memory one after the other: a day's scratch, the graph both ways, a row an agent.
    result.memory = memory_use(state_.branch, scratch_);
    scratch_ = {};
    result.likeness = state_.measurement.likeness(state_.branch, pool_);
    result.columns = state_.measurement.columns(state_.branch, pool_);
    if (scenario_.horizon_days < kGainWindowDays)
      result.columns.gain.clear();  // of another window it is another figure
    result.measures = state_.measurement.measures(state_.branch, result.columns, pool_);
    result.daily = std::move(state_.daily);
    add_last_review(result.measures.rows);
    result.course = std::move(state_.course_rows);
    result.learned = std::move(state_.learned);
    if (has_margins(scenario_)) {
      result.probes = state_.probes.outcomes();
      append(result.measures.rows, next_hour_measures(result.probes, result.names.strategies));
    }
    result.totals = state_.totals;
    result.digest = state_.branch.digest();
    return result;
  }

  /// What those who learn did from their last review on, as measures of the world.
  void add_last_review(std::vector<Measure>& rows) const {
    std::map<std::string, std::int32_t> last;  // by strategy
    for (const DailyRow& row : state_.learned) last[row.strategy] = row.day;
    for (const DailyRow& row : state_.learned)
      if (row.day == last[row.strategy]) rows.push_back({kBackground, row.strategy, row.measure, row.unit, row.value});
  }

  const Scenario& scenario_;
  ThreadPool& pool_;
  const RunHooks& hooks_;
  const std::uint64_t seed_;
  const Day first_ = static_cast<Day>(scenario_.burn_in_days);
  const Day last_ = static_cast<Day>(scenario_.burn_in_days + scenario_.horizon_days);
  const Day daily_every_ = std::max<Day>(1, static_cast<Day>(scenario_.output.daily_every_days));
  const Day checkpoint_every_ = static_cast<Day>(scenario_.output.checkpoint_every_days);
  DayScratch scratch_;
  RunState state_;
};

}  // namespace

std::optional<WorldResult> run_world(const RunSetup& setup, std::uint64_t seed, ThreadPool& pool,
                                     const RunHooks& hooks) {
  return WorldRun(setup, seed, pool, hooks).to_the_end();
}

bool side_by_side(std::size_t worlds, std::int64_t agents, unsigned threads) {
  return worlds >= threads && agents <= kLargeWorldAgents;
}

bool run_worlds(const Scenario& scenario, const std::vector<std::uint64_t>& seeds, unsigned threads,
                const RunHooks& hooks, const std::function<void(WorldResult&&)>& finished) {
  const RunSetup setup(scenario);
  const bool one_each = side_by_side(seeds.size(), scenario.population.agents, threads);
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
  if (one_each) {
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
