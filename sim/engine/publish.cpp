// S2. Time comes in; own posts are written; yesterday's reshares go out. Makes the feed that followers read.
// Writes: balances, ledger.posts, posts_recent, seconds_online and today's columns; scratch: cells, cards, own_posts.
#include <algorithm>
#include <cmath>

#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/engine/day.h"

namespace clout {
namespace {

constexpr unsigned kMostItems = 255;

// Time of one act: what was left, at most `days` days' worth of it, and today's.
void top_up(std::int32_t& balance, std::int32_t daily, std::int64_t days) {
  const std::int64_t most = std::max<std::int64_t>(daily * days, daily);
  balance = static_cast<std::int32_t>(std::min<std::int64_t>(std::int64_t{balance} + daily, most));
}

std::int32_t a_day(double seconds_week) { return static_cast<std::int32_t>(seconds_week / 7 + 0.5); }

std::uint8_t as_bound(double share) {
  return static_cast<std::uint8_t>(std::clamp(std::ceil(share * 255.0), 0.0, 255.0));
}

}  // namespace

void publish(World& world, const DayContext& context) {
  const ReactParams& react = context.mechanisms.react;
  const Society& society = *world.society;
  const Budget& budget = context.budget;
  DayScratch& scratch = context.scratch;
  Ledger& ledger = world.ledger;
  const auto carry_days = static_cast<std::int64_t>(context.mechanisms.prices.carry_over_days);
  const auto post_seconds = static_cast<std::uint32_t>(context.mechanisms.prices.post_seconds);
  const auto fade = static_cast<std::uint64_t>(det_exp2(-1 / react.fade_days) * 0x1p32);

  // Attention per item falls as min(1, items^-eta).
  std::array<double, kMostItems + 1> attention;
  attention[0] = 1;
  for (unsigned k = 1; k <= kMostItems; ++k) attention[k] = std::min(1.0, det_pow(k, -react.rate_exponent));
  // Bounds are in units of the largest attention there can be, so that they fit a byte.
  const double most_attention = 1 + react.score_gain;

  context.pool.for_chunks(world.agents(), context.chunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    const auto rest = world.reshares.from(static_cast<AgentId>(begin));
    std::size_t reshares = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const auto a = static_cast<AgentId>(i);
      const DailyTime time = daily_time(context.plan(a), budget.online_seconds[a], budget.post_share[a]);
      top_up(world.balances.read[a], time.read, carry_days);
      top_up(world.balances.engage[a], time.engage, carry_days);
      top_up(world.balances.discover[a], time.discover, carry_days);
      top_up(world.balances.offline[a], a_day(world.hours_offline[a] * kSecondsPerHour), carry_days);
      top_up(world.balances.open[a], a_day(society.open_seconds_week[a]), carry_days);
      ledger.reactions_given_today[a] = 0;
      ledger.reacted_to_today[a] = 0;
      scratch.reshared_author[a] = kNoAgent;
      scratch.messages_today[a] = 0;

      unsigned posts = 0;
      const double unit = to_unit(draw(make_key(world.seed, Stream::publish, a, static_cast<std::uint64_t>(world.day)), 0));
      const double mean = time.post / post_seconds;
      if (unit >= 1 - mean) {  // below it, the chance of no post, exp(-mean), is not reached
        Rng rng(world.seed, Stream::post, a, static_cast<std::uint64_t>(world.day));
        const std::uint64_t drawn = mean <= 30 ? poisson_from_unit(unit, mean) : poisson(rng, mean);
        posts = static_cast<unsigned>(std::min<std::uint64_t>(drawn, kMostItems));
        ledger.posts[a] += posts;
        ledger.seconds_online[a] += posts * post_seconds;
      }
      ledger.posts_recent[a] =
          static_cast<std::uint32_t>((ledger.posts_recent[a] * fade) >> 32) + posts * kRecentUnit;
      scratch.own_posts[a] = static_cast<std::uint8_t>(posts);

      double best = posts ? society.quality[a] : 0;
      unsigned items = posts;
      for (; reshares < rest.size() && rest[reshares].by == a; ++reshares) {
        best = std::max<double>(best, society.quality[rest[reshares].reshare.author]);
        if (items < kMostItems) ++items;
      }
      const double seen = (1 + react.score_gain * context.cue_of(a)) * attention[items];
      scratch.cards[a] = {society.topics[a], society.quality[a], static_cast<float>(seen)};
      scratch.cells[a] = {static_cast<std::uint8_t>(items), items ? as_bound(best * seen / most_attention) : std::uint8_t{0}};
    }
  });
}

}  // namespace clout
