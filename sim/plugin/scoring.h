// Contract of a scoring algorithm: it sees the ledger, the graphs and its own memory, and fills one column.
// It works on whole columns, never on single events, so one virtual call a day serves a million agents. The same code
// scores a live world, a recorded ledger or a real edge list.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

#include "sim/core/ids.h"
#include "sim/core/parallel.h"
#include "sim/core/state.h"
#include "sim/plugin/score_inputs.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"
#include "sim/world/reaction.h"

namespace clout {

/// What stands in the public bio: one entry an agent; empty where no society is known, such as on a recorded ledger.
struct PublicBios {
  std::span<const std::uint8_t> claimed_role;
  std::span<const std::uint16_t> city;
  std::span<const std::uint64_t> topics;  ///< set of up to 64 topics, never empty
};

/// How many follow an agent and how many it follows, one entry an agent; empty where the follow graph says it.
struct FollowCounts {
  std::span<const std::uint32_t> followers, followees;
};

/// The rows of one graph both ways (FollowGraph::matrix, transpose), each made once, when it is first asked for: for
/// one thread at a time, and while the graph does not change.
class LinkRows {
 public:
  const Csr& followees(const FollowGraph& follows, ThreadPool& pool) {
    if (!followees_) followees_ = follows.matrix(pool);
    return *followees_;
  }
  const Csr& followers(const FollowGraph& follows, ThreadPool& pool) {
    if (!followers_) followers_ = follows.transpose(pool);
    return *followers_;
  }

 private:
  std::optional<Csr> followees_, followers_;
};

/// What a scoring algorithm may see. Ties are not in it: no public score sees them. Meetings are, since people check in
/// where they meet. Nor does one see worth, which is here for the control `oracle` alone: what a score that knew would
/// do.
struct ScoringView {
  Day day = 0;  ///< days lived: 0 before the first; d + 1 at the end of day d, when observe() and update() are called
  std::size_t agents = 0;
  const FollowGraph& follows;
  const Ledger& ledger;
  /// Public acts of the day, ascending by target and, of one target, by source (reactions_to() finds a range). Whole
  /// when observe() is called; empty where only counts are known, and when start() is called.
  std::span<const Reaction> reactions = {};
  PublicBios bios = {};
  std::span<const float> network_worth = {};  ///< for `oracle` alone; empty where no society is known
  std::uint64_t seed = 0;                     ///< of the world, for scores that draw
  FollowCounts counts = {};                   ///< where links are not known one by one, such as on a table of counts
  /// Of the day, ascending; a pair that met twice is there twice. Empty where only counts are known, and at the start.
  std::span<const Meeting> meetings = {};
  /// A graph's rows, made when a score first asks; all that are handed this view share them. Of one day only.
  std::shared_ptr<LinkRows> link_rows = std::make_shared<LinkRows>();

  const Csr& followee_rows(ThreadPool& pool) const { return link_rows->followees(follows, pool); }
  const Csr& follower_rows(ThreadPool& pool) const { return link_rows->followers(follows, pool); }
  /// The day at whose end a score is asked, as it stands in Engager::day: 0 for the first, which is a Sunday.
  Day day_lived() const { return day - 1; }
  std::span<const std::uint32_t> follower_counts() const {
    return counts.followers.empty() ? follows.follower_counts() : counts.followers;
  }
  std::uint32_t follower_count(AgentId a) const { return follower_counts()[a]; }
  std::uint32_t followee_count(AgentId a) const {
    return counts.followees.empty() ? static_cast<std::uint32_t>(follows.followee_count(a)) : counts.followees[a];
  }
};

/// Thrown by an update that has no finite score for an agent: "gives agent 3 no finite number", and why.
class NoFiniteScore : public std::domain_error {
 public:
  /// @param why  what is behind that: " with posts = 0", or nothing.
  NoFiniteScore(AgentId agent, const std::string& why)
      : std::domain_error("gives agent " + std::to_string(agent) + " no finite number" + why),
        agent_(agent),
        why_(why) {}
  AgentId agent() const { return agent_; }
  const std::string& why() const { return why_; }

 private:
  AgentId agent_;
  std::string why_;
};

class ScoringAlgorithm {
 public:
  virtual ~ScoringAlgorithm() = default;

  /// Allocates memory for `view.agents` agents and sets the scores they start with. Called once, before any update.
  virtual void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) = 0;
  /// Called once at the end of every day: the only chance to see the day's events. Cheap or empty.
  virtual void observe(const ScoringView& view, ThreadPool& pool) = 0;
  /// Publishes new scores, every `update_every_days`. Scores must be finite; `scores` holds the last published ones.
  virtual void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) = 0;
  /// Scores as the public sees them, in [0, 1]: what the model page calls S. Monotone in the score.
  virtual void cues(std::span<const float> scores, std::span<float> cues) const = 0;

  /// What it looks at, with its parameters as they are: on data that has no more than this its scores are the same.
  virtual ScoreInputs reads() const = 0;
  /// Days after which an event no longer moves the score; 0 = no memory. See burn_in_days().
  /// @param fade_days  half-life by which the ledger fades reactions and recent posts (Ledger::fade_days).
  virtual double memory_days(double fade_days) const = 0;
  /// Days that a world has to be lived before its scores mean anything: memory_days(), and three half-lives at least
  /// where it looks at recent posts, which the ledger fades.
  double burn_in_days(double fade_days) const {
    return std::max(memory_days(fade_days), reads().has(ScoreInput::posts_recent) ? 3 * fade_days : 0);
  }
  /// Bytes of own memory.
  virtual std::size_t memory_bytes() const = 0;
  /// An independent copy with the same memory, for a branch.
  virtual std::unique_ptr<ScoringAlgorithm> clone() const = 0;
  virtual void visit_state(StateVisitor& v) = 0;
};

}  // namespace clout
