#include "sim/engine/build_world.h"

#include <algorithm>

#include "sim/engine/assign.h"
#include "sim/world/follow_generator.h"
#include "sim/world/population_file.h"
#include "sim/world/population_generator.h"

namespace clout {
namespace {

// Columns of agents that a file gives; nothing if the scenario names none.
GivenAgents given_agents(const Scenario& scenario) {
  if (scenario.population.file.empty()) return {};
  Faults faults;
  GivenAgents given = read_population_file(scenario.population.file, scenario.population, faults);
  if (!faults.empty()) throw ScenarioError(faults);
  return given;
}

// Strategies that the file names win over those that are drawn.
void take_given_strategies(const Scenario& scenario, const GivenAgents& given, Column<std::uint8_t>& strategy) {
  if (given.strategy.empty()) return;
  std::vector<std::uint8_t> index;
  for (const std::string& name : given.strategy_names) {
    const auto& all = scenario.strategies;
    const auto at = std::find_if(all.begin(), all.end(), [&](const StrategySpec& s) { return s.name == name; });
    if (at == all.end()) {
      Faults faults;
      faults.add({scenario.population.file, 1, 1}, "strategy",
                 "'" + name + "' is no strategy of the scenario; add it to `strategies`");
      throw ScenarioError(faults);
    }
    index.push_back(static_cast<std::uint8_t>(at - all.begin()));
  }
  for (std::size_t a = 0; a < strategy.size(); ++a) strategy[a] = index[given.strategy[a]];
}

}  // namespace

World build_world(const Scenario& scenario, std::uint64_t seed, ThreadPool& pool) {
  World world;
  world.seed = seed;
  GivenAgents given = given_agents(scenario);
  std::shared_ptr<Society> society;
  society = generate_society(scenario.population, scenario.offline, scenario.mechanisms.ties, scenario.theta, seed, pool,
                             given.agents ? &given : nullptr);
  world.follows = generate_follow_graph(*society, scenario.network, seed, pool);
  const std::size_t n = society->agents();
  world.strategy = draw_strategies(*society, scenario, seed);
  take_given_strategies(scenario, given, world.strategy);
  draw_doses(*society, scenario.population, seed, world.hours_online, world.hours_offline,
             given.agents ? &given : nullptr);
  place_probes(*society, scenario, seed, world.strategy, world.hours_online, world.hours_offline);

  world.ties = society->offline;
  world.ledger = Ledger(n);
  for (auto* column : {&world.balances.read, &world.balances.engage, &world.balances.discover, &world.balances.offline,
                       &world.balances.open})
    column->resize(n);
  world.reshares = Lists<Reshare>(n);
  // Links between people who have a tie from the start.
  pool.for_chunks(n, kDefaultChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t a = begin; a < end; ++a)
      for (const HalfTie& tie : world.ties.of(static_cast<AgentId>(a)))
        world.follows.mark_tied(static_cast<AgentId>(a), tie.other);
  });
  world.society = std::move(society);
  return world;
}

}  // namespace clout
