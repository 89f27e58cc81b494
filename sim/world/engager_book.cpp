#include "sim/world/engager_book.h"

#include <algorithm>
#include <limits>

#include "sim/core/math.h"

namespace clout {

EngagerBook::EngagerBook(std::size_t kept, double fade_days, double selectivity) : kept_(kept), fade_(fade_days) {
  for (int given = 0; given < 256; ++given)
    weight_[static_cast<std::size_t>(given)] = static_cast<float>(det_pow(1 + given, -selectivity));
}

void EngagerBook::turn_to(Day day) {
  day_ = day;
  fade_.grow_to(day);
}

void EngagerBook::enter(Ledger& ledger, AgentId target, std::span<const Reaction> reactions) const {
  ledger.reacted_to_today[target] = 1;
  for (const Reaction& r : reactions) {
    switch (r.kind) {
      case ReactionKind::like:
        ++ledger.likes[target];
        break;
      case ReactionKind::reshare:
        ++ledger.reshares[target];
        break;
      case ReactionKind::reply:
        ++ledger.replies[target];
        break;
    }
    enter_one(ledger.engagers, target, r.source, ledger.reactions_given_today[r.source]);
  }
}

// One reaction of `who`, who gave `given` in all today. The more one gives, the less each counts.
void EngagerBook::enter_one(Lists<Engager>& engagers, AgentId target, AgentId who, std::uint8_t given) const {
  const auto list = engagers.of(target);
  const auto place =
      std::lower_bound(list.begin(), list.end(), who, [](const Engager& e, AgentId id) { return e.who < id; });
  const float weight = weight_[given];
  if (place != list.end() && place->who == who) {
    place->weight = faded(*place) + weight;
    place->day = static_cast<std::uint16_t>(day_);
    if (place->count < std::numeric_limits<std::uint16_t>::max()) ++place->count;
    return;
  }
  std::size_t at = static_cast<std::size_t>(place - list.begin());
  if (list.size() >= kept_) {
    const std::size_t out = weakest(list);
    engagers.erase(target, out);
    if (out < at) --at;
  }
  engagers.insert(target, at, {who, weight, static_cast<std::uint16_t>(day_), 1});
}

std::size_t EngagerBook::weakest(std::span<const Engager> list) const {
  std::size_t out = 0;
  float least = std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const float w = faded(list[i]);
    if (w < least) {
      least = w;
      out = i;
    }
  }
  return out;
}

}  // namespace clout
