// Draws whom people know offline on day 0.
#pragma once

#include <cstdint>

#include "sim/core/parallel.h"
#include "sim/world/population_params.h"
#include "sim/world/society.h"
#include "sim/world/ties.h"

namespace clout {

/// Fills society.offline from role and city of its agents.
///
/// The network is undirected. Numbers of contacts are lognormal by role, at most 0.8 * ties.cap; contacts are sought by
/// number of contacts within (city, role), city, role or everywhere, then among contacts' contacts.
/// @param clock  of `ties`; turns hours into levels.
/// @throws std::length_error  more than 2^31 ties.
/// Cost: about 1 us a tie, spread over the threads; the same ties on any number of them.
void draw_offline_ties(Society& society, const PopulationParams& population, const OfflineParams& params,
                       const TieParams& ties, const TieClock& clock, std::uint64_t seed, ThreadPool& pool);

}  // namespace clout
