// How good a list of people to approach is: which of the first k are worth it, and what is left of that when everybody
// who has the list writes to them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/ids.h"

namespace clout {

inline constexpr std::size_t kListLength = 20;  ///< of the lists that are measured

/// 1 for each of the ceil(share * n) highest entries (ties: the lower index), else 0.
/// @param share  in [0, 1].
/// @throws std::invalid_argument  share out of range.
/// Example: {3, 9, 9, 1}, share .25 -> {0, 1, 0, 0}.
std::vector<std::uint8_t> top_flags(std::span<const float> values, double share);

struct Precision {
  double precision = 0;  ///< share of the first k who are hits, in [0, 1]
  double crowded = 0;    ///< share who are hits and answer, in [0, precision]
  std::size_t listed = 0;  ///< of the first k there were; fewer if the list is shorter, 0 leaves both figures 0
};

/// Precision at k without and with crowding. With r the place on the list, m = min(k, length), hit_r in {0, 1}:
///   precision = 1/m sum_{r <= m} hit_r,   crowded = 1/m sum_{r <= m} hit_r P_r
/// so `crowded` is the chance that an approach to one of the list comes to a hit who answers.
///
/// @param list         agents, the best first.
/// @param hit          by agent: nonzero = worth approaching (a gem; the top of network_worth).
/// @param answer_prob  P_r, by place on the list: the chance that this person answers under the load of all who use the
///                     list, in [0, 1] (engine/answer_prob.h); empty: everybody answers.
/// @throws std::invalid_argument  k is 0, somebody has no entry in `hit`, `answer_prob` has another length than `list`.
/// Source: precision at k, Manning, Raghavan, Schuetze 2008, ch. 8; weighting by answers ours.
/// Example: list {4, 2, 7, 1}, k = 2, hits 2 and 7, P = {.5, .1, 1, 1}: precision 1/2, crowded .1/2.
Precision precision_at_k(std::span<const AgentId> list, std::span<const std::uint8_t> hit, std::size_t k,
                         std::span<const double> answer_prob = {});

}  // namespace clout
