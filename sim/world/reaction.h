// One public act of one agent on a post of another, and one meeting: what a score may see of a day, act by act.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <span>

#include "sim/core/ids.h"

namespace clout {

enum class ReactionKind : std::uint8_t { like, reshare, reply };

/// `source` reacted to a post of `target`, or to a reshare that `target` made of somebody's post. The post is named by
/// its author, the day on which it was put out, and its place among the author's posts of that day.
struct Reaction {
  AgentId target, source;
  ReactionKind kind;
  std::uint8_t post_age_days;  ///< days since the post was put out; 0 = today, saturating
  std::uint8_t post_index;     ///< place of the post among its author's of that day, saturating
  std::uint8_t own_post;       ///< 1: target wrote the post; 0: target passed it on
};
static_assert(sizeof(Reaction) == 12);

/// `source` asked `target` for a meeting, and it was held. Both check in where it was.
struct Meeting {
  AgentId target, source;
  auto operator<=>(const Meeting&) const = default;  ///< by target, then source
};

/// Those of `reactions` (ascending by target) whose target lies in [begin, end). Cost: O(log reactions).
inline std::span<const Reaction> reactions_to(std::span<const Reaction> reactions, std::size_t begin, std::size_t end) {
  const auto before = [](const Reaction& r, std::size_t target) { return r.target < target; };
  const auto first = std::lower_bound(reactions.begin(), reactions.end(), begin, before);
  return {first, std::lower_bound(first, reactions.end(), end, before)};
}

}  // namespace clout
