// A world with the scores that are kept of it and the plans its people follow: everything that one history needs.
// Copying a Branch forks the history: both go on alike until a difference between them first matters. Scratch is not
// part of it, so branches of one world can share theirs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/daily.h"
#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/parallel.h"
#include "sim/engine/day.h"
#include "sim/engine/motivation.h"
#include "sim/plugin/value.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace clout {

/// A score in use: the algorithm with its memory, and the column it last published.
struct ScoreColumn {
  std::string name;
  Day update_every_days = 1;
  std::unique_ptr<ScoringAlgorithm> algorithm;
  Column<float> scores;

  ScoreColumn() = default;
  ScoreColumn(const ScoreColumn& other);
  ScoreColumn(ScoreColumn&&) = default;
  ScoreColumn& operator=(ScoreColumn&&) = default;
};

/// What never changes in a run and all branches share.
struct RunSetup {
  const Scenario& scenario;
  TieClock clock;
  std::size_t chunk = kDefaultChunk;
  explicit RunSetup(const Scenario& s) : scenario(s), clock(s.mechanisms.ties) {}
};

class Branch {
 public:
  static constexpr int kNoScore = -1;

  /// Day 0 of `world` (engine/build_world.h makes it).
  Branch(const RunSetup& setup, World world, ThreadPool& pool);
  Branch(const Branch& other);
  Branch& operator=(const Branch&) = delete;
  Branch(Branch&&) = default;

  /// One day: interventions, reviews of those who learn, plans (weekly), stages, scores.
  void live(ThreadPool& pool, DayScratch& scratch);
  /// What those who learn did from the review that opened the last day on; empty if none was held on it.
  std::span<const DailyRow> learned() const { return learned_; }
  /// What the last day came to, all agents together.
  const DayCounts& last_day() const { return last_day_; }

  /// Makes the score of this index (into scores()) the visible one; kNoScore hides all.
  void show(int score);
  int visible() const { return visible_; }
  /// To be called after doses or strategies were changed from outside, at a fork: plans are made anew.
  void replan(ThreadPool& pool);
  /// From now on `agents[k]` lives by plans[k], whatever its strategy plans, and nobody learns any more: for trials at
  /// a fork. No part of a checkpoint.
  void settle(std::span<const AgentId> agents, std::span<const Plan> plans, ThreadPool& pool);
  /// How much each of `agents` has today of what `learning` strives for: the score that it names, or else the visible
  /// one as it is shown (somebody else's, or up to a cap), or the value of its connections by the first value model.
  /// Needs a strategy that strives for value where value is asked for. @throws std::logic_error  there is no such
  /// score.
  std::vector<double> goal_levels(const Learning& learning, std::span<const AgentId> agents, ThreadPool& pool) const;
  /// More hours a week for `agents`, at a fork. Plans stay as they are; what they come to is filled in anew.
  void add_hours(std::span<const AgentId> agents, double hours_online, double hours_offline, ThreadPool& pool);

  /// Columns are empty unless mechanisms.motivation has a strength.
  const Motivation& motivation() const { return motivation_; }
  const World& world() const { return world_; }
  World& world() { return world_; }
  std::span<const ScoreColumn> scores() const { return scores_; }
  /// Visible score as the public sees it, in [0, 1]; empty if none is visible. With scoring.permute_visible, somebody
  /// else's.
  std::span<const float> cue() const { return cue_; }
  /// The public list: the discover.leaderboard_size present people of the highest cue, highest first; of equals the
  /// lower id. Empty if no score is visible.
  std::span<const AgentId> leaderboard() const { return leaderboard_; }
  std::size_t memory_bytes() const;
  /// Hash of all state: equal histories, equal digests.
  std::uint64_t digest();
  void visit_state(StateVisitor& v);

 private:
  ScoringView view(std::span<const Reaction> reactions = {}) const;
  void intervene(ThreadPool& pool);
  /// Does to the visible score what an intervention says.
  void change_score(const InterventionSpec& what, ThreadPool& pool);
  void silence(const InterventionSpec& what, std::size_t nth);
  void buy_followers(const InterventionSpec& what, std::size_t nth);
  void let_in(const InterventionSpec& what, std::size_t nth);
  void let_in_again();
  void give_time(ThreadPool& pool);
  /// Those who learn compare and copy, where it is time. True if somebody did.
  bool review(ThreadPool& pool);
  void note_learned(std::size_t strategy);
  void score(std::span<const Reaction> reactions, std::span<const Meeting> meetings, ThreadPool& pool);
  void refresh_cue();

  const RunSetup* setup_;
  World world_;
  std::vector<ScoreColumn> scores_;
  int visible_ = kNoScore;
  Day shown_since_ = 0;  ///< day on which what is shown last changed
  Column<float> cue_;
  std::vector<AgentId> shown_as_;  ///< of a permuted score: whose an agent is shown with; else empty
  float most_shown_ = 1;           ///< nobody is shown with more
  std::vector<AgentId> leaderboard_;
  std::vector<std::unique_ptr<Strategy>> strategies_;
  std::shared_ptr<const ValueModel> value_model_;  ///< of those who learn what connections are worth; else nullptr
  std::vector<DailyRow> learned_;
  bool settled_ = false;              ///< nobody learns any more
  std::vector<AgentId> planned_for_;  ///< settle(): whose plans are given_
  std::vector<Plan> given_;
  std::vector<Plan> plans_;
  std::vector<PlanRow> rows_;
  Column<std::uint32_t> plan_of_;
  std::vector<Day> silent_until_;
  Budget budget_;
  Motivation motivation_;
  DayCounts last_day_;
};

}  // namespace clout
