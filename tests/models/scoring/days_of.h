// Days of a score by hand: totals and reactions as a test sets them.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/plugin/scoring.h"

namespace clout::test {

/// A score before n agents whose ledger a test changes between days.
template <class Score>
struct Days {
  explicit Days(Score score_, std::size_t n) : score(std::move(score_)), ledger(n), follows(n), scores(n), pool(1) {
    score.start(view(), pool, scores);
  }
  ScoringView view() const {
    return {.day = day,
            .agents = scores.size(),
            .follows = follows,
            .ledger = ledger,
            .reactions = reactions,
            .bios = {.claimed_role = {}, .city = city, .topics = {}},
            .meetings = meetings};
  }
  /// The next day, with what was changed since the last; reactions are of this day alone.
  const std::vector<float>& next(std::vector<Reaction> today = {}) {
    reactions = std::move(today);
    std::stable_sort(reactions.begin(), reactions.end(), [](const Reaction& a, const Reaction& b) {
      return a.target != b.target ? a.target < b.target : a.source < b.source;
    });
    ++day;
    score.observe(view(), pool);
    score.update(view(), pool, scores);
    meetings.clear();
    return scores;
  }
  /// Today `source` asked `target` for a meeting, and it was held.
  void meet(AgentId target, AgentId source) {
    ++ledger.meetings_received[target];
    ++ledger.meetings_held[source];
    meetings.push_back({target, source});
    std::sort(meetings.begin(), meetings.end());
  }

  Score score;
  Ledger ledger;
  FollowGraph follows;
  std::vector<float> scores;
  std::vector<Reaction> reactions;
  std::vector<Meeting> meetings;
  std::vector<std::uint16_t> city;  // empty: all of one
  ThreadPool pool;
  Day day = 0;  // lived: reactions of the first bear 0
};

inline Reaction reaction(AgentId target, AgentId source, ReactionKind kind, std::uint8_t age = 0,
                         std::uint8_t index = 0, std::uint8_t own = 1) {
  return {target, source, kind, age, index, own};
}

}  // namespace clout::test
