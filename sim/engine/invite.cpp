// S6, first half. Whoever has saved the price of a meeting, its hours and the way to it, asks somebody to meet.
// Writes (own entries): balances.offline, ledger.meetings_asked, seconds_offline. Mails: invitations.
#include <algorithm>

#include "sim/engine/day.h"
#include "sim/engine/sight.h"

namespace clout {
namespace {

struct Partner {
  AgentId who = kNoAgent;
  MeetVia via = kViaEvent;
};

class InviteStage {
 public:
  InviteStage(const World& world, const DayContext& context)
      : world_(world), society_(*world.society), sight_(world, context) {}

  /// Whom u asks, `wanted` first; whoever has nobody of that kind goes to an open event in the city.
  Partner choose(AgentId u, MeetVia wanted, Key key) const {
    const auto here = [](const HalfTie& t) { return (t.flags & kSameCity) != 0; };
    Partner partner{kNoAgent, wanted};
    if (wanted == kViaTies) {
      if (const HalfTie* tie = sight_.pick_tie(u, key, here)) partner.who = tie->other;
    } else if (wanted == kViaAnswer) {
      // People who answered come first while they have not been met.
      if (const HalfTie* tie = sight_.pick_tie(u, key, [](const HalfTie& t) {
            return (t.flags & (kAnsweredTie | kMetTie | kInitialTie | kSameCity)) == (kAnsweredTie | kSameCity);
          }))
        partner.who = tie->other;
    } else if (wanted == kViaIntroduction) {
      if (const HalfTie* common = sight_.pick_tie(u, key, here)) {
        const auto is_new = [&](const HalfTie& t) { return t.other != u && !world_.ties.find(u, t.other); };
        const HalfTie* tie = sight_.pick_tie(common->other, Key{draw(key, common->other)}, here, is_new);
        if (tie) partner.who = tie->other;
      }
    }
    if (partner.who == kNoAgent) partner = {at_event(u, key), kViaEvent};
    return partner;
  }

 private:
  AgentId at_event(AgentId u, Key key) const {
    const auto people = society_.in_city(society_.city[u]);
    const AgentId who = people[bounded(draw(key, 1ull << 40), static_cast<std::uint32_t>(people.size()))];
    return who == u ? kNoAgent : who;
  }

  const World& world_;
  const Society& society_;
  const Sight sight_;
};

}  // namespace

void invite(World& world, const DayContext& context) {
  if (!context.mechanisms.meet.on) return;
  const PriceParams& prices = context.mechanisms.prices;
  const auto price =
      std::max(1, static_cast<int>((prices.meeting_hours + prices.travel_hours) * kSecondsPerHour + 0.5));
  const InviteStage stage(world, context);
  DayScratch& scratch = context.scratch;
  context.pool.for_chunks(world.agents(), context.chunk,
                          [&](std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
    const auto ahead = [&](std::size_t i, bool near) {
      if (i < end && world.balances.offline[i] >= price) world.ties.prefetch(static_cast<AgentId>(i), near);
    };
    for (std::size_t i = begin; i < end; ++i) {
      ahead(i + 32, false);
      ahead(i + 16, true);
      const auto u = static_cast<AgentId>(i);
      for (std::uint8_t nth = 0; world.balances.offline[u] >= price && nth < 255; ++nth) {
        const Key key{draw(make_key(world.seed, Stream::meet, u, static_cast<std::uint64_t>(world.day)), nth)};
        const auto via = static_cast<MeetVia>(pick_weighted(context.plan(u).meet, to_unit(draw(key, 1ull << 41))));
        const Partner partner = stage.choose(u, via, key);
        if (partner.who == kNoAgent) break;  // nobody, or itself, was drawn: the time is kept
        world.balances.offline[u] -= price;
        world.ledger.seconds_offline[u] += static_cast<std::uint32_t>(price);
        ++world.ledger.meetings_asked[u];
        ++scratch.counts[worker].invitations;
        const auto order = static_cast<std::uint32_t>(draw(key, 1ull << 42));
        scratch.invitations.post(chunk, {partner.who, u, order, static_cast<std::uint8_t>(partner.via), nth});
      }
    }
  });
}

}  // namespace clout
