// Every score of the catalogue as a shadow, each published as often as it is in scenarios/goodhart.yaml (those of the
// whole graph once a week), against Klout alone: two worlds of 100 thousand agents on one seed, a week of each in turn.
// The counter times_klout_alone is the ratio of what they took by the clock, the aim is at most 3;
// times_klout_alone_cpu that of all processors' time, which others on the machine disturb less.
#include <benchmark/benchmark.h>

#include <chrono>
#include <ctime>
#include <stdexcept>
#include <string>

#include "models/catalogue.h"
#include "sim/engine/branch.h"
#include "sim/engine/build_world.h"

using namespace clout;

namespace {

Scenario scenario_of(const std::string& scoring) {
  Faults faults;
  const std::string text =
      "schema: 1\nburn_in: 210d\npopulation: {agents: 100000}\nstrategies:\n  - {name: casual, share: 0.76}\n"
      "  - {name: klout_chaser, share: 0.08}\n  - {name: balanced_networker, share: 0.08}\n"
      "  - {name: lurker_executive, share: 0.08}\nscoring: " +
      scoring + '\n';
  Scenario s = read_scenario(text, "bench.yaml", {}, make_catalogue(), faults);
  if (!faults.empty()) throw std::logic_error(faults.text());
  return s;
}

std::string all_as_shadows() {
  std::string shadows;
  for (const auto& row : make_catalogue().scoring) {
    const bool graph = row.setup()->build()->reads().has(ScoreInput::links);
    shadows += (shadows.empty() ? "{name: " : ", {name: ") + row.name +
               (graph ? ", update_every_days: 7}" : ", update_every_days: 1}");
  }
  return "{visible: none, shadow: [" + shadows + "]}";
}

struct Lived {
  explicit Lived(const std::string& scoring)
      : scenario(scenario_of(scoring)), setup(scenario), branch(setup, build_world(scenario, 1, pool), pool) {
    for (int week = 0; week < 3; ++week) live_a_week();  // lists and balances are then as in most weeks
  }
  double live_a_week() {  // seconds by the clock
    const auto began = std::chrono::steady_clock::now();
    const std::clock_t cpu_began = std::clock();
    for (int day = 0; day < 7; ++day) branch.live(pool, scratch);
    cpu_seconds = static_cast<double>(std::clock() - cpu_began) / CLOCKS_PER_SEC;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  }

  ThreadPool pool{usable_threads()};
  Scenario scenario;
  RunSetup setup;
  DayScratch scratch;
  Branch branch;
  double cpu_seconds = 0;  // of the last week
};

void all_scores_as_shadows(benchmark::State& state) {
  Lived klout("{visible: none, shadow: [klout]}"), all(all_as_shadows());
  double of_klout = 0, of_all = 0, cpu_of_klout = 0, cpu_of_all = 0;
  for (auto _ : state) {
    of_klout += klout.live_a_week();
    cpu_of_klout += klout.cpu_seconds;
    const double seconds = all.live_a_week();
    of_all += seconds;
    cpu_of_all += all.cpu_seconds;
    state.SetIterationTime(seconds);
  }
  state.counters["times_klout_alone"] = of_all / of_klout;
  state.counters["times_klout_alone_cpu"] = cpu_of_all / cpu_of_klout;
}
BENCHMARK(all_scores_as_shadows)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(4);

}  // namespace
