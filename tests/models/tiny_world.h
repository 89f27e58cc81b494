// A small random world for tests of models, and the same world with its agents under other names.
#pragma once

#include <algorithm>
#include <cstring>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/math.h"
#include "sim/core/random.h"
#include "sim/core/state.h"
#include "sim/plugin/scoring.h"
#include "sim/plugin/value.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"
#include "sim/world/society.h"
#include "sim/world/ties.h"

namespace clout::test {

struct TinyWorld {
  Day day = 0;
  FollowGraph follows;
  Ledger ledger;
  Society society;
  Ties ties;
  std::vector<Reaction> reactions;  ///< of the day, ascending by target, then source
  std::vector<Meeting> meetings;    ///< of the day, ascending
  std::vector<std::uint32_t> followers, followees;  ///< where links are not known; else empty

  std::size_t agents() const { return follows.agents(); }
  ScoringView scoring() const {
    return {.day = day,
            .agents = agents(),
            .follows = follows,
            .ledger = ledger,
            .reactions = reactions,
            .bios = {society.claimed_role, society.city, society.topics},
            .network_worth = society.network_worth,
            .seed = 1,
            .counts = {followers, followees},
            .meetings = meetings};
  }
};

inline const TieClock& tie_clock() {
  static const TieClock clock(TieParams{});
  return clock;
}

inline void size_society(Society& s, std::size_t n) {
  s.role_names = {"ordinary", "professional", "executive"};
  s.cities = 5;
  s.role.resize(n);
  s.claimed_role.resize(n);
  s.city.resize(n);
  s.topics.assign(n, 1);
  s.quality.assign(n, 0.5f);
  s.own_worth.assign(n, 1.0f);
  s.network_worth.assign(n, 1.0f);
  s.open_seconds_week.resize(n);
  s.inbox_capacity.resize(n);
  s.outside_messages.resize(n);
  s.activity.resize(n);
  s.voice.resize(n);
  s.fame.resize(n);
  s.flags.assign(n, kPresent);
  s.offline = Ties(n).packed();
}

/// Ties between pairs, the same record at both ends. hours_of(a, b), asked for a < b, is 0 for no tie.
template <class HoursOf>
Ties make_ties(std::size_t n, Day day, HoursOf&& hours_of) {
  Ties ties(n);
  std::vector<std::vector<HalfTie>> lists(n);
  for (AgentId a = 0; a < n; ++a)
    for (AgentId b = a + 1; b < n; ++b) {
      const double hours = hours_of(a, b);
      if (hours <= 0) continue;
      const std::int32_t level = tie_clock().level(hours);
      lists[a].push_back({b, level, static_cast<std::uint16_t>(day), 1, kInitialTie});
      lists[b].push_back({a, level, static_cast<std::uint16_t>(day), 1, kInitialTie});
    }
  for (AgentId a = 0; a < n; ++a) {
    std::sort(lists[a].begin(), lists[a].end(), [](const HalfTie& x, const HalfTie& y) { return x.other < y.other; });
    ties.assign(a, lists[a]);
  }
  return ties;
}

/// Totals of the ledger on a day, put at `place`, at a pace that belongs to agent a: of two days the later has no less.
inline void fill_totals(Ledger& ledger, AgentId a, Day day, AgentId place) {
  Rng rng(1, Stream::test, a, 1000);
  for (Column<std::uint32_t>* total :
       {&ledger.posts, &ledger.likes, &ledger.reshares, &ledger.replies, &ledger.reshares_made, &ledger.items_read,
        &ledger.messages_sent, &ledger.messages_received, &ledger.messages_answered, &ledger.meetings_asked,
        &ledger.meetings_held, &ledger.meetings_received, &ledger.seconds_online, &ledger.seconds_offline})
    (*total)[place] = static_cast<std::uint32_t>(day) * rng.below(40) / 8;
}

/// Up to three reactions to each agent to whom somebody reacted on the day.
inline std::vector<Reaction> make_reactions(const Ledger& ledger, std::uint64_t seed, Day day) {
  std::vector<Reaction> reactions;
  const auto n = static_cast<std::uint32_t>(ledger.agents());
  for (AgentId a = 0; a < n; ++a) {
    if (ledger.reacted_to_today[a] == 0 || n < 2) continue;
    Rng rng(seed, Stream::test, a, static_cast<std::uint64_t>(day), 8);
    std::vector<AgentId> sources;
    for (std::uint32_t k = rng.below(3) + 1; k > 0; --k) sources.push_back((a + 1 + rng.below(n - 1)) % n);
    std::sort(sources.begin(), sources.end());
    for (const AgentId source : sources)
      reactions.push_back({a, source, static_cast<ReactionKind>(rng.below(3)), static_cast<std::uint8_t>(rng.below(2)),
                           static_cast<std::uint8_t>(rng.below(4)), static_cast<std::uint8_t>(rng.below(2))});
  }
  return reactions;
}

/// Every other agent met somebody on the day, twice if by chance; totals of meetings go their own way.
inline std::vector<Meeting> make_meetings(std::size_t agents, std::uint64_t seed, Day day) {
  std::vector<Meeting> meetings;
  const auto n = static_cast<std::uint32_t>(agents);
  Rng rng(seed, Stream::test, 10, static_cast<std::uint64_t>(day));
  for (AgentId a = 0; n > 1 && a < n; a += 2) meetings.push_back({(a + 1 + rng.below(n - 1)) % n, a});
  if (!meetings.empty()) meetings.push_back(meetings.front());
  std::sort(meetings.begin(), meetings.end());
  return meetings;
}

/// About `degree` followees, engagers and ties an agent; every third agent was reacted to today.
inline TinyWorld make_tiny_world(std::size_t n, std::uint64_t seed, Day day, double degree = 8) {
  TinyWorld w;
  w.day = day;
  w.follows = FollowGraph(n);
  w.ledger = Ledger(n);
  size_society(w.society, n);
  const double p = n < 2 ? 0 : std::min(0.5, degree / static_cast<double>(n - 1));
  for (AgentId a = 0; a < n; ++a) {
    Rng rng(seed, Stream::test, a, static_cast<std::uint64_t>(day));
    w.society.role[a] = static_cast<std::uint8_t>(rng.below(3));
    w.society.city[a] = static_cast<std::uint16_t>(rng.below(5));
    w.society.own_worth[a] = static_cast<float>(det_exp(2 * rng.uniform() - 1));
    w.society.network_worth[a] = w.society.own_worth[a] + static_cast<float>(rng.uniform());
    w.ledger.posts_recent[a] = rng.below(20 * kRecentUnit);
    w.ledger.reacted_to_today[a] = rng.below(3) == 0;
    fill_totals(w.ledger, a, day, a);
    w.society.claimed_role[a] = w.society.role[a];
    w.society.topics[a] = 1 + draw(Key{7}, a);
    std::vector<Follow> links;
    std::vector<Engager> engagers;
    for (AgentId b = 0; b < n; ++b) {
      if (b == a) continue;
      // The first tenth is followed more, the last tenth follows nobody.
      if (rng.uniform() < p * (b < n / 10 ? 3 : 1) && a < n - n / 10) links.push_back({b, 0});
      if (rng.uniform() < p)
        engagers.push_back({b, static_cast<float>(0.1 + 5 * rng.uniform()),
                            static_cast<std::uint16_t>(static_cast<std::uint32_t>(day) - rng.below(20)), 1});
    }
    w.follows.assign(a, links);
    w.ledger.engagers.assign(a, engagers);
  }
  w.ties = make_ties(n, day, [&](AgentId a, AgentId b) {
    Rng rng(seed, Stream::test, a, b, 7);
    return rng.uniform() < p ? det_exp(6 * rng.uniform() - 2) : 0.0;
  });
  w.society.offline = w.ties.packed();
  w.reactions = make_reactions(w.ledger, seed, day);
  w.meetings = make_meetings(n, seed, day);
  return w;
}

/// A permutation of 0 .. n-1.
inline std::vector<AgentId> make_permutation(std::size_t n, std::uint64_t seed) {
  std::vector<AgentId> names(n);
  std::iota(names.begin(), names.end(), AgentId{0});
  Rng rng(seed, Stream::test, 99);
  for (std::size_t i = n; i > 1; --i) std::swap(names[i - 1], names[rng.below(static_cast<std::uint32_t>(i))]);
  return names;
}

/// The same world; agent i is called names[i].
inline TinyWorld relabelled(const TinyWorld& w, const std::vector<AgentId>& names) {
  const std::size_t n = w.agents();
  TinyWorld r;
  r.day = w.day;
  r.follows = FollowGraph(n);
  r.ledger = Ledger(n);
  size_society(r.society, n);
  r.ties = Ties(n);
  const auto renamed = [&](auto items, auto member) {
    std::vector<std::remove_const_t<typename decltype(items)::element_type>> list(items.begin(), items.end());
    for (auto& item : list) item.*member = names[item.*member];
    std::sort(list.begin(), list.end(), [&](const auto& x, const auto& y) { return x.*member < y.*member; });
    return list;
  };
  for (AgentId a = 0; a < n; ++a) {
    const AgentId b = names[a];
    r.society.role[b] = w.society.role[a];
    r.society.city[b] = w.society.city[a];
    r.society.own_worth[b] = w.society.own_worth[a];
    r.society.network_worth[b] = w.society.network_worth[a];
    r.ledger.posts_recent[b] = w.ledger.posts_recent[a];
    r.ledger.reacted_to_today[b] = w.ledger.reacted_to_today[a];
    fill_totals(r.ledger, a, r.day, b);
    r.society.claimed_role[b] = w.society.claimed_role[a];
    r.society.topics[b] = w.society.topics[a];
    r.follows.assign(b, renamed(w.follows.followees(a), &Follow::who));
    r.ledger.engagers.assign(b, renamed(w.ledger.engagers.of(a), &Engager::who));
    r.ties.assign(b, renamed(w.ties.of(a), &HalfTie::other));
  }
  r.society.offline = r.ties.packed();
  r.reactions = w.reactions;
  for (Reaction& reaction : r.reactions) {
    reaction.target = names[reaction.target];
    reaction.source = names[reaction.source];
  }
  r.meetings = w.meetings;
  for (Meeting& m : r.meetings) m = {names[m.target], names[m.source]};
  std::sort(r.meetings.begin(), r.meetings.end());
  std::stable_sort(r.reactions.begin(), r.reactions.end(), [](const Reaction& x, const Reaction& y) {
    return std::pair(x.target, x.source) < std::pair(y.target, y.source);
  });
  return r;
}

/// The world as data show it that have no more than `inputs`.
inline TinyWorld with_only(const TinyWorld& world, ScoreInputs inputs) {
  TinyWorld w = world;
  const std::size_t n = w.agents();
  const auto has = [&](ScoreInput input) { return inputs.has(input); };
  if (!has(ScoreInput::links)) {
    w.followers.assign(n, 0);
    w.followees.assign(n, 0);
    for (AgentId a = 0; a < n; ++a) {
      if (has(ScoreInput::followers)) w.followers[a] = world.follows.follower_count(a);
      if (has(ScoreInput::followees)) w.followees[a] = static_cast<std::uint32_t>(world.follows.followee_count(a));
    }
    w.follows = FollowGraph(n);
  }
  Ledger& l = w.ledger;
  const std::pair<ScoreInput, std::vector<Column<std::uint32_t>*>> totals[] = {
      {ScoreInput::posts, {&l.posts}},
      {ScoreInput::posts_recent, {&l.posts_recent}},
      {ScoreInput::likes, {&l.likes}},
      {ScoreInput::reshares, {&l.reshares}},
      {ScoreInput::replies, {&l.replies}},
      {ScoreInput::reshares_made, {&l.reshares_made}},
      {ScoreInput::items_read, {&l.items_read}},
      {ScoreInput::messages_sent, {&l.messages_sent}},
      {ScoreInput::messages_received, {&l.messages_received}},
      {ScoreInput::messages_answered, {&l.messages_answered}},
      {ScoreInput::check_ins, {&l.meetings_held, &l.meetings_received}},
      {ScoreInput::hours_online, {&l.seconds_online}}};
  for (const auto& [input, columns] : totals)
    for (Column<std::uint32_t>* column : columns)
      if (!has(input)) column->assign(n, 0);
  if (!has(ScoreInput::check_ins)) w.meetings.clear();
  l.meetings_asked.assign(n, 0);
  l.seconds_offline.assign(n, 0);
  if (!has(ScoreInput::reactions)) {
    l.reactions_given_today.assign(n, 0);
    w.reactions.clear();
  }
  if (!has(ScoreInput::post_names))
    for (Reaction& r : w.reactions) r.post_age_days = r.post_index = 0;
  if (!has(ScoreInput::reactions) && !has(ScoreInput::engagers)) l.reacted_to_today.assign(n, 0);
  if (!has(ScoreInput::engagers)) l.engagers = Lists<Engager>(n);
  if (!has(ScoreInput::bios)) w.society.claimed_role = {}, w.society.city = {}, w.society.topics = {};
  if (!has(ScoreInput::worth)) w.society.network_worth = {};
  return w;
}

/// Keeps state in memory, for a round trip.
class SavedState final : public StateVisitor {
 public:
  void raw(const char*, void* data, std::size_t bytes) override {
    if (bytes == 0) return;
    if (loading_) {
      std::memcpy(data, bytes_.data() + at_, bytes);
    } else {
      const char* begin = static_cast<const char*>(data);
      bytes_.insert(bytes_.end(), begin, begin + bytes);
    }
    at_ += bytes;
  }
  bool loading() const override { return loading_; }
  void rewind() { loading_ = true, at_ = 0; }
  bool all_read() const { return at_ == bytes_.size(); }

 private:
  std::vector<char> bytes_;
  std::size_t at_ = 0;
  bool loading_ = false;
};

}  // namespace clout::test
