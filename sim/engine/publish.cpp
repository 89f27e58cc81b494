// S2. Time comes in; own posts are written; yesterday's reshares go out. Makes the feed that followers read.
// Writes: balances, ledger.posts, posts_recent, seconds_online and today's columns; scratch: cells, cards, own_posts.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/engine/day.h"

namespace clout {
namespace {

constexpr unsigned kMostItems = 255;

// Time of one act: what was left, at most `days` days' worth of it, and today's. Whoever has none today keeps what was
// left.
void top_up(std::int32_t& balance, std::int32_t daily, std::int64_t days) {
  if (daily <= 0) return;
  const std::int64_t most = std::max<std::int64_t>(daily * days, daily);
  balance = static_cast<std::int32_t>(std::min<std::int64_t>(std::int64_t{balance} + daily, most));
}

std::int32_t a_day(double seconds_week) { return static_cast<std::int32_t>(seconds_week / 7 + 0.5); }

std::uint8_t as_bound(double share) {
  return static_cast<std::uint8_t>(std::clamp(std::ceil(share * 255.0), 0.0, 255.0));
}

class PublishStage {
 public:
  PublishStage(World& world, const DayContext& context)
      : world_(world),
        context_(context),
        scratch_(context.scratch),
        day_(static_cast<std::uint64_t>(world.day)),
        carry_days_(static_cast<std::int64_t>(context.mechanisms.prices.carry_over_days)),
        posts_on_(context.mechanisms.publish.on),
        post_seconds_(static_cast<std::uint32_t>(context.mechanisms.prices.post_seconds)),
        fade_(context.mechanisms.react.fade_days),
        score_gain_(context.mechanisms.react.score_gain) {
    attention_[0] = 1;
    for (unsigned k = 1; k <= kMostItems; ++k)
      attention_[k] = std::min(1.0, det_pow(k, -context.mechanisms.react.rate_exponent));
  }

  void run_chunk(std::size_t begin, std::size_t end) {
    const auto rest = world_.reshares.from(static_cast<AgentId>(begin));
    std::size_t reshares = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const auto a = static_cast<AgentId>(i);
      const DailyTime time =
          daily_time(context_.plan(a), context_.budget.online_seconds[a], context_.budget.post_share[a]);
      begin_day(a, time);
      const unsigned posts = write_posts(a, time.post);
      double best = posts ? world_.society->quality[a] : 0;
      unsigned items = posts;
      for (; reshares < rest.size() && rest[reshares].by == a; ++reshares) {
        best = std::max<double>(best, world_.society->quality[rest[reshares].reshare.author]);
        if (items < kMostItems) ++items;
      }
      put_out(a, items, best);
    }
  }

 private:
  void begin_day(AgentId a, const DailyTime& time) {
    const std::int64_t online_days = carry_days_ * context_.plan(a).online_days / 7;
    top_up(world_.balances.read[a], time.read, online_days);
    top_up(world_.balances.engage[a], time.engage, online_days);
    top_up(world_.balances.discover[a], time.discover, online_days);
    const Column<float>& moved = context_.budget.offline_seconds;
    const std::int32_t offline = moved.empty() ? a_day(world_.hours_offline[a] * kSecondsPerHour)
                                               : static_cast<std::int32_t>(double{moved[a]} + 0.5);
    top_up(world_.balances.offline[a], offline, carry_days_);
    top_up(world_.balances.open[a], a_day(world_.society->open_seconds_week[a]), carry_days_);
    world_.ledger.reactions_given_today[a] = 0;
    world_.ledger.reacted_to_today[a] = 0;
    scratch_.reshared_author[a] = kNoAgent;
    scratch_.messages_today[a] = 0;
  }

  unsigned write_posts(AgentId a, double seconds) {
    Ledger& ledger = world_.ledger;
    unsigned posts = 0;
    const double unit = to_unit(draw(make_key(world_.seed, Stream::publish, a, day_), 0));
    const double mean = posts_on_ ? seconds / post_seconds_ : 0;
    if (unit >= 1 - mean) {  // below it, the chance of no post, exp(-mean), is not reached
      Rng rng(world_.seed, Stream::post, a, day_);
      const std::uint64_t drawn = mean <= 30 ? poisson_from_unit(unit, mean) : poisson(rng, mean);
      posts = static_cast<unsigned>(std::min<std::uint64_t>(drawn, kMostItems));
      ledger.posts[a] += posts;
      ledger.seconds_online[a] += posts * post_seconds_;
    }
    ledger.posts_recent[a] = fade_.of_day(ledger.posts_recent[a]) + posts * kRecentUnit;
    scratch_.own_posts[a] = static_cast<std::uint8_t>(posts);
    return posts;
  }

  // What followers see of a's items, the best of which has quality `best`. Bounds are in units of the largest attention
  // there can be, so that they fit a byte.
  void put_out(AgentId a, unsigned items, double best) {
    const double seen = (1 + score_gain_ * context_.cue_of(a)) * attention_[items];
    scratch_.cards[a] = {world_.society->topics[a], world_.society->quality[a], static_cast<float>(seen)};
    const std::uint8_t bound = items ? as_bound(best * seen / (1 + score_gain_)) : std::uint8_t{0};
    scratch_.cells[a] = {static_cast<std::uint8_t>(items), bound};
  }

  World& world_;
  const DayContext& context_;
  DayScratch& scratch_;
  const std::uint64_t day_;
  const std::int64_t carry_days_;
  const bool posts_on_;
  const std::uint32_t post_seconds_;
  const PostsFade fade_;
  const double score_gain_;
  std::array<double, kMostItems + 1> attention_;  // to one of so many items of a day: min(1, items^-rate_exponent)
};

}  // namespace

void publish(World& world, const DayContext& context) {
  PublishStage stage(world, context);
  context.pool.for_chunks(
      world.agents(), context.chunk,
      [&](std::size_t, std::size_t begin, std::size_t end, unsigned) { stage.run_chunk(begin, end); });
}

}  // namespace clout
