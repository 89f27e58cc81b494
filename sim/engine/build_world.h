// Day 0 of a world: people, their ties offline, the follow graph, strategies, doses, probes - in this order, so that
// nobody has followers because of a strategy.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/parallel.h"
#include "sim/scenario/scenario.h"
#include "sim/world/edge_list.h"
#include "sim/world/world.h"

namespace clout {

/// Reads the data files that the scenario names, before anything is run or written. `population.agents` becomes the
/// number of people in them. Cost: reading them once more.
/// @return  what was found in the edge list, if there is one.
/// @throws ScenarioError  all their faults.
std::optional<EdgeListReport> check_data(Scenario& scenario, ThreadPool& pool);

/// A function of scenario and seed alone. Cost: O(agents + links + ties); what it takes stands in sim/cli/plan.cpp.
/// @throws ScenarioError  faults in a data file that the scenario names.
World build_world(const Scenario& scenario, std::uint64_t seed, ThreadPool& pool);

}  // namespace clout
