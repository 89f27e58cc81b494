#include "sim/cli/pace.h"

#include <algorithm>
#include <cstdint>
#include <ctime>

#include "sim/cli/plan.h"
#include "sim/core/parallel.h"
#include "sim/engine/branch.h"
#include "sim/engine/build_world.h"

namespace clout {
namespace {

constexpr int kDaysBefore = 7, kDaysTried = 14;  // graph scores are published once a week
// A day of a person over a whole run, beside one of the trial: without this the studies of tests/bench/sweep_plan.py,
// of 600 to 10,000 people over 90 to 545 days, took 1.1 to 1.6 times as long as planned.
constexpr double kLater = 1.3;

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Scenario small_world_of(const Scenario& scenario) {
  Scenario small = scenario;
  small.population.agents = std::min<std::int64_t>(small.population.agents, kTriedPeople);
  small.population.file.clear();
  if (small.network.kind == "edge_list") small.network.kind = "fitness";
  small.interventions.clear();
  return small;
}

}  // namespace

double tried_seconds_per_agent_day(const Scenario& scenario) {
  const Scenario small = small_world_of(scenario);
  const RunSetup setup(small);
  ThreadPool pool(1);
  Branch branch(setup, build_world(small, 1, pool), pool);
  DayScratch scratch;
  for (int day = 0; day < kDaysBefore; ++day) branch.live(pool, scratch);
  const double began = processor_seconds();
  for (int day = 0; day < kDaysTried; ++day) branch.live(pool, scratch);
  return (processor_seconds() - began) / (kDaysTried * static_cast<double>(small.population.agents));
}

double slowness_here(const Scenario& scenario) {
  return tried_seconds_per_agent_day(scenario) * kLater / kSecondsPerAgentDay;
}

}  // namespace clout
