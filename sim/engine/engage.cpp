// S3, second half. What reactions leave at the author's end: counts, and who reacted (Ledger::engagers).
// Writes (of the targets): ledger.likes, reshares, replies, reacted_to_today, engagers.
#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "sim/core/math.h"
#include "sim/engine/day.h"

namespace clout {
namespace {

class EngagerBook {
 public:
  EngagerBook(const ReactParams& params, Day day) : cap_(static_cast<std::size_t>(params.engagers_kept)), day_(day) {
    for (Day age = 0; age <= day; ++age) fade_.push_back(static_cast<float>(det_exp2(-age / params.fade_days)));
    for (int given = 0; given < 256; ++given)
      weight_[given] = static_cast<float>(det_pow(1 + given, -params.selectivity));
  }

  // One reaction of `who`, who gave `given` in all today. The more one gives, the less each counts.
  void enter(Lists<Engager>& engagers, AgentId target, AgentId who, std::uint8_t given) const {
    const auto list = engagers.of(target);
    const auto place = std::lower_bound(list.begin(), list.end(), who,
                                        [](const Engager& e, AgentId id) { return e.who < id; });
    const float weight = weight_[given];
    if (place != list.end() && place->who == who) {
      place->weight = faded(*place) + weight;
      place->day = static_cast<std::uint16_t>(day_);
      if (place->count < std::numeric_limits<std::uint16_t>::max()) ++place->count;
      return;
    }
    std::size_t at = static_cast<std::size_t>(place - list.begin());
    if (list.size() >= cap_) {
      const std::size_t out = weakest(list);
      engagers.erase(target, out);
      if (out < at) --at;
    }
    engagers.insert(target, at, {who, weight, static_cast<std::uint16_t>(day_), 1});
  }

 private:
  float faded(const Engager& e) const { return e.weight * fade_[static_cast<std::size_t>(day_ - e.day)]; }
  std::size_t weakest(std::span<const Engager> list) const {
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

  std::size_t cap_;
  Day day_;
  std::vector<float> fade_;  // by days
  std::array<float, 256> weight_;
};

}  // namespace

void engage(World& world, const DayContext& context) {
  const EngagerBook book(context.mechanisms.react, world.day);
  Ledger& ledger = world.ledger;
  auto& mail = context.scratch.reactions;
  mail.deliver(context.pool);
  mail.for_each_target(context.pool, [&](AgentId target, std::span<const Reaction> reactions, std::size_t) {
    ledger.reacted_to_today[target] = 1;
    for (const Reaction& r : reactions) {
      switch (r.kind) {
        case ReactionKind::like: ++ledger.likes[target]; break;
        case ReactionKind::reshare: ++ledger.reshares[target]; break;
        case ReactionKind::reply: ++ledger.replies[target]; break;
      }
      book.enter(ledger.engagers, target, r.source, ledger.reactions_given_today[r.source]);
    }
  }, [&](const Reaction& r, bool near) { ledger.engagers.prefetch(r.target, near); });
}

}  // namespace clout
