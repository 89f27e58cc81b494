// S6, first half. Whoever has saved the price of a meeting, its hours and the way to it, asks somebody to meet.
// Writes (own entries): balances.offline, ledger.meetings_asked, seconds_offline. Mails: invitations.
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "sim/engine/day.h"
#include "sim/engine/sight.h"

namespace clout {
namespace {

// One wish to meet somebody. Whom a contact introduces stands far away in memory, so several wishes take each step in
// turns, and each asks for what the next one will read.
struct Wish {
  AgentId u = 0;
  std::uint8_t nth = 0;  // of the day
  MeetVia via = kViaEvent;
  Key key{};
  AgentId common = kNoAgent;  // who may introduce somebody
  AgentId who = kNoAgent;
};

class InviteStage {
 public:
  InviteStage(World& world, const DayContext& context)
      : world_(world), society_(*world.society), context_(context), sight_(world, context) {
    const PriceParams& prices = context.mechanisms.prices;
    price_ = std::max(1, static_cast<int>((prices.meeting_hours + prices.travel_hours) * kSecondsPerHour + 0.5));
  }

  void run_chunk(std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
    std::array<Wish, kTogether> wishes;
    std::size_t n = 0;
    const auto has_time = [&](std::size_t i) { return i < end && world_.balances.offline[i] >= price_; };
    for (std::size_t i = begin; i < end; ++i) {
      if (has_time(i + 32)) world_.ties.prefetch(static_cast<AgentId>(i + 32), false);
      if (has_time(i + 16)) world_.ties.prefetch_whole(static_cast<AgentId>(i + 16));
      if (!has_time(i)) continue;
      wishes[n++] = {.u = static_cast<AgentId>(i)};
      if (n < wishes.size()) continue;
      invite_all(wishes, chunk, worker);
      n = 0;
    }
    invite_all(std::span(wishes).first(n), chunk, worker);
  }

 private:
  static constexpr std::size_t kTogether = 16;
  static constexpr std::uint8_t kMostWishes = 255;

  // For each one wish a round, as long as there is time and somebody is found: else the time is kept. So mail of one
  // sender may come after that of the next; who is asked sorts what it gets.
  void invite_all(std::span<Wish> wishes, std::size_t chunk, unsigned worker) {
    while (!wishes.empty()) {
      for (Wish& wish : wishes) look_among_ties(wish);
      for (const Wish& wish : wishes)
        if (wish.common != kNoAgent) world_.ties.prefetch_whole(wish.common);
      std::size_t go_on = 0;
      for (Wish& wish : wishes) {
        if (wish.common != kNoAgent) wish.who = introduced(wish);
        if (wish.who == kNoAgent) {
          wish.via = kViaEvent;
          wish.who = at_event(wish);
        }
        if (wish.who == kNoAgent) continue;  // nobody, or itself, was drawn
        invite(wish, chunk, worker);
        if (world_.balances.offline[wish.u] < price_ || ++wish.nth == kMostWishes) continue;
        wishes[go_on++] = {.u = wish.u, .nth = wish.nth};
      }
      wishes = wishes.first(go_on);
    }
  }

  // Whom the plan means to meet, as far as own ties tell.
  void look_among_ties(Wish& wish) const {
    const auto day = static_cast<std::uint64_t>(world_.day);
    wish.key = Key{draw(make_key(world_.seed, Stream::meet, wish.u, day), wish.nth)};
    const PlanRow& plan = context_.plan(wish.u);
    wish.via = static_cast<MeetVia>(pick_weighted(plan.meet, to_unit(draw(wish.key, 1ull << 41))));
    if (wish.via == kViaTies) {
      if (const HalfTie* tie = sight_.pick_tie(wish.u, wish.key, is_here)) wish.who = tie->other;
    } else if (wish.via == kViaAnswer) {
      // People who answered come first while they have not been met.
      if (const HalfTie* tie = sight_.pick_tie(wish.u, wish.key, [](const HalfTie& t) {
            return (t.flags & (kAnsweredTie | kMetTie | kInitialTie | kSameCity)) == (kAnsweredTie | kSameCity);
          }))
        wish.who = tie->other;
    } else if (wish.via == kViaIntroduction) {
      if (const HalfTie* tie = sight_.pick_tie(wish.u, wish.key, is_here)) {
        wish.common = tie->other;
        world_.ties.prefetch(wish.common, false);
      }
    }
  }

  AgentId introduced(const Wish& wish) const {
    const auto is_new = [&](const HalfTie& t) { return t.other != wish.u && !world_.ties.find(wish.u, t.other); };
    const HalfTie* tie = sight_.pick_tie(wish.common, Key{draw(wish.key, wish.common)}, is_here, is_new);
    return tie == nullptr ? kNoAgent : tie->other;
  }

  AgentId at_event(const Wish& wish) const {
    const auto people = society_.in_city(society_.city[wish.u]);
    const AgentId who = people[bounded(draw(wish.key, 1ull << 40), static_cast<std::uint32_t>(people.size()))];
    return who == wish.u ? kNoAgent : who;
  }

  void invite(const Wish& wish, std::size_t chunk, unsigned worker) {
    world_.balances.offline[wish.u] -= price_;
    world_.ledger.seconds_offline[wish.u] += static_cast<std::uint32_t>(price_);
    ++world_.ledger.meetings_asked[wish.u];
    ++context_.scratch.counts[worker].invitations;
    const auto order = static_cast<std::uint32_t>(draw(wish.key, 1ull << 42));
    context_.scratch.invitations.post(chunk, {wish.who, wish.u, order, static_cast<std::uint8_t>(wish.via), wish.nth});
  }

  static bool is_here(const HalfTie& tie) { return (tie.flags & kSameCity) != 0; }

  World& world_;
  const Society& society_;
  const DayContext& context_;
  const Sight sight_;
  int price_;  // of a meeting, seconds
};

}  // namespace

void invite(World& world, const DayContext& context) {
  if (!context.mechanisms.meet.on) return;
  InviteStage stage(world, context);
  context.pool.for_chunks(world.agents(), context.chunk,
                          [&](std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
                            stage.run_chunk(chunk, begin, end, worker);
                          });
}

}  // namespace clout
