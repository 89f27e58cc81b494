// S5. Profiles are looked at, some are followed; links are given up.
// All decide on last night's graph first; then everybody changes the own list.
// Writes (own entries): balances.discover, ledger.seconds_online, the own followee list. Mails: follow_notices.
#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/engine/constants.h"
#include "sim/engine/day.h"
#include "sim/engine/sight.h"

namespace clout {
namespace {

class DiscoverStage {
 public:
  DiscoverStage(World& world, const DayContext& context)
      : world_(world),
        context_(context),
        params_(context.mechanisms.discover),
        sight_(world, context),
        day_(static_cast<std::uint64_t>(world.day)),
        profile_seconds_(static_cast<std::int32_t>(context.mechanisms.prices.profile_seconds)),
        largest_hazard_(params_.unfollow_hazard_per_day * std::max(1.0, params_.unfollow_mutual_ratio) *
                        std::max(1.0, params_.unfollow_new_ratio) * (1 + params_.unfollow_burst * kMostBurst)) {}

  // What the agents of a chunk will do, in `changes`; `doubts` is scratch.
  void decide(std::size_t begin, std::size_t end, std::vector<FollowChange>& changes, std::vector<Doubt>& doubts) {
    changes.clear();
    doubts.clear();
    for (std::size_t i = begin; i < end; ++i) {
      const auto u = static_cast<AgentId>(i);
      look_around(u, changes);
      if (params_.unfollow) doubt_some(u, doubts);
      if (doubts.size() >= kDoubtsTogether) settle(doubts, changes);
    }
    settle(doubts, changes);
  }

 private:
  // Most looks end in nothing; whom they were at then does not matter. So one draw decides on as many looks as fit into
  // its range, each at the greatest chance that a look ends in following, and says of one at most that it may.
  void look_around(AgentId u, std::vector<FollowChange>& changes) {
    const std::int32_t looks = world_.balances.discover[u] / profile_seconds_;
    if (looks <= 0 || !context_.on_line(u)) return;
    world_.balances.discover[u] -= looks * profile_seconds_;
    world_.ledger.seconds_online[u] += static_cast<std::uint32_t>(looks * profile_seconds_);
    const double most = std::min(1.0, context_.plan(u).follow_prob * (1 + context_.mechanisms.react.score_gain));
    if (most <= 0) return;
    const Key key = make_key(world_.seed, Stream::discover, u, day_);
    const std::int32_t together = 1 / most < kMostTogether ? static_cast<std::int32_t>(1 / most) : kMostTogether;
    for (std::int32_t first = 0; first < looks; first += together) {
      const double place = to_unit(draw(key, static_cast<std::uint64_t>(first))) / most;  // in looks
      const std::int32_t count = std::min(together, looks - first);
      if (place >= count) continue;
      const auto nth = static_cast<std::int32_t>(place);
      look(u, Key{draw(key, kLooks | static_cast<std::uint64_t>(first + nth))}, (place - nth) * most, changes);
    }
  }

  // A look at somebody, which ends in following if the wish is greater than `interest`.
  void look(AgentId u, Key key, double interest, std::vector<FollowChange>& changes) {
    const PlanRow& plan = context_.plan(u);
    const auto approach = static_cast<Approach>(pick_weighted(plan.approach, to_unit(draw(key, kApproach))));
    const AgentId who = recommended(key) ? most_followed(u, key) : come_across(u, approach, key);
    if (who == kNoAgent || who == u || !sight_.present(who)) return;
    const double wish = plan.follow_prob * (1 + context_.mechanisms.react.score_gain * context_.cue_of(who));
    if (interest < wish && !world_.follows.follows(u, who)) changes.push_back({u, who, true});
  }

  // Who follows nobody's score, interests or bio follows whom it comes across: the author of a reshare seen, or a
  // friend of a friend.
  AgentId come_across(AgentId u, Approach approach, Key key) const {
    if (approach != kAtRandom && approach != kAmongTies) return sight_.pick(u, approach, key);
    const AgentId seen = context_.scratch.reshared_author[u];
    if (seen != kNoAgent &&
        chance(draw(key, kBySeen),
               params_.saw_reshare / std::max(1e-9, params_.saw_reshare + params_.friend_of_friend)))
      return seen;
    const AgentId by_way_of = sight_.pick_followee(u, Key{draw(key, 3)});
    if (by_way_of == kNoAgent) return sight_.anybody(key);
    return sight_.pick_followee(by_way_of, Key{draw(key, 4)});
  }

  bool recommended(Key key) const { return params_.recommender && (draw(key, kRecommended) & 1) == 0; }

  // A who-to-follow box shows, of two people in sight, the one with more followers.
  AgentId most_followed(AgentId u, Key key) const {
    const AgentId one = come_across(u, kAtRandom, Key{draw(key, kOneInSight)});
    const AgentId other = come_across(u, kAtRandom, Key{draw(key, kOtherInSight)});
    if (one == kNoAgent || other == kNoAgent) return one == kNoAgent ? other : one;
    return world_.follows.follower_count(one) >= world_.follows.follower_count(other) ? one : other;
  }

  // Nobody visits all links. As many as could be given up today, were each at the largest hazard a link can have, are
  // picked, each alike; one that is picked goes with its own hazard against the largest.
  void doubt_some(AgentId u, std::vector<Doubt>& doubts) const {
    const std::size_t links = world_.follows.followee_count(u);
    if (links == 0 || largest_hazard_ <= 0 || !context_.on_line(u)) return;  // who is not online leaves nobody
    const Key key = make_key(world_.seed, Stream::unfollow, u, day_);
    const double expected = largest_hazard_ * static_cast<double>(links);
    const double whole = std::floor(expected);
    const auto picks = static_cast<std::uint64_t>(whole) + (chance(draw(key, 0), expected - whole) ? 1 : 0);
    for (std::uint64_t pick = 0; pick < picks; ++pick) {
      doubts.push_back({u, Key{draw(key, 1 + pick)}});
      sight_.prefetch_link(u, doubts.back().key);
    }
  }

  void settle(std::vector<Doubt>& doubts, std::vector<FollowChange>& changes) const {
    for (const Doubt& doubt : doubts) {
      const Follow& link = *sight_.pick_link(doubt.who, doubt.key);
      if (gives_up(doubt, link)) changes.push_back({doubt.who, link.who, false});
    }
    doubts.clear();
  }

  // Against the largest hazard. Whether the other follows back is looked up only where it matters.
  bool gives_up(const Doubt& doubt, const Follow& link) const {
    const unsigned items = context_.scratch.cells[link.who].items;
    double hazard = params_.unfollow_hazard_per_day * (1 + params_.unfollow_burst * (std::bit_width(items + 1) - 1));
    if (link.since > 0 && world_.day - link.since < kNewLinkDays.value) hazard *= params_.unfollow_new_ratio;
    const double unit = to_unit(draw(doubt.key, kNoAgent));
    const bool one_way = unit < hazard / largest_hazard_;
    const bool mutual = unit < hazard * params_.unfollow_mutual_ratio / largest_hazard_;
    if (one_way == mutual) return mutual;
    return world_.follows.follows(link.who, doubt.who) ? mutual : one_way;
  }

  static constexpr double kMostBurst = 8;  // log2 of the most items there can be
  static constexpr std::size_t kDoubtsTogether = 32;

  static constexpr std::int32_t kMostTogether = 1024;
  static constexpr std::uint64_t kLooks = 1ull << 32;  // names the draws of looks

  World& world_;
  const DayContext& context_;
  const DiscoverParams& params_;
  const Sight sight_;
  const std::uint64_t day_;
  const std::int32_t profile_seconds_;
  const double largest_hazard_;  // a link can have
};

}  // namespace

void discover(World& world, const DayContext& context) {
  DayScratch& scratch = context.scratch;
  const std::size_t chunks = scratch.follow_changes.size();
  scratch.follow_notices.open(world.agents(), chunks);
  if (!context.mechanisms.discover.on) return;
  DiscoverStage stage(world, context);
  context.pool.for_chunks(world.agents(), context.chunk,
                          [&](std::size_t chunk, std::size_t begin, std::size_t end, unsigned worker) {
                            stage.decide(begin, end, scratch.follow_changes[chunk], scratch.doubts[worker]);
                          });
  const auto room = static_cast<std::size_t>(context.mechanisms.discover.followees_max);
  context.pool.for_chunks(chunks, 1, [&](std::size_t chunk, std::size_t, std::size_t, unsigned worker) {
    DayCounts& counts = scratch.counts[worker];
    const std::vector<FollowChange>& changes = scratch.follow_changes[chunk];
    const auto ask_ahead = [&](std::size_t k, bool near) {
      if (k >= changes.size()) return;
      world.follows.prefetch(changes[k].who, changes[k].whom, near);
      if (changes[k].follow) world.ties.prefetch(changes[k].who, changes[k].whom, near);
    };
    for (std::size_t k = 0; k < changes.size(); ++k) {
      ask_ahead(k + 16, false);
      ask_ahead(k + 8, true);
      const FollowChange& change = changes[k];
      if (!change.follow) {
        counts.unfollows += world.follows.unfollow(change.who, change.whom);
      } else if (world.follows.followee_count(change.who) < room &&
                 world.follows.follow(change.who, change.whom, world.day)) {
        ++counts.follows;
        if (world.ties.find(change.who, change.whom)) world.follows.mark_tied(change.who, change.whom);
        scratch.follow_notices.post(chunk, {change.whom, change.who});
      }
    }
  });
}

void follow_back(World& world, const DayContext& context) {
  if (!context.mechanisms.discover.on || !context.mechanisms.discover.follow_back) return;
  auto& mail = context.scratch.follow_notices;
  const auto room = static_cast<std::size_t>(context.mechanisms.discover.followees_max);
  mail.deliver(context.pool);
  mail.for_each_target(context.pool, [&](AgentId v, std::span<const FollowNotice> notices, std::size_t bucket) {
    const Key key = make_key(world.seed, Stream::follow, v, static_cast<std::uint64_t>(world.day));
    for (const FollowNotice& notice : notices) {
      if (world.follows.followee_count(v) >= room || !context.on_line(v) ||
          !chance(draw(key, notice.source), context.plan(v).follow_back_prob) ||
          !world.follows.follow(v, notice.source, world.day))
        continue;
      ++context.scratch.bucket_counts[bucket].follows;
      if (world.ties.find(v, notice.source)) world.follows.mark_tied(v, notice.source);
    }
  });
}

}  // namespace clout
