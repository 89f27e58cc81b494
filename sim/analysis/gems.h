// Gems: people of the highest worth whom a score does not show.
#pragma once

#include <span>
#include <vector>

#include "sim/core/ids.h"

namespace clout {

inline constexpr double kGemAccess = 0.1;  ///< a gem counts as met from this access on

struct GemParams {
  double worth_share = 0.01;      ///< the top share by own_worth ..
  double score_quantile = 0.90;   ///< .. with a score below this quantile
};

/// Gems, ascending: the ceil(worth_share * n) agents of highest own_worth (ties: the lower id) whose score is below the
/// quantile of all agents' scores. Where that quantile is the lowest score of all (most have none), a score equal to it
/// counts as below. An empty `score` leaves the second condition out.
///
/// Absent agents must be in both columns: the absent executive, whose score is the lowest, is the model of a gem.
/// Fix the list once a world, in the arm without a visible score, so that arms share it.
/// @throws std::invalid_argument  columns of different length.
/// Source: MODEL.md 6. Example: 100 agents, worth = id, score = id: the top one by worth has the top score: no gem.
std::vector<AgentId> find_gems(std::span<const float> own_worth, std::span<const float> score, GemParams params = {});

}  // namespace clout
