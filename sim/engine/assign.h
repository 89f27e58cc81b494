// Who follows which strategy, and who is a probe.
//
// Strategies of the background are drawn by role and share alone, after the follow graph: neither doses, followers nor
// worth know of them. Probes get strategy and dose from a Sobol design, independent of all else.
#pragma once

#include <cstdint>

#include "sim/scenario/scenario.h"
#include "sim/world/society.h"

namespace clout {

/// Strategy of each agent, an index into scenario.strategies, by role and share.
/// @throws std::invalid_argument  a role that somebody has is open to no strategy.
Column<std::uint8_t> draw_strategies(const Society& society, const Scenario& scenario, std::uint64_t seed);

/// Marks probes.share of those present as probes, stratified by (role, city), and sets strategy and dose of each by the
/// design: hours are maximum * u^2, so that small doses, where curves bend, are sampled more.
void place_probes(Society& society, const Scenario& scenario, std::uint64_t seed, Column<std::uint8_t>& strategy,
                  Column<float>& hours_online, Column<float>& hours_offline);

}  // namespace clout
