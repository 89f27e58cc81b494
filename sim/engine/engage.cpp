// S3, second half. What reactions leave at the author's end: counts, and who reacted (Ledger::engagers).
// Writes (of the targets): ledger.likes, reshares, replies, reacted_to_today, engagers.
#include "sim/engine/day.h"
#include "sim/world/engager_book.h"

namespace clout {

void engage(World& world, const DayContext& context) {
  const ReactParams& react = context.mechanisms.react;
  EngagerBook book(static_cast<std::size_t>(react.engagers_kept), react.fade_days, react.selectivity);
  book.turn_to(world.day);
  Ledger& ledger = world.ledger;
  auto& mail = context.scratch.reactions;
  mail.deliver(context.pool);
  mail.for_each_target(
      context.pool,
      [&](AgentId target, std::span<const Reaction> reactions, std::size_t) { book.enter(ledger, target, reactions); },
      [&](const Reaction& r, bool near) { ledger.engagers.prefetch(r.target, near); });
}

}  // namespace clout
