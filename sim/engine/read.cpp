// S3. Everybody reads the day's items of those they follow and reacts to some.
//
// Pull, not push: a reader goes along its followee list, where two bytes an author (FeedCell) say how much there is and
// how likely a reaction can be at the very most. Who has time for m of n items reads m, each with chance m/n. What
// comes of an item is rare, so nobody visits items: one number, named by (reader, day, author), decides on all of an
// author's. Each item owns a stretch of its range, as long as the greatest chance that it is read and anything comes of
// it; a number beyond all stretches, as nearly all are, settles the author. Where it falls inside its stretch decides
// what comes of the item, and only then the author's other columns are touched.
// Writes (own entries): balances.read, .engage, ledger.items_read, reshares_made, reactions_given_today,
// seconds_online, messages_sent; scratch: new_reshares, reshared_author, messages_today. Mails: reactions, messages
// (replies), contacts of read ties.
#include <algorithm>
#include <cmath>

#include "sim/engine/day.h"
#include "sim/engine/topic_match.h"

namespace clout {
namespace {

constexpr double kTwo32 = 4294967296.0;

// Chance as a part of 2^32, rounded up.
std::uint64_t parts_of_two32(double probability) {
  return static_cast<std::uint64_t>(std::ceil(std::clamp(probability, 0.0, 1.0) * kTwo32));
}

// Reading feeds a tie in portions, so that most items touch none: an item adds a portion with chance
// read_tie_seconds / kPortionSeconds, which is the same on average.
constexpr double kPortionSeconds = 600;

constexpr unsigned kShareBits = 30;  // the share of items that is read counts in 2^-30
constexpr std::uint32_t kEverything = 1u << kShareBits;

class ReadStage {
 public:
  ReadStage(World& world, const DayContext& context)
      : world_(world),
        context_(context),
        scratch_(context.scratch),
        params_(context.mechanisms.react),
        day_(static_cast<std::uint64_t>(world.day)),
        read_seconds_(static_cast<std::int32_t>(context.mechanisms.prices.read_seconds)),
        message_seconds_(static_cast<std::int32_t>(context.mechanisms.prices.message_seconds)),
        portion_(parts_of_two32(params_.on ? params_.read_tie_seconds / kPortionSeconds : 0)) {
    const double most = params_.on ? params_.base * (1 + params_.score_gain) : 0;
    for (unsigned b = 0; b < 256; ++b) {
      const auto all = static_cast<std::uint64_t>(kTwo32);
      const std::uint64_t untied = parts_of_two32(most * b / 255);
      const std::uint64_t tied = std::min(all, portion_ + parts_of_two32(most * b / 255 * (1 + params_.tie_gain)));
      for (const auto& [stretch, of_bound] : {std::pair{untied, &bounds_[0][b]}, std::pair{tied, &bounds_[1][b]}})
        *of_bound = {stretch, stretch == 0 ? kMostItems : std::min<std::uint64_t>(kMostItems, all / stretch)};
    }
  }

  void run_chunk(std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
    constexpr std::size_t kAhead = 6, kTogether = 32;
    ReaderScratch& reader = scratch_.readers[worker];
    DayCounts& counts = scratch_.counts[worker];
    for (std::size_t i = begin; i < end; ++i) {
      if (i + 2 * kAhead < end) world_.follows.prefetch(static_cast<AgentId>(i + 2 * kAhead), false);
      if (i + kAhead < end) world_.follows.prefetch_whole(static_cast<AgentId>(i + kAhead));
      const auto u = static_cast<AgentId>(i);
      if (world_.balances.read[u] >= read_seconds_ && context_.on_line(u)) read_feed(u, reader, counts);
      if (reader.seen.size() >= kTogether) consider_all(reader.seen, chunk, counts);
    }
    consider_all(reader.seen, chunk, counts);
  }

 private:
  static constexpr std::uint64_t kMostItems = 255;

  // Of an item whose author has a given bound.
  struct Bound {
    std::uint64_t stretch;  // greatest chance that anything comes of it once read, of 2^32
    std::uint64_t items;    // so many stretches fit into the range of one number
  };

  // Adds to reader.seen the items that may bring a reaction or feed a tie.
  void read_feed(AgentId u, ReaderScratch& reader, DayCounts& counts) {
    const auto links = world_.follows.followees(u);
    if (reader.feed.size() < links.size()) reader.feed.resize(links.size());
    FeedEntry* feed = reader.feed.data();
    std::size_t entries = 0;
    std::uint32_t offered = 0;
    for (const Follow& link : links) {
      const FeedCell cell = scratch_.cells[link.who];
      feed[entries] = {link, cell.items, cell.bound};
      entries += cell.items != 0;
      offered += cell.items;
    }
    if (offered == 0) return;

    const std::uint32_t items_read =
        std::min(offered, static_cast<std::uint32_t>(world_.balances.read[u] / read_seconds_));
    const std::uint64_t share = (std::uint64_t{items_read} << kShareBits) / offered;
    const Key key = make_key(world_.seed, Stream::feed, u, day_);
    const std::size_t first_seen = reader.seen.size();
    for (const FeedEntry entry : std::span(feed, entries)) {
      const Bound& bound = bounds_[entry.tied()][entry.bound()];
      const std::uint64_t stretch = bound.stretch * share >> kShareBits;
      const unsigned items = entry.items();
      if (items > bound.items) [[unlikely]] {
        for (unsigned nth = 0; nth < items; nth += static_cast<unsigned>(bound.items))
          look(key, entry, nth, std::min<std::uint64_t>(items - nth, bound.items), stretch, reader.seen);
      } else {
        look(key, entry, 0, items, stretch, reader.seen);
      }
    }
    for (ItemSeen& item : std::span(reader.seen).subspan(first_seen)) {
      item.reader = u;
      item.share = static_cast<std::uint32_t>(share);
      ask_ahead(item);
    }
    const std::uint32_t seconds = items_read * static_cast<std::uint32_t>(read_seconds_);
    world_.balances.read[u] -= static_cast<std::int32_t>(seconds);
    world_.ledger.items_read[u] += items_read;
    world_.ledger.seconds_online[u] += seconds;
    counts.items_offered += offered;
    counts.items_read += items_read;
  }

  // Decides on `items` items of an author, from the first-th on, with one number.
  static void look(Key key, const FeedEntry& entry, unsigned first, std::uint64_t items, std::uint64_t stretch,
                   std::vector<ItemSeen>& seen) {
    const std::uint64_t bits = draw(key, item_name(entry.who(), first)) >> 32;
    if (bits >= items * stretch) [[likely]] return;
    const auto nth = static_cast<std::uint32_t>(bits / stretch);
    seen.push_back({kNoAgent, entry.who(), static_cast<std::uint32_t>(bits - nth * stretch), 0,
                    static_cast<std::uint8_t>(first + nth), entry.tied()});
  }

  // Asks for what consider() will read.
  void ask_ahead(const ItemSeen& item) const {
    __builtin_prefetch(&scratch_.cards[item.who]);
    __builtin_prefetch(&scratch_.own_posts[item.who]);
    if (item.tied) world_.ties.prefetch(item.reader, false);
  }

  // Items of several readers together, so that none waits for memory alone.
  void consider_all(std::vector<ItemSeen>& seen, std::size_t chunk, DayCounts& counts) {
    for (const ItemSeen& item : seen)
      if (item.tied) world_.ties.prefetch(item.reader, item.who, true);
    for (const ItemSeen& item : seen) consider(item, chunk, counts);
    seen.clear();
  }

  static std::uint64_t item_name(AgentId who, unsigned nth) { return std::uint64_t{who} << 8 | nth; }

  void consider(const ItemSeen& item, std::size_t chunk, DayCounts& counts) {
    const AgentId u = item.reader;
    const std::uint64_t share = item.share;
    double access = 0;
    std::uint64_t place = item.place;  // of what is left of the item's stretch: the tie's part comes first
    if (item.tied) {
      const HalfTie* tie = world_.ties.find(u, item.who);
      const double hours = tie ? context_.clock.hours_on(*tie, world_.day) : 0;
      if (hours > 0) access = tie_access(hours, context_.theta);
      const std::uint64_t portion = portion_ * share >> kShareBits;
      if (place < portion) {
        if (hours > 0) feed_tie(u, item.who, *tie, chunk);
        return;
      }
      place -= portion;
    }
    Reshare post{item.who, static_cast<std::uint16_t>(world_.day), item.nth, 0};
    const unsigned own = scratch_.own_posts[item.who];
    if (item.nth >= own) post = world_.reshares.of(item.who)[item.nth - own].reshare;
    if (post.author == u) return;
    if (post.hop > 0) scratch_.reshared_author[u] = post.author;
    const AuthorCard& author = scratch_.cards[post.author];
    double probability = params_.base * author.quality * topic_match(author.topics, scratch_.cards[u].topics) *
                         (1 + params_.tie_gain * access) * scratch_.cards[item.who].attention;
    if (probability > 1) {
      probability = 1;
      ++counts.clamped;
    }
    const double reacting = probability * static_cast<double>(share) * (kTwo32 / kEverything);
    if (static_cast<double>(place) < reacting) react(u, item, post, chunk, counts);
  }

  void react(AgentId u, const ItemSeen& item, const Reshare& post, std::size_t chunk, DayCounts& counts) {
    const PlanRow& plan = context_.plan(u);
    const Key key = make_key(world_.seed, Stream::react, u, day_);
    const std::uint64_t bits = draw(key, item_name(item.who, item.nth));
    const double kind_draw = to_unit(bits);

    ReactionKind kind = ReactionKind::like;
    if (kind_draw < plan.reshare_prob) {
      if (params_.reshares && post.hop < params_.reshare_hops_max) kind = ReactionKind::reshare;
    } else if (kind_draw < plan.reshare_prob + plan.reply_prob) {
      if (can_write(u)) kind = ReactionKind::reply;
    }
    if (kind == ReactionKind::reshare) {
      scratch_.new_reshares[chunk].push_back(
          {u, {post.author, post.day, post.index, static_cast<std::uint8_t>(post.hop + 1)}});
      ++world_.ledger.reshares_made[u];
    } else if (kind == ReactionKind::reply) {
      write_to(u, post.author, chunk, counts);
    }
    std::uint8_t& given = world_.ledger.reactions_given_today[u];
    if (given < 255) ++given;
    ++counts.reactions;
    const auto age = static_cast<std::uint8_t>(std::min(255, world_.day - Day{post.day}));
    const auto index = static_cast<std::uint8_t>(std::min<unsigned>(255, post.index));
    scratch_.reactions.post(chunk, {post.author, u, kind, age, index, 1});
    if (item.who != post.author) scratch_.reactions.post(chunk, {item.who, u, kind, age, index, 0});

    // An attentive reader may also write to the author in private: publishing can pay.
    if (chance(draw(key, ~item_name(item.who, item.nth)), params_.inbound_prob) && can_write(u))
      write_to(u, post.author, chunk, counts);
  }

  bool can_write(AgentId u) const {
    return context_.mechanisms.message.on && world_.balances.engage[u] >= message_seconds_ &&
           scratch_.messages_today[u] < 255;
  }

  void write_to(AgentId u, AgentId author, std::size_t chunk, DayCounts& counts) {
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
  const std::uint64_t portion_;                        // chance that reading an item adds a portion, of 2^32
  std::array<std::array<Bound, 256>, 2> bounds_;       // by tied, bound
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
