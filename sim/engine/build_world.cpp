#include "sim/engine/build_world.h"

#include <algorithm>
#include <string>

#include "sim/engine/assign.h"
#include "sim/engine/day.h"
#include "sim/world/communities.h"
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

// Indices into the scenario's strategies of those that the file names.
std::vector<std::uint8_t> given_strategies(const Scenario& scenario, const GivenAgents& given, Faults& faults) {
  std::vector<std::uint8_t> index;
  for (std::size_t k = 0; k < given.strategy_names.size(); ++k) {
    const std::string& name = given.strategy_names[k];
    const auto& all = scenario.strategies;
    const auto at = std::find_if(all.begin(), all.end(), [&](const StrategySpec& s) { return s.name == name; });
    if (at == all.end())
      faults.add(given.strategy_places[k], "population.file.strategy",
                 in_quotes(name) + " is no strategy of the scenario; add it to `strategies`");
    index.push_back(static_cast<std::uint8_t>(at - all.begin()));
  }
  return index;
}

// Strategies that the file names win over those that are drawn.
void take_given_strategies(const Scenario& scenario, const GivenAgents& given, Column<std::uint8_t>& strategy) {
  if (given.strategy.empty()) return;
  Faults faults;
  const std::vector<std::uint8_t> index = given_strategies(scenario, given, faults);
  if (!faults.empty()) throw ScenarioError(faults);
  for (std::size_t a = 0; a < strategy.size(); ++a) strategy[a] = index[given.strategy[a]];
}

// People and the graph between them: drawn together, or the graph read first and people drawn to fit it.
struct SocietyAndGraph {
  std::shared_ptr<Society> society;
  FollowGraph follows;
};

SocietyAndGraph make_society(const Scenario& scenario, const GivenAgents* given, std::uint64_t seed, ThreadPool& pool) {
  SocietyAndGraph made;
  const TieParams& ties = scenario.mechanisms.ties;
  if (scenario.network.kind == "edge_list") {
    Faults faults;
    made.follows = read_edge_list(scenario.network, pool, faults).graph;
    if (!faults.empty()) throw ScenarioError(faults);
    made.society =
        generate_society_for_graph(made.follows, scenario.population, scenario.offline, ties,
                                   scenario.network, scenario.theta, seed, pool, given);
  } else {
    made.society = generate_society(scenario.population, scenario.offline, ties, scenario.theta, seed, pool, given);
    made.follows = generate_follow_graph(*made.society, scenario.network, seed, pool);
  }
  return made;
}

}  // namespace

std::optional<EdgeListReport> check_data(Scenario& scenario, ThreadPool& pool) {
  Faults faults;
  const std::string &people_file = scenario.population.file, &edge_file = scenario.network.file;
  GivenAgents given;
  std::optional<EdgeListReport> edges;
  if (!people_file.empty()) {
    given = read_population_file(people_file, scenario.population, faults);
    given_strategies(scenario, given, faults);
    if (given.agents > 0) scenario.population.agents = static_cast<std::int64_t>(given.agents);
  }
  if (scenario.network.kind == "edge_list") {
    edges = read_edge_list(scenario.network, pool, faults).report;
    const std::size_t ids = edges->agents;
    if (faults.empty() && given.agents > 0 && given.agents != ids)
      faults.add({people_file, 1, 1}, "population.file",
                 "has " + std::to_string(given.agents) + " people, and " + edge_file + " has " + std::to_string(ids) +
                     "; a row for each of the latter, by rising id, would do");
    if (ids > 0) scenario.population.agents = static_cast<std::int64_t>(ids);
  }
  if (!faults.empty()) throw ScenarioError(faults);
  return edges;
}

World build_world(const Scenario& scenario, std::uint64_t seed, ThreadPool& pool) {
  const GivenAgents file = given_agents(scenario);
  const GivenAgents* given = file.agents ? &file : nullptr;
  auto [society, follows] = make_society(scenario, given, seed, pool);
  const std::size_t n = society->agents();
  reassign_worth(*society, scenario.population.worth, scenario.mechanisms.ties, scenario.population.phi, scenario.theta,
                 seed);
  World world;
  world.seed = seed;
  world.follows = std::move(follows);
  world.strategy = draw_strategies(*society, scenario, seed);
  take_given_strategies(scenario, file, world.strategy);
  draw_doses(*society, scenario.population, seed, world.hours_online, world.hours_offline, given);
  place_probes(*society, scenario, seed, world.strategy, world.hours_online, world.hours_offline);

  world.follows.pack();
  world.ties = Ties(society->offline);
  world.ledger = Ledger(n);
  world.ledger.fade_days = scenario.mechanisms.react.fade_days;
  for (auto* column : {&world.balances.read, &world.balances.engage, &world.balances.discover, &world.balances.offline,
                       &world.balances.open})
    column->resize(n);
  // Links between people who have a tie from the start.
  pool.for_chunks(n, kDefaultChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t a = begin; a < end; ++a)
      for (const HalfTie& tie : world.ties.of(static_cast<AgentId>(a)))
        world.follows.mark_tied(static_cast<AgentId>(a), tie.other);
  });
  // What only generators needed.
  society->activity = {};
  society->fame = {};
  world.society = std::move(society);
  return world;
}

}  // namespace clout
