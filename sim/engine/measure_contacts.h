// Measures that look at whom people know and read: too wide for a column, so they are taken from the world itself.
// Observing changes nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/summary.h"
#include "sim/core/parallel.h"
#include "sim/engine/measure_lists.h"
#include "sim/world/ties.h"
#include "sim/world/world.h"

namespace clout {

/// alpha_diversity, gamma_diversity and beta_diversity [circles; beta in times] of contacts (diversity.h) for each
/// strategy that somebody has and for ALL, of the background and of probes, present agents only. A circle is role and
/// city of the contact, its weight the access to the contact, as in the column `diversity`.
/// @param strategy_names  by index of World::strategy.
/// Cost: O(ties).
std::vector<Measure> contact_diversity(const World& world, const TieClock& clock, double theta,
                                       std::span<const std::string> strategy_names, ThreadPool& pool);

/// contact_assortativity_NAME of each score [correlation]: whether people came to know people of about their own score.
/// Pearson's correlation of the ranks of the score at the two ends of the ties that were made since day 0, each tie
/// counted from both ends; absent people and initial ties are left out. Left out where it has no meaning.
/// @param scores  name and column, one entry an agent.
/// Cost: O(ties + agents log agents) a score.
/// Source: Newman 2003, "Mixing patterns in networks", of ranks since scores are heavy-tailed.
std::vector<Measure> contact_assortativity(const World& world, const TieClock& clock,
                                           std::span<const ListedScore> scores);

/// Effective number of authors whom each agent reads: the Hill number of order 1 of its followees, each with the items
/// it has put out. Items of all followees are read with the same chance (MODEL.md S3), so an author's share of what is
/// read is, on average, its share of what is put before the reader.
///
/// Taken from follow graph and posts and not from the ledger's engagers: those hold only the strongest
/// `engagers_kept` of each author, and only who reacted, not who read. Followees are those of today, so that what was
/// read of people who are no longer followed is left out.
/// @param items   one an agent: posts and reshares that it has put out in the time that is looked at.
/// @param read    one an agent: items that it has read in that time; 0 gives 0.
/// @return        one an agent; 0 where nothing was read or no followee puts out anything.
/// Cost: O(agents + links).
/// Source: Hill 1973; Jost 2006. Example: followees with 3 items and 1 item: 4 / 3^.75 = 1.7548.
std::vector<float> reading_exposure(const FollowGraph& follows, std::span<const std::uint32_t> items,
                                    std::span<const std::uint32_t> read, ThreadPool& pool);

}  // namespace clout
