#include "sim/engine/sight.h"

#include <algorithm>

#include "sim/engine/topic_match.h"

namespace clout {
namespace {

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

// Who of u's followees runs in a race: all, or of many some neighbours, from a random place on and round the end, so
// that a race costs no more with people who follow thousands. When the list gains or loses a member the place moves by
// one at most: nearly the same people run.
struct Sight::Runners {
  std::span<const Follow> links;
  std::size_t at = 0, count = 0;
};

Sight::Runners Sight::runners(AgentId u, Key key, std::size_t most) const {
  const auto links = world_.follows.followees(u);
  if (links.size() <= most) return {links, 0, links.size()};
  return {links, bounded(draw(key, kPlace), static_cast<std::uint32_t>(links.size())), most};
}

// Calls body(draw, link) for each.
template <class Body>
void Sight::race(Runners runners, Key key, Body&& body) {
  for (; runners.count != 0; --runners.count) {
    const Follow& link = runners.links[runners.at];
    body(draw(key, link.who), link);
    if (++runners.at == runners.links.size()) runners.at = 0;
  }
}

void Sight::ask_for(const Runners& runners) {
  constexpr std::size_t kALine = 64 / sizeof(Follow);
  for (std::size_t i = 0; i < runners.count + kALine; i += kALine)
    __builtin_prefetch(runners.links.data() + runners.at + i);
}

const Follow* Sight::pick_link(AgentId u, Key key) const {
  const Follow* best = nullptr;
  std::uint64_t least = ~std::uint64_t{0};
  race(runners(u, key, kMostRunners), key, [&](std::uint64_t bits, const Follow& link) {
    best = bits < least ? &link : best;
    least = std::min(bits, least);
  });
  return best;
}

void Sight::prefetch_link(AgentId u, Key key) const { ask_for(runners(u, key, kMostRunners)); }

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

// A look at a few whom u comes across, friends of a friend and the author of a reshare seen, for the best by score or
// affinity. Every step reads what the one before has found out, far away in memory; so the steps of several looks are
// taken in turns (pick_all), and each asks for what the next one will read.
struct Sight::Look {
  AgentId friend_of;
  Key key;  // of the second race
  Runners runners;
  std::size_t count;
  std::array<std::pair<std::uint64_t, AgentId>, kMostSight> nearest;  // the smallest draws, ascending
};

void Sight::choose_friend(const Pick& pick, Look& look) const {
  look.friend_of = pick_followee(pick.u, sub_key(pick.key, kWho));
  look.runners = {};
  look.count = 0;
  look.key = sub_key(pick.key, kSecond);
  if (look.friend_of != kNoAgent) world_.follows.prefetch(look.friend_of, false);
}

void Sight::line_up(Look& look) const {
  if (look.friend_of == kNoAgent) return;
  // Twice as many as will be in sight, and perhaps the one who looks.
  look.runners = runners(look.friend_of, look.key, 2 * sight() + 1);
  ask_for(look.runners);
}

void Sight::come_across(const Pick& pick, Look& look) const {
  const std::size_t sight = this->sight();
  race(look.runners, look.key, [&](std::uint64_t bits, const Follow& link) {
    const AgentId who = link.who;
    if (who == pick.u || (look.count == sight && bits >= look.nearest[sight - 1].first)) return;
    std::size_t at = look.count < sight ? look.count++ : look.count - 1;
    for (; at > 0 && look.nearest[at - 1].first > bits; --at) look.nearest[at] = look.nearest[at - 1];
    look.nearest[at] = {bits, who};
  });
  if (pick.approach == kByAffinity)
    for (std::size_t i = 0; i < look.count; ++i) __builtin_prefetch(&world_.society->topics[look.nearest[i].second]);
}

AgentId Sight::best_of(const Pick& pick, const Look& look) const {
  // Without a cue the first is as good as any.
  AgentId best = look.count ? look.nearest[0].second : kNoAgent;
  const bool by_score = pick.approach == kByScore;
  if (by_score && context_.cue.empty()) return best;
  const auto worth = [&](AgentId a) { return by_score ? static_cast<double>(context_.cue_of(a)) : match(pick.u, a); };
  double most = best == kNoAgent ? -1 : worth(best);
  const auto offer = [&](AgentId a) {
    const double w = worth(a);
    if (w > most) {
      most = w;
      best = a;
    }
  };
  for (std::size_t i = 1; i < look.count; ++i) offer(look.nearest[i].second);
  const AgentId seen = context_.scratch.reshared_author[pick.u];
  if (seen != kNoAgent && seen != pick.u) offer(seen);
  return best;
}

bool Sight::on_board(const Pick& pick) const {
  return !context_.leaderboard.empty() && chance(draw(pick.key, kSource), context_.mechanisms.discover.leaderboard);
}

// By any way but a look around.
AgentId Sight::at_once(const Pick& pick) const {
  switch (pick.approach) {
    case kByScore: {
      const auto board = context_.leaderboard;
      return board[bounded(draw(pick.key, kPlace), static_cast<std::uint32_t>(board.size()))];
    }
    case kByBio: return search_bios(pick.u, pick.key);
    case kAmongTies: {
      const HalfTie* tie = pick_tie(
          pick.u, pick.key, [](const HalfTie&) { return true; }, [&](const HalfTie& t) { return present(t.other); });
      return tie ? tie->other : kNoAgent;
    }
    default: return anybody(pick.key);
  }
}

void Sight::pick_all(std::span<Pick> picks) const {
  constexpr std::size_t kTogether = 16;
  std::array<Look, kTogether> looks;
  std::array<Pick*, kTogether> who_look, others;
  while (!picks.empty()) {
    const auto now = picks.first(std::min(picks.size(), kTogether));
    picks = picks.subspan(now.size());
    std::size_t n = 0, n_others = 0;
    for (Pick& pick : now) {
      if (pick.approach == kByAffinity || (pick.approach == kByScore && !on_board(pick))) {
        choose_friend(pick, looks[n]);
        who_look[n++] = &pick;
      } else {
        if (pick.approach == kAmongTies) world_.ties.prefetch_whole(pick.u);
        others[n_others++] = &pick;
      }
    }
    for (std::size_t i = 0; i < n; ++i) line_up(looks[i]);
    for (std::size_t i = 0; i < n_others; ++i) others[i]->who = at_once(*others[i]);
    for (std::size_t i = 0; i < n; ++i) come_across(*who_look[i], looks[i]);
    for (std::size_t i = 0; i < n; ++i) who_look[i]->who = best_of(*who_look[i], looks[i]);
    for (Pick& pick : now) {
      if (pick.who == kNoAgent || pick.who == pick.u) pick.who = anybody(sub_key(pick.key, kSecond));
      if (pick.who == pick.u) pick.who = kNoAgent;
    }
  }
}

AgentId Sight::pick(AgentId u, Approach approach, Key key) const {
  Pick pick{u, approach, key};
  pick_all({&pick, 1});
  return pick.who;
}

}  // namespace clout
