// What data show of real people, for the same algorithms that score simulated ones.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/ids.h"
#include "sim/core/parallel.h"
#include "sim/plugin/scoring.h"
#include "sim/world/engager_book.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"

namespace clout {

enum class RecordedActKind : std::uint8_t { post, like, reshare, reply, follow, unfollow, message, meeting, read };
inline constexpr std::size_t kRecordedActKinds = 9;
inline constexpr const char* kRecordedActNames[kRecordedActKinds] = {
    "post", "like", "reshare", "reply", "follow", "unfollow", "message", "meeting", "read"};

/// `actor` did it to `target` (itself, of a post or of an item read). A reaction names its post by its target, the day
/// on which it was put out and its place among the target's posts of that day; a reaction to no post in particular to
/// the first of its own day.
struct RecordedAct {
  Day day;
  AgentId actor, target;
  RecordedActKind kind;
  std::uint8_t post_index = 0;
  bool passed_on = false;  ///< a reaction that `target` has because it passed the post on; the author has its own
  Day post_day = 0;
};

/// A total that grew on a day, where nobody knows by whom: hours, items read, counts of a table.
struct RecordedCount {
  Day day;
  AgentId who;
  ScoreInput total;
  std::uint32_t count;  ///< in the ledger's unit: of posts_recent 1/kRecentUnit, of hours_online seconds
};

inline bool is_reaction(RecordedActKind kind) {
  return kind == RecordedActKind::like || kind == RecordedActKind::reshare || kind == RecordedActKind::reply;
}

/// People before the first day, and what they did then. Day 0 is a Sunday, as for every score; the first day that is
/// known is one of that week, and the last is `days` - 1.
struct Recording {
  std::vector<std::string> ids;  ///< of agents, as the data call them
  ScoreInputs has;
  Day first_day = 0;  ///< 0 to 6
  Day days = 1;
  FollowGraph follows;                              ///< before the first day
  std::vector<std::uint32_t> followers, followees;  ///< where links are not known; else empty
  std::vector<std::uint8_t> claimed_role;           ///< of bios, like city and topics; empty if they are not known
  std::vector<std::uint16_t> city;
  std::vector<std::uint64_t> topics;
  std::vector<RecordedAct> acts;      ///< ascending by day
  std::vector<RecordedCount> counts;  ///< ascending by day

  std::size_t agents() const { return ids.size(); }
};

/// How reactions are weighed and forgotten; as mechanisms.react has it, where a live world has it.
struct RecordingParams {
  double fade_days = 30;
  double selectivity = 0.5;
  std::size_t engagers_kept = 128;
  std::uint64_t seed = 1;  ///< for scores that draw
};

/// The world of a recording, day after day. Copies go on by themselves.
class Replay {
 public:
  /// @param recording  must outlive the replay and its copies.
  Replay(const Recording& recording, const RecordingParams& params);

  /// What a score may see, at the end of the last day lived; before the first, as people were before it.
  ScoringView view() const;
  /// Lives the next day, `more` (acts of that day, whatever their `day` says) after those that are recorded.
  /// @param quiet  an entry an agent, not 0 of those who do nothing on the day and to whom nothing is done, whatever is
  ///               recorded of them; empty if there are none.
  void live(std::span<const RecordedAct> more = {}, std::span<const std::uint8_t> quiet = {});
  /// The day that is lived next; before the first, Recording::first_day.
  Day day() const { return day_; }
  const Ledger& ledger() const { return ledger_; }

 private:
  void begin_day();
  void enter(const RecordedAct& act);
  void react(const RecordedAct& act, ReactionKind kind);
  void write(AgentId actor, AgentId target);
  void count(const RecordedCount& count);
  void enter_reactions();

  const Recording* recording_;
  RecordingParams params_;
  FollowGraph follows_;
  Ledger ledger_;
  std::vector<std::uint32_t> followers_, followees_;
  std::vector<Reaction> reactions_;
  std::vector<Meeting> meetings_;
  EngagerBook book_;
  Day day_;
  std::size_t next_act_ = 0, next_count_ = 0;
};

/// A new algorithm, as a scenario builds it: recordings are scored again and again, each time from the first day.
using MakeScore = std::function<std::unique_ptr<ScoringAlgorithm>()>;

/// @throws std::domain_error  a score is not finite; says whose.
void require_finite(const Recording& recording, std::span<const float> scores);

/// Lives the days of a recording before an algorithm, which is asked to publish every `update_every_days` and at the
/// end, and returns its last scores, one an agent.
///
/// The same acts give the same scores as in a live world: a recorded day is entered into the ledger by the same code.
/// @throws std::domain_error  a score is not finite, or the algorithm says so itself.
/// Cost: O(days * agents + acts log acts of a day), and the algorithm's own.
std::vector<float> score_recording(const Recording& recording, ScoringAlgorithm& algorithm, Day update_every_days,
                                   const RecordingParams& params, ThreadPool& pool);

/// The same, but as a live world publishes: not at the end if that is not a day for it. What people did since the last
/// such day is not in the scores.
std::vector<float> published_scores(const Recording& recording, ScoringAlgorithm& algorithm, Day update_every_days,
                                    const RecordingParams& params, ThreadPool& pool);

}  // namespace clout
