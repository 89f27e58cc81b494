// S4, first half. Everybody with time to write chooses whom to write to, as the plan says.
// Writes (own entries): balances.engage, .discover, ledger.messages_sent, seconds_online; scratch: messages_today.
// Mails: messages.
#include <algorithm>
#include <array>
#include <span>

#include "sim/engine/day.h"
#include "sim/engine/sight.h"

namespace clout {
namespace {

class MessageStage {
 public:
  MessageStage(World& world, const DayContext& context)
      : world_(world),
        context_(context),
        sight_(world, context),
        message_seconds_(static_cast<std::int32_t>(context.mechanisms.prices.message_seconds)),
        profile_seconds_(static_cast<std::int32_t>(context.mechanisms.prices.profile_seconds)) {}

  void run_chunk(std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
    constexpr std::size_t kAhead = 16;
    Batch batch{chunk, &context_.scratch.counts[worker]};
    for (std::size_t i = begin; i < end; ++i) {
      ask_ahead(i + 2 * kAhead, end, false);
      ask_ahead(i + kAhead, end, true);
      write(static_cast<AgentId>(i), batch);
    }
    send(batch);
  }

 private:
  // Messages whose targets are picked together.
  struct Batch {
    static constexpr std::size_t kMost = 32;
    std::size_t chunk;
    DayCounts* counts;
    std::size_t size = 0;
    std::array<Sight::Pick, kMost> picks{};
    std::array<std::uint8_t, kMost> nth{};
  };

  bool has_time(std::size_t u) const {
    return world_.balances.engage[u] >= message_seconds_ && context_.on_line(static_cast<AgentId>(u));
  }

  void ask_ahead(std::size_t i, std::size_t end, bool near) const {
    if (i >= end || !has_time(i)) return;
    world_.ties.prefetch(static_cast<AgentId>(i), near);
    world_.follows.prefetch(static_cast<AgentId>(i), near);
  }

  void write(AgentId u, Batch& batch) {
    std::uint8_t& today = context_.scratch.messages_today[u];
    while (has_time(u) && today < 255) {
      const std::uint8_t nth = today++;
      const Key key{draw(make_key(world_.seed, Stream::target, u, static_cast<std::uint64_t>(world_.day)), nth)};
      world_.balances.engage[u] -= message_seconds_;
      batch.picks[batch.size] = {u, choose_approach(u, key), key};
      batch.nth[batch.size++] = nth;
      if (batch.size == batch.picks.size()) send(batch);
    }
  }

  Approach choose_approach(AgentId u, Key key) {
    const auto approach =
        static_cast<Approach>(pick_weighted(context_.plan(u).approach, to_unit(draw(key, kApproach))));
    if (approach != kByBio) return approach;
    // A look at the profile found; without time for it, whoever is at hand.
    if (world_.balances.discover[u] < profile_seconds_) return kAmongTies;
    world_.balances.discover[u] -= profile_seconds_;
    world_.ledger.seconds_online[u] += static_cast<std::uint32_t>(profile_seconds_);
    return kByBio;
  }

  void send(Batch& batch) {
    sight_.pick_all(std::span(batch.picks).first(batch.size));
    for (std::size_t i = 0; i < batch.size; ++i) {
      const Sight::Pick& pick = batch.picks[i];
      if (pick.who == kNoAgent) {  // nobody there: the time is kept
        world_.balances.engage[pick.u] += message_seconds_;
        continue;
      }
      world_.ledger.seconds_online[pick.u] += static_cast<std::uint32_t>(message_seconds_);
      ++world_.ledger.messages_sent[pick.u];
      ++batch.counts->messages;
      context_.scratch.messages.post(batch.chunk, {pick.who, pick.u, batch.nth[i]});
    }
    batch.size = 0;
  }

  World& world_;
  const DayContext& context_;
  const Sight sight_;
  const std::int32_t message_seconds_, profile_seconds_;
};

}  // namespace

void message(World& world, const DayContext& context) {
  if (!context.mechanisms.message.on) return;
  MessageStage stage(world, context);
  context.pool.for_chunks(world.agents(), context.chunk,
                          [&](std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
                            stage.run_chunk(chunk, begin, end, worker);
                          });
}

}  // namespace clout
