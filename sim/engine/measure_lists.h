// Whom a list finds: by score, by affinity, by bio, at random; and what is left of it when everybody uses it. A list
// costs nothing to make here and takes no luck, so this says how good the list is and not how well a strategy does that
// has it. Observing changes nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/summary.h"
#include "sim/core/parallel.h"
#include "sim/scenario/mechanisms.h"
#include "sim/world/ties.h"
#include "sim/world/world.h"

namespace clout {

/// A score by which people can be listed.
struct ListedScore {
  std::string name;
  std::span<const float> scores;
};

/// Precision at 20 (precision.h) of the lists that people can make of those who are present, themselves left out:
///   SCORE     the highest scores (of equals, the lower id), the same for all;
///   affinity  the best match of topics, equals by lot;
///   bio       those who say in their bio that they live in the user's city and have the role of the highest mean
///             own_worth, by lot;
///   at_random anybody, by lot: what the others have to beat.
/// A mean over kListUsers users, spread evenly over those present; whoever has an empty list is left out.
///
/// precision_gems_LIST counts gems as hits, precision_worth_LIST the kTopWorth of highest network_worth, absent ones
/// included in both: gems without an account can be on no list. ..._crowded is the chance that an approach finds a hit
/// who answers, if everybody present uses the same kind of list and writes kApproachesPerWeek messages a week to
/// somebody on it, each alike. With u the users and L_j the mean chance that a user's message goes to j, u L_j
/// kApproachesPerWeek / 7 messages reach j a day, beside those from outside; P as in S4 (engine/answer_prob.h), with
/// the tie and the follows that the two have.
///   u L_j: SCORE u / 20; bio (users in j's city) / (people in j's cell); at_random 1; affinity from the lists of all
///   other users who are looked at, scaled to u.
/// @param cue  visible score in [0, 1]; empty if none is visible.
/// @param gems ascending.
/// Cost: O(kListUsers * agents). Source: MODEL.md 6.
std::vector<Measure> list_precision(const World& world, const TieClock& clock, const MessageParams& message,
                                    std::span<const ListedScore> scores, std::span<const float> cue,
                                    std::span<const AgentId> gems, ThreadPool& pool);

inline constexpr std::size_t kListUsers = 100;
inline constexpr double kTopWorth = 0.05;  ///< of all agents by network_worth

}  // namespace clout
