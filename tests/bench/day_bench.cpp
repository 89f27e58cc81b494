// A day: each stage and the whole, as agents a second (the counter items_per_second), at 100 thousand and a million
// agents who follow 40 others each, klout visible. Figures of both sizes stand in one run: what matters is their ratio
// (items_per_second of the whole day; the aim is at most 1.5). Verified by tests/sim/engine.
#include <benchmark/benchmark.h>

#include <map>
#include <memory>
#include <stdexcept>

#include "models/catalogue.h"
#include "sim/engine/branch.h"
#include "sim/engine/build_world.h"

namespace {

using namespace clout;

// A world of so many agents, lived for three weeks so that lists and balances are as on most days.
struct Lived {
  explicit Lived(std::int64_t agents) : scenario(scenario_of(agents)), setup(scenario), pool(usable_threads()) {
    branch = std::make_unique<Branch>(setup, build_world(scenario, 1, pool), pool);
    for (int day = 0; day < 21; ++day) branch->live(pool, scratch);
    // Plans and budgets as Branch has them.
    std::vector<Plan> plans;
    plan_of.resize(branch->world().agents());
    for (std::size_t s = 0; s < scenario.strategies.size(); ++s) {
      std::vector<AgentId> mine;
      for (AgentId a = 0; a < plan_of.size(); ++a)
        if (branch->world().strategy[a] == s) mine.push_back(a);
      std::vector<std::uint32_t> of(mine.size());
      scenario.strategies[s].setup->build()->plan(mine, {branch->world().day, branch->cue()}, plans, of);
      for (std::size_t k = 0; k < mine.size(); ++k) plan_of[mine[k]] = of[k];
    }
    for (const Plan& p : plans) rows.push_back(compile_plan(p, branch->world().society->role_names));
    fill_budget(branch->world(), rows, plan_of, {}, pool, budget);
  }
  static Scenario scenario_of(std::int64_t agents) {
    Faults faults;
    const std::string text = "schema: 1\npopulation: {agents: " + std::to_string(agents) +
                             "}\nstrategies:\n  - {name: casual, share: 0.76}\n  - {name: klout_chaser, share: 0.08}\n"
                             "  - {name: balanced_networker, share: 0.08}\n  - {name: lurker_executive, share: 0.08}\n";
    Scenario s = read_scenario(text, "bench.yaml", {}, make_catalogue(), faults);
    if (!faults.empty()) throw std::logic_error(faults.text());
    return s;
  }
  DayContext context() {
    return {scenario.mechanisms, setup.clock, pool,  setup.chunk, rows,  plan_of,
            budget,              branch->cue(), {}, scenario.theta, scratch};
  }

  Scenario scenario;
  RunSetup setup;
  ThreadPool pool;
  DayScratch scratch;
  std::unique_ptr<Branch> branch;
  std::vector<PlanRow> rows;
  std::vector<std::uint32_t> plan_of;
  Budget budget;
};

Lived& lived(std::int64_t agents) {
  static std::map<std::int64_t, std::unique_ptr<Lived>> worlds;
  auto& world = worlds[agents];
  if (!world) {
    worlds.clear();  // one at a time: a million agents are large
    worlds[agents] = std::make_unique<Lived>(agents);
  }
  return *worlds[agents];
}

using Stage = void (*)(World&, const DayContext&);
struct Named {
  const char* name;
  Stage stage;
};
constexpr Named kStages[] = {{"publish", publish},   {"read", read},
                             {"engage", engage},     {"message", message},
                             {"answer", answer},     {"discover", discover},
                             {"follow_back", follow_back}, {"invite", invite},
                             {"meet", meet},         {"keep_ties", keep_ties}};

// The plans' week: what plans and doses come to. A day has a seventh of it.
void week_of_plans(benchmark::State& state) {
  Lived& w = lived(state.range(0));
  for (auto _ : state) {
    fill_budget(w.branch->world(), w.rows, w.plan_of, {}, w.pool, w.budget);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// One stage of the day, the others unmeasured. (So a day's stages together take a little more than the day.)
void stage_of(benchmark::State& state, std::size_t which) {
  Lived& w = lived(state.range(0));
  World& world = w.branch->world();
  const std::size_t n = world.agents();
  const DayContext context = w.context();
  for (auto _ : state) {
    state.PauseTiming();
    w.scratch.open(n, (n + w.setup.chunk - 1) / w.setup.chunk, w.pool.threads());
    for (std::size_t k = 0; k < which; ++k) kStages[k].stage(world, context);
    state.ResumeTiming();
    kStages[which].stage(world, context);
    state.PauseTiming();
    for (std::size_t k = which + 1; k < std::size(kStages); ++k) kStages[k].stage(world, context);
    end_day(world, context);
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void whole_day(benchmark::State& state) {
  Lived& w = lived(state.range(0));
  DayCounts counts;
  for (auto _ : state) {
    w.branch->live(w.pool, w.scratch);
    counts += w.branch->last_day();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  using benchmark::Counter;
  state.counters["offered"] = Counter(static_cast<double>(counts.items_offered), Counter::kIsRate);
  state.counters["read"] = Counter(static_cast<double>(counts.items_read), Counter::kIsRate);
}

void copy_world(benchmark::State& state) {
  Lived& w = lived(state.range(0));
  for (auto _ : state) {
    Branch copy(*w.branch);
    benchmark::DoNotOptimize(copy.world().day);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(w.branch->memory_bytes()));
}

const bool kRegistered = [] {
  for (const std::int64_t agents : {100'000, 1'000'000}) {
    const auto add = [&](benchmark::internal::Benchmark* b) {
      b->Arg(agents)->Unit(benchmark::kMillisecond)->UseRealTime();
    };
    add(benchmark::RegisterBenchmark("whole_day", whole_day));
    add(benchmark::RegisterBenchmark("stage/fill_budget", week_of_plans)->Iterations(20));
    for (std::size_t k = 0; k < std::size(kStages); ++k)
      add(benchmark::RegisterBenchmark((std::string("stage/") + kStages[k].name).c_str(), stage_of, k)->Iterations(20));
    add(benchmark::RegisterBenchmark("copy_world", copy_world));
  }
  return true;
}();

}  // namespace
