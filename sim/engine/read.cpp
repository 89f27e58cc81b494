// S3. Everybody reads the day's items of those they follow and reacts to some.
//
// Pull, not push: a reader goes along its followee list, where two bytes an author (FeedCell) say how much there is and
// how likely a reaction can be at the very most. Draws are named by (reader, day, whose item, the how-manieth). One
// decides which of four items are read; one for each item read decides, against that bound, whether the exact chance is
// worth computing: that is so for a few items a day, and only they touch the author's other columns.
// Writes (own entries): balances.read, .engage, ledger.items_read, reshares_made, reactions_given_today, seconds_online,
// messages_sent; scratch: new_reshares, reshared_author. Mails: reactions, messages (replies), contacts of read ties.
#include <algorithm>
#include <cmath>

#include "sim/engine/day.h"
#include "sim/engine/topic_match.h"

namespace clout {
namespace {

constexpr double kTwo32 = 4294967296.0;

std::uint32_t as_threshold(double probability) {
  return static_cast<std::uint32_t>(std::min(kTwo32 - 1, std::max(0.0, std::ceil(probability * kTwo32))));
}

// Reading feeds a tie in portions, so that most items touch none: an item adds a portion with chance
// read_tie_seconds / kPortionSeconds, which is the same on average.
constexpr double kPortionSeconds = 600;

constexpr unsigned kLanes = 4, kChoiceBits = 16;  // items that one draw decides on, bits of it for each
constexpr std::uint32_t kEverything = 1u << kChoiceBits;
constexpr std::uint64_t kReactions = ~std::uint64_t{0};  // names the draws of reactions; no item is called so

class ReadStage {
 public:
  ReadStage(World& world, const DayContext& context)
      : world_(world),
        context_(context),
        scratch_(context.scratch),
        params_(context.mechanisms.react),
        day_(static_cast<std::uint64_t>(world.day)),
        read_seconds_(std::max(1, static_cast<int>(context.mechanisms.prices.read_seconds + 0.5))),
        message_seconds_(std::max(1, static_cast<int>(context.mechanisms.prices.message_seconds + 0.5))),
        portion_from_(as_threshold(1 - (params_.on ? std::min(0.5, params_.read_tie_seconds / kPortionSeconds) : 0))) {
    const double most = params_.on ? params_.base * (1 + params_.score_gain) : 0;
    for (unsigned b = 0; b < 256; ++b) {
      threshold_[0][b] = as_threshold(most * b / 255);
      threshold_[1][b] = std::min(portion_from_, as_threshold(most * b / 255 * (1 + params_.tie_gain)));
    }
  }

  void run_chunk(std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
    constexpr std::size_t kAhead = 6;
    ReaderScratch& reader = scratch_.readers[worker];
    DayCounts& counts = scratch_.counts[worker];
    for (std::size_t i = begin; i < end; ++i) {
      if (i + 2 * kAhead < end) world_.follows.prefetch(static_cast<AgentId>(i + 2 * kAhead));
      if (i + kAhead < end) world_.follows.prefetch_links(static_cast<AgentId>(i + kAhead));
      const auto u = static_cast<AgentId>(i);
      if (world_.balances.read[u] < read_seconds_) continue;
      read_feed(u, reader, counts);
      for (const ItemSeen& item : reader.seen) consider(u, item, chunk, counts);
    }
  }

 private:
  // Collects into reader.seen the items that may bring a reaction or feed a tie.
  void read_feed(AgentId u, ReaderScratch& reader, DayCounts& counts) {
    reader.seen.clear();
    const auto links = world_.follows.followees(u);
    if (reader.feed.size() < links.size()) reader.feed.resize(links.size());
    FeedEntry* feed = reader.feed.data();
    std::size_t entries = 0;
    std::uint32_t offered = 0;
    for (const Follow& link : links) {
      const FeedCell cell = scratch_.cells[link.who];
      feed[entries] = {link.who, cell.items, cell.bound, link.tied != 0};
      entries += cell.items != 0;
      offered += cell.items;
    }
    if (offered == 0) return;
    counts.items_offered += offered;

    const auto fits = static_cast<std::uint32_t>(world_.balances.read[u] / read_seconds_);
    const Key key = make_key(world_.seed, Stream::feed, u, day_);
    const std::uint32_t chosen =
        fits >= offered ? kEverything : static_cast<std::uint32_t>((std::uint64_t{fits} << kChoiceBits) / offered);
    if (reader.read.size() < offered + kLanes) reader.read.resize(2 * (offered + kLanes));
    const std::uint32_t items_read = choose(key, {feed, entries}, chosen, reader.read.data());
    const Key react_key{draw(key, kReactions)};
    for (std::uint32_t i = 0; i < items_read; ++i) {
      const ItemRead item = reader.read[i];
      const FeedEntry& entry = feed[item.entry];
      const auto bits = static_cast<std::uint32_t>(draw(react_key, item_name(entry.who, item.nth)));
      if (bits < threshold_[entry.tied][entry.bound] || (entry.tied && bits >= portion_from_)) [[unlikely]]
        reader.seen.push_back({entry.who, bits, static_cast<std::uint8_t>(item.nth), entry.tied});
    }
    const std::uint32_t seconds = items_read * static_cast<std::uint32_t>(read_seconds_);
    world_.balances.read[u] -= static_cast<std::int32_t>(seconds);
    world_.ledger.items_read[u] += items_read;
    world_.ledger.seconds_online[u] += seconds;
    counts.items_read += items_read;
  }

  static std::uint64_t item_name(AgentId who, unsigned nth) { return std::uint64_t{who} << 8 | nth; }

  // Lists which items are read: each with chance chosen / 2^kChoiceBits. One draw decides on four items of an author;
  // there is no branch on what it says, since nobody could predict it. `out` has room for all items and kLanes more.
  static std::uint32_t choose(Key key, std::span<const FeedEntry> feed, std::uint32_t chosen, ItemRead* out) {
    std::uint32_t count = 0;
    for (std::uint32_t e = 0; e < feed.size(); ++e) {
      const unsigned items = feed[e].items;
      for (unsigned nth = 0; nth < items; nth += kLanes) {
        const std::uint64_t bits = draw(key, item_name(feed[e].who, nth));
        for (unsigned lane = 0; lane < kLanes; ++lane) {
          const auto mine = static_cast<std::uint32_t>(bits >> (lane * kChoiceBits)) & (kEverything - 1);
          out[count] = {e, nth + lane};
          count += static_cast<std::uint32_t>(mine < chosen) & static_cast<std::uint32_t>(nth + lane < items);
        }
      }
    }
    return count;
  }

  void consider(AgentId u, const ItemSeen& item, std::size_t chunk, DayCounts& counts) {
    double access = 0;
    if (item.tied) {
      const HalfTie* tie = world_.ties.find(u, item.who);
      const double hours = tie ? context_.clock.hours_on(*tie, world_.day) : 0;
      if (hours > 0) {
        access = tie_access(hours, context_.theta);
        if (item.draw >= portion_from_) feed_tie(u, item.who, *tie, chunk);
      }
    }
    if (item.draw >= portion_from_ || !params_.on) return;

    Reshare post{item.who, static_cast<std::uint16_t>(world_.day), item.nth, 0};
    const unsigned own = scratch_.own_posts[item.who];
    if (item.nth >= own) post = world_.reshares.of(item.who)[item.nth - own];
    if (post.author == u) return;
    if (post.hop > 0) scratch_.reshared_author[u] = post.author;
    const AuthorCard& author = scratch_.cards[post.author];
    double probability = params_.base * author.quality * topic_match(author.topics, scratch_.cards[u].topics) *
                         (1 + params_.tie_gain * access) * scratch_.cards[item.who].attention;
    if (probability > 1) {
      probability = 1;
      ++counts.clamped;
    }
    if (static_cast<double>(item.draw) < probability * kTwo32) react(u, item, post, chunk, counts);
  }

  void react(AgentId u, const ItemSeen& item, const Reshare& post, std::size_t chunk, DayCounts& counts) {
    const PlanRow& plan = context_.plan(u);
    const Key key = make_key(world_.seed, Stream::react, u, day_);
    const std::uint64_t bits = draw(key, item_name(item.who, item.nth));
    const double kind_draw = to_unit(bits);
    const bool has_time = world_.balances.engage[u] >= message_seconds_;

    ReactionKind kind = ReactionKind::like;
    if (kind_draw < plan.reshare_prob) {
      if (params_.reshares && post.hop < params_.reshare_hops_max) kind = ReactionKind::reshare;
    } else if (kind_draw < plan.reshare_prob + plan.reply_prob) {
      if (has_time) kind = ReactionKind::reply;
    }
    if (kind == ReactionKind::reshare) {
      scratch_.new_reshares.push_back(
          u, {post.author, post.day, post.index, static_cast<std::uint8_t>(post.hop + 1)});
      ++world_.ledger.reshares_made[u];
    } else if (kind == ReactionKind::reply) {
      write_to(u, post.author, chunk, counts);
    }
    std::uint8_t& given = world_.ledger.reactions_given_today[u];
    if (given < 255) ++given;
    ++counts.reactions;
    scratch_.reactions.post(chunk, {post.author, u, kind});
    if (item.who != post.author) scratch_.reactions.post(chunk, {item.who, u, kind});

    // An attentive reader may also write to the author in private: publishing can pay.
    if (chance(draw(key, ~item_name(item.who, item.nth)), params_.inbound_prob) &&
        world_.balances.engage[u] >= message_seconds_)
      write_to(u, post.author, chunk, counts);
  }

  void write_to(AgentId u, AgentId author, std::size_t chunk, DayCounts& counts) {
    if (!context_.mechanisms.message.on || scratch_.messages_today[u] == 255) return;
    world_.balances.engage[u] -= message_seconds_;
    world_.ledger.seconds_online[u] += static_cast<std::uint32_t>(message_seconds_);
    ++world_.ledger.messages_sent[u];
    ++counts.messages;
    scratch_.messages.post(chunk, {author, u, scratch_.messages_today[u]++});
  }

  void feed_tie(AgentId u, AgentId who, const HalfTie& tie, std::size_t chunk) {
    const auto seconds = static_cast<std::uint32_t>(kPortionSeconds);
    scratch_.contacts.post(chunk, {u, who, seconds, tie.mutual, 0, 0, 0});
    scratch_.contacts.post(chunk, {who, u, seconds, tie.mutual, 0, 0, 0});
  }

  World& world_;
  const DayContext& context_;
  DayScratch& scratch_;
  const ReactParams& params_;
  const std::uint64_t day_;
  const std::int32_t read_seconds_, message_seconds_;
  const std::uint32_t portion_from_;
  std::array<std::array<std::uint32_t, 256>, 2> threshold_;  // by tied, bound
};

}  // namespace

void read(World& world, const DayContext& context) {
  ReadStage stage(world, context);
  context.pool.for_chunks(world.agents(), context.chunk,
                          [&](std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
                            stage.run_chunk(chunk, begin, end, worker);
                          });
}

}  // namespace clout
