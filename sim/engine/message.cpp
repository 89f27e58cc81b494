// S4, first half. Everybody with time to write chooses whom to write to, as the plan says.
// Writes (own entries): balances.engage, .discover, ledger.messages_sent, seconds_online; scratch: messages_today.
// Mails: messages.
#include <algorithm>

#include "sim/engine/day.h"
#include "sim/engine/sight.h"

namespace clout {

void message(World& world, const DayContext& context) {
  if (!context.mechanisms.message.on) return;
  const PriceParams& prices = context.mechanisms.prices;
  const auto message_seconds = std::max(1, static_cast<int>(prices.message_seconds + 0.5));
  const auto profile_seconds = std::max(1, static_cast<int>(prices.profile_seconds + 0.5));
  DayScratch& scratch = context.scratch;
  const Sight sight(world, context);

  context.pool.for_chunks(world.agents(), context.chunk,
                          [&](std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
    DayCounts& counts = scratch.counts[worker];
    const auto ahead = [&](std::size_t i, bool near) {
      if (i >= end || world.balances.engage[i] < message_seconds) return;
      world.ties.prefetch(static_cast<AgentId>(i), near);
      world.follows.prefetch(static_cast<AgentId>(i), near);
    };
    for (std::size_t i = begin; i < end; ++i) {
      ahead(i + 32, false);
      ahead(i + 16, true);
      const auto u = static_cast<AgentId>(i);
      const PlanRow& plan = context.plan(u);
      while (world.balances.engage[u] >= message_seconds && scratch.messages_today[u] < 255) {
        const std::uint8_t nth = scratch.messages_today[u]++;
        const Key key{draw(make_key(world.seed, Stream::target, u, static_cast<std::uint64_t>(world.day)), nth)};
        auto approach = static_cast<Approach>(pick_weighted(plan.approach, to_unit(draw(key, 0))));
        if (approach == kByBio) {  // a look at the profile found; without time for it, whoever is at hand
          if (world.balances.discover[u] >= profile_seconds) {
            world.balances.discover[u] -= profile_seconds;
            world.ledger.seconds_online[u] += static_cast<std::uint32_t>(profile_seconds);
          } else {
            approach = kAmongTies;
          }
        }
        const AgentId target = sight.pick(u, approach, key);
        if (target == kNoAgent) break;  // nobody there: the time is kept
        world.balances.engage[u] -= message_seconds;
        world.ledger.seconds_online[u] += static_cast<std::uint32_t>(message_seconds);
        ++world.ledger.messages_sent[u];
        ++counts.messages;
        scratch.messages.post(chunk, {target, u, nth});
      }
    }
  });
}

}  // namespace clout
