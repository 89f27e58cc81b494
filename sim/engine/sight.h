// Whom an agent can come across, and whom it picks: by score, by affinity, by bio, among its ties, at random.
//
// A pick among ties or followees is a race: each draws a number named by (agent, day, act, that person) and the
// smallest wins; of many followees a stretch of neighbours runs. Each has the same chance, and when the set gains or
// loses a member the winner mostly stays: two branches of a world go on picking the same people until the difference
// between them matters. Bios, leaderboard and strangers are picked by place.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "sim/core/random.h"
#include "sim/engine/day.h"
#include "sim/world/world.h"

namespace clout {

/// Names of the draws of one act, apart from those of persons.
enum ActDraw : std::uint64_t {
  kSource = 1ull << 40,
  kWho,
  kSecond,
  kPlace,
  kApproach,
  kBySeen,
  kRecommended,
  kOneInSight,
  kOtherInSight
};

class Sight {
 public:
  Sight(const World& world, const DayContext& context) : world_(world), context_(context) {}

  /// One act: whom `u` approaches by `approach`. `key` names the act.
  struct Pick {
    AgentId u;
    Approach approach;
    Key key;
    AgentId who = kNoAgent;  ///< somebody else, present; kNoAgent if nobody was found
  };
  /// Fills in `who`. Fetches for one pick while others wait.
  void pick_all(std::span<Pick> picks) const;
  AgentId pick(AgentId u, Approach approach, Key key) const;
  /// Who comes up first when u searches bios as its plan says; kNoAgent if the search finds nobody else.
  AgentId search_bios(AgentId u, Key key) const;
  /// One of u's ties, each alike: those that `wanted(tie)` and `accepted(tie)` take. nullptr if none. `wanted` is asked
  /// of all of them and should read the record alone; `accepted` of few.
  template <class Wanted, class Accepted>
  const HalfTie* pick_tie(AgentId u, Key key, Wanted&& wanted, Accepted&& accepted) const {
    const auto ties = world_.ties.of(u);
    const auto run = [&](const HalfTie& tie) { return draw(key, tie.other) | (wanted(tie) ? 0 : ~std::uint64_t{0}); };
    const auto holds = [&](const HalfTie& tie) { return !context_.clock.forgotten(tie, world_.day) && accepted(tie); };
    const HalfTie* best = nullptr;
    std::uint64_t least = ~std::uint64_t{0};
    for (const HalfTie& tie : ties) {  // without a branch: who is wanted and who leads are as good as coins
      const std::uint64_t bits = run(tie);
      best = bits < least ? &tie : best;
      least = std::min(bits, least);
    }
    if (best == nullptr || holds(*best)) return best;
    best = nullptr;  // seldom: the race again, with all conditions
    least = ~std::uint64_t{0};
    for (const HalfTie& tie : ties) {
      const std::uint64_t bits = run(tie);
      if (bits >= least || !holds(tie)) continue;
      least = bits;
      best = &tie;
    }
    return best;
  }
  template <class Wanted>
  const HalfTie* pick_tie(AgentId u, Key key, Wanted&& wanted) const {
    return pick_tie(u, key, std::forward<Wanted>(wanted), [](const HalfTie&) { return true; });
  }
  bool present(AgentId a) const { return (world_.society->flags[a] & kPresent) != 0; }
  /// Somebody present, anybody.
  AgentId anybody(Key key) const;
  /// One of those whom u follows; kNoAgent if none.
  AgentId pick_followee(AgentId u, Key key) const {
    const Follow* const link = pick_link(u, key);
    return link == nullptr ? kNoAgent : link->who;
  }
  /// The same, as the link; nullptr if none.
  const Follow* pick_link(AgentId u, Key key) const;
  /// Asks for what pick_link() will read.
  void prefetch_link(AgentId u, Key key) const;
  double match(AgentId a, AgentId b) const;

 private:
  static constexpr std::size_t kMostSight = 16;    // DiscoverParams::sight is at most that
  static constexpr std::size_t kMostRunners = 17;  // of pick_link
  struct Runners;
  struct Look;
  Runners runners(AgentId u, Key key, std::size_t most) const;
  std::size_t sight() const { return static_cast<std::size_t>(context_.mechanisms.discover.sight); }
  template <class Body>
  static void race(Runners runners, Key key, Body&& body);
  void choose_friend(const Pick& pick, Look& look) const;
  void line_up(Look& look) const;
  static void ask_for(const Runners& runners);
  void come_across(const Pick& pick, Look& look) const;
  AgentId best_of(const Pick& pick, const Look& look) const;
  bool on_board(const Pick& pick) const;
  AgentId at_once(const Pick& pick) const;

  const World& world_;
  const DayContext& context_;
};

/// Index into cumulative weights that end at 1.
template <std::size_t n>
std::size_t pick_weighted(const std::array<float, n>& cumulative, double unit) {
  std::size_t i = 0;
  while (i + 1 < n && unit >= cumulative[i]) ++i;
  return i;
}

}  // namespace clout
