// Communities of a real follow graph, and the population that goes with it: a real network has no drawn cities or fame,
// so its communities serve as cities and lend roles to their people, and its followers serve as fame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/world/follow_graph.h"
#include "sim/world/population_generator.h"

namespace clout {

struct Communities {
  std::vector<std::uint32_t> of;     ///< community of each agent; 0 = the largest, ties by smallest member
  std::vector<std::uint32_t> sizes;  ///< falling
  double modularity = 0;             ///< in [-1/2, 1], with the resolution of the call
};

/// Communities of the undirected graph in which a pair weighs 1 if one of them follows the other, 2 if both do.
///
/// Moves agents one by one, in the order of a hash of their ids, to the neighbouring community of highest gain in
/// modularity, then merges communities and goes on with them, until nothing moves. Deterministic; one thread.
/// @param resolution  > 0; higher gives more and smaller communities.
/// @throws std::invalid_argument  resolution is not above 0.
/// Cost: O(links) a sweep, 5-20 sweeps: some 0.5 us a link; 24 bytes a link.
/// Source: Blondel, Guillaume, Lambiotte, Lefebvre 2008 (Louvain); resolution: Reichardt, Bornholdt 2006.
[[nodiscard]] Communities find_communities(const FollowGraph& graph, double resolution, ThreadPool& pool);

/// What a follow graph says of its agents: city = community (the smallest are merged into the last of at most
/// population.cities), role = that of the community with chance `role_by_community`, else the agent's own (draw_roles;
/// no roles are given at 0), fame = normal score of the rank by followers (ties in the order of a draw), everybody
/// present. Worth and all else are drawn as in any population.
[[nodiscard]] GivenAgents assign_from_communities(const FollowGraph& graph, const Communities& communities,
                                                  const PopulationParams& population, double role_by_community,
                                                  std::uint64_t seed);

/// A population for a graph that was read: generate_society with what assign_from_communities gives, by
/// communities_resolution and role_by_community of `network`. Columns of
/// `given`, or of population.file, win over those, `present` excepted; they must have as many rows as the graph has
/// agents (by ascending original id). Activity and voice are drawn given fame, with the correlations of the parameters.
/// @throws  as generate_society; std::invalid_argument if the numbers of agents differ.
[[nodiscard]] std::shared_ptr<Society> generate_society_for_graph(const FollowGraph& graph,
                                                                  const PopulationParams& population,
                                                                  const OfflineParams& offline, const TieParams& ties,
                                                                  const NetworkParams& network, double theta,
                                                                  std::uint64_t seed, ThreadPool& pool,
                                                                  const GivenAgents* given = nullptr);

}  // namespace clout
