// S7. The day's contacts are entered at both ends of each tie. Ties that nobody touched are not visited: they fade in
// closed form (world/ties.h). Both ends get the same sum of seconds on the same day, so both records stay equal.
// Ties that are there come before new ones: at the cap, a new one may not push out one that is touched today as well,
// which would go on at its other end.
// Writes (of the targets): ties, ledger.messages_answered, meetings_held, the own followee list.
#include <algorithm>

#include "sim/engine/day.h"

namespace clout {
namespace {

class KeepTies {
 public:
  KeepTies(World& world, const DayContext& context)
      : world_(world),
        context_(context),
        follow_prob_(context.mechanisms.message.follow_prob),
        cap_(static_cast<std::size_t>(context.mechanisms.ties.cap)),
        room_(static_cast<std::size_t>(context.mechanisms.discover.followees_max)) {}

  void enter(AgentId a, std::span<TieContact> contacts, std::size_t bucket) const {
    std::sort(contacts.begin(), contacts.end(),
              [](const TieContact& x, const TieContact& y) { return x.other < y.other; });
    std::size_t fresh = 0;  // sums with people of whom there is no record yet, moved to the front
    for (std::size_t i = 0; i < contacts.size();) {
      TieContact sum = contacts[i];
      sum.seconds = 0;
      sum.follow = 0;
      for (; i < contacts.size() && contacts[i].other == sum.other; ++i) {
        const TieContact& c = contacts[i];
        sum.seconds += c.seconds;
        sum.flags |= c.flags;
        sum.mutual = std::max(sum.mutual, c.mutual);
        sum.follow |= c.follow;
        if (c.news & kNewsAnswered) {
          ++world_.ledger.messages_answered[a];
          ++counts(bucket).answers;
        }
        if (c.news & kNewsMeetingHeld) {
          ++world_.ledger.meetings_held[a];
          ++counts(bucket).meetings;
        }
      }
      if (world_.ties.renew(a, sum.other, sum.seconds, sum.mutual, sum.flags, world_.day, context_.clock)) {
        if (sum.follow && follow(a, sum.other, bucket)) world_.follows.mark_tied(a, sum.other);
      } else {
        contacts[fresh++] = sum;
      }
    }
    for (const TieContact& sum : contacts.first(fresh)) begin(sum, bucket);
  }

 private:
  void begin(const TieContact& contact, std::size_t bucket) const {
    const AgentId a = contact.target, b = contact.other;
    const AgentId dropped = world_.ties.touch(a, b, contact.seconds, contact.mutual, contact.flags, world_.day,
                                              context_.clock, cap_);
    if (dropped != kNoAgent) context_.scratch.drops.post(bucket, {dropped, a});
    if (contact.follow) follow(a, b, bucket);
    world_.follows.mark_tied(a, b);
  }

  bool follow(AgentId a, AgentId b, std::size_t bucket) const {
    const Key key = make_key(world_.seed, Stream::follow, a, static_cast<std::uint64_t>(world_.day));
    if (!chance(draw(key, ~std::uint64_t{b}), follow_prob_) || world_.follows.followee_count(a) >= room_ ||
        !world_.follows.follow(a, b, world_.day))
      return false;
    ++counts(bucket).follows;
    return true;
  }

  DayCounts& counts(std::size_t bucket) const { return context_.scratch.bucket_counts[bucket]; }

  World& world_;
  const DayContext& context_;
  const double follow_prob_;
  const std::size_t cap_, room_;
};

}  // namespace

void keep_ties(World& world, const DayContext& context) {
  DayScratch& scratch = context.scratch;
  scratch.drops.open(world.agents(), scratch.contacts.buckets());
  const KeepTies stage(world, context);
  scratch.contacts.deliver(context.pool);
  scratch.contacts.for_each_target(
      context.pool,
      [&](AgentId a, std::span<TieContact> contacts, std::size_t bucket) { stage.enter(a, contacts, bucket); },
      [&](const TieContact& contact, bool near) {
        world.ties.prefetch(contact.target, contact.other, near);
        if (contact.news & kNewsFirst) world.follows.prefetch(contact.target, contact.other, near);
      });
  scratch.drops.deliver(context.pool);
  scratch.drops.for_each_target(context.pool, [&](AgentId a, std::span<const TieDrop> drops, std::size_t) {
    for (const TieDrop& drop : drops) world.ties.drop(a, drop.other);
  });
}

}  // namespace clout
