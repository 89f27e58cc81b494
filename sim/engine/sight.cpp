#include "sim/engine/sight.h"

#include <algorithm>

#include "sim/engine/topic_match.h"

namespace clout {
namespace {

// Names of the draws of one act.
enum ActDraw : std::uint64_t { kSource = 1ull << 40, kWho, kSecond, kPlace };

Key sub_key(Key key, std::uint64_t name) { return Key{draw(key, name)}; }

}  // namespace

double Sight::match(AgentId a, AgentId b) const {
  return topic_match(world_.society->topics[a], world_.society->topics[b]);
}

AgentId Sight::anybody(Key key) const {
  const auto& present = world_.society->present;
  if (present.empty()) return kNoAgent;
  return present[bounded(draw(key, kWho), static_cast<std::uint32_t>(present.size()))];
}

// Calls body(draw, who) for those of u's followees who run in a race: all, or of many some neighbours, from a random
// place on and round the end, so that a race costs no more with people who follow thousands. When the list gains or
// loses a member the place moves by one at most: nearly the same people run.
template <class Body>
void Sight::race(AgentId u, Key key, Body&& body) const {
  constexpr std::size_t kMostRunners = 17;  // as many as can be in sight, and perhaps the one who looks
  const auto links = world_.follows.followees(u);
  const std::size_t runners = std::min(links.size(), kMostRunners);
  std::size_t at = 0;
  if (runners < links.size()) at = bounded(draw(key, kPlace), static_cast<std::uint32_t>(links.size()));
  for (std::size_t i = 0; i < runners; ++i) {
    body(draw(key, links[at].who), links[at].who);
    if (++at == links.size()) at = 0;
  }
}

AgentId Sight::pick_followee(AgentId u, Key key) const {
  AgentId best = kNoAgent;
  std::uint64_t least = ~std::uint64_t{0};
  race(u, key, [&](std::uint64_t bits, AgentId who) {
    best = bits < least ? who : best;
    least = std::min(bits, least);
  });
  return best;
}

AgentId Sight::search_bios(AgentId u, Key key) const {
  const PlanRow& plan = context_.plan(u);
  const Society& society = *world_.society;
  std::uint16_t city = society.city[u];
  if (!plan.bio_own_city) {
    const AgentId somebody = anybody(sub_key(key, kPlace));
    if (somebody == kNoAgent) return kNoAgent;
    city = society.city[somebody];
  }
  const auto found = society.bio.find(plan.bio_role, city);
  if (found.empty()) return kNoAgent;
  const AgentId who = found[bounded(draw(key, kWho), static_cast<std::uint32_t>(found.size()))];
  return who == u ? kNoAgent : who;
}

// The best by score or affinity among a few whom u comes across: friends of a friend, and the author of a reshare seen.
AgentId Sight::best_in_sight(AgentId u, Approach by, Key key) const {
  const auto& discover = context_.mechanisms.discover;
  constexpr std::size_t kMostSight = 16;
  const std::size_t sight = std::min<std::size_t>(static_cast<std::size_t>(discover.sight), kMostSight);
  std::array<std::pair<std::uint64_t, AgentId>, kMostSight> nearest;  // the smallest draws, ascending
  std::size_t count = 0;
  const AgentId friend_of = pick_followee(u, sub_key(key, kWho));
  if (friend_of != kNoAgent) {
    const Key second = sub_key(key, kSecond);
    race(friend_of, second, [&](std::uint64_t bits, AgentId who) {
      if (who == u || (count == sight && bits >= nearest[count - 1].first)) return;
      std::size_t at = count < sight ? count++ : count - 1;
      for (; at > 0 && nearest[at - 1].first > bits; --at) nearest[at] = nearest[at - 1];
      nearest[at] = {bits, who};
    });
  }
  // Without a cue the first is as good as any.
  AgentId best = count ? nearest[0].second : kNoAgent;
  const bool by_score = by == kByScore;
  if (by_score && context_.cue.empty()) return best;
  const auto worth = [&](AgentId a) { return by_score ? static_cast<double>(context_.cue_of(a)) : match(u, a); };
  double most = best == kNoAgent ? -1 : worth(best);
  const auto offer = [&](AgentId a) {
    const double w = worth(a);
    if (w > most) {
      most = w;
      best = a;
    }
  };
  for (std::size_t i = 1; i < count; ++i) offer(nearest[i].second);
  if (const AgentId seen = context_.scratch.reshared_author[u]; seen != kNoAgent && seen != u) offer(seen);
  return best;
}

AgentId Sight::pick(AgentId u, Approach approach, Key key) const {
  const auto& discover = context_.mechanisms.discover;
  AgentId who = kNoAgent;
  switch (approach) {
    case kByScore: {
      const auto board = context_.leaderboard;
      if (!board.empty() && chance(draw(key, kSource), discover.leaderboard))
        who = board[bounded(draw(key, kPlace), static_cast<std::uint32_t>(board.size()))];
      else
        who = best_in_sight(u, kByScore, key);
      break;
    }
    case kByAffinity: who = best_in_sight(u, kByAffinity, key); break;
    case kByBio: who = search_bios(u, key); break;
    case kAmongTies: {
      const HalfTie* tie = pick_tie(
          u, key, [](const HalfTie&) { return true; }, [&](const HalfTie& t) { return present(t.other); });
      who = tie ? tie->other : kNoAgent;
      break;
    }
    case kAtRandom: who = anybody(key); break;
  }
  if (who == kNoAgent || who == u) who = anybody(sub_key(key, kSecond));
  return who == u ? kNoAgent : who;
}

}  // namespace clout
