// Draws the follow graph of day 0: heavy-tailed fame, homophily by city and topic, closure, links that are returned.
#pragma once

#include <cstdint>

#include "sim/core/parallel.h"
#include "sim/world/follow_graph.h"
#include "sim/world/population_params.h"
#include "sim/world/society.h"

namespace clout {

/// The follow graph among present agents; absent ones follow nobody and are followed by nobody.
///
/// Each agent wants a lognormal number of followees, whose mean over present agents is `following_mean` (as far as
/// there are so many others). It gets them in this order: links that it seeks (in its city, within one of its topics,
/// among followees of followees, anywhere; in each by fitness, the Pareto quantile of its `fame`), then a share of its
/// followers whom it follows back, then more links that it seeks until its number is full. So links that are returned
/// are part of the number, and nobody follows back more people than it wants to follow.
/// `reciprocity` is met as far as people have followers enough, plus the pairs that are mutual by chance.
///
/// kind `empty` gives a graph without links. The same bytes of content on any number of threads.
/// Cost: O(links) time, about 6 bytes a link and 50 an agent while drawing.
/// @throws std::invalid_argument  kind is edge_list (see edge_list.h), or 2^31 agents and more.
/// Source: fitness model (Caldarelli, Capocci, De Los Rios, Munoz 2002), triadic closure (Holme, Kim 2002); the order
/// and the return of links are ours (assumed), set so that the bands G1-G8 of Twitter-like networks are met.
[[nodiscard]] FollowGraph generate_follow_graph(const Society& society, const NetworkParams& params,
                                                std::uint64_t seed, ThreadPool& pool);

}  // namespace clout
