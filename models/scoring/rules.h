// The engine of rules written in YAML (rules_params.h): counts the acts of each day, gives points, keeps streaks,
// levels, badges, quests, boards and leagues.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "models/scoring/rules_day.h"
#include "models/scoring/rules_engagers.h"
#include "models/scoring/rules_params.h"
#include "sim/core/column.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/score_parts.h"
#include "sim/plugin/scoring.h"

namespace clout {

/// What an act is counted from: it may happen where one of these may, and a score of it reads them all.
ScoreInputs happens_as(Act act);

/// A day of an agent is worth: points of its acts, capped, then streak, badges and quests, which no cap touches. Points
/// are forgotten before the day's are added, and never lie below the floor. Levels follow from the points kept and
/// count for the next day. A week begins on days that 7 divides. Where people check in, and who is mayor there, is as
/// the score `foursquare` has it. A rule gives at most 2^50 thousandths (10^12 points) a day.
///
/// What needs no source is counted from the ledger's totals; caps on one person, and who is a new engager, from the
/// day's reactions.
/// Cost of a day: O(agents * acts in use + reactions), and O(rules) of whoever does something, or of all where a quiet
/// day changes something too (a streak, a quest, forgetting); 8 bytes an agent for points, 4 for each act named, and
/// what the parts in use need (a window 8 bytes a day, a badge 5, a quest 2, a streak 6, leagues 9, rules that take
/// back 32, a board of the week 8, venues what Venues needs, engagers what NewEngagers does).
class Rules final : public ScoringAlgorithm, public ScoreOfParts {
 public:
  /// @throws std::invalid_argument  more than kMostRules rules of points.
  explicit Rules(const RulesParams& params);
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  /// log(1 + score above the lowest) / log(1 + highest above the lowest); of a place p, 1 / p.
  void cues(std::span<const float> scores, std::span<float> cues) const override;
  /// What its acts are counted from; those of one person from the day's reactions.
  ScoreInputs reads() const override;
  /// Days of a window, 7 of weeks, 20 half-lives, and before them those that decide what counts on a day: 7 of a third
  /// day at a place, 60 of mayors, those until an engager counts again. Where points are never forgotten, which no
  /// burn-in outlasts, the latter alone.
  double memory_days(double fade_days) const override;
  std::size_t memory_bytes() const override;
  std::unique_ptr<ScoringAlgorithm> clone() const override;
  void visit_state(StateVisitor& v) override;
  /// Its rules, badges, quests, streak and leagues. rules_parts.cpp.
  std::vector<ScorePart> parts() const override;

  double points(AgentId a) const { return static_cast<double>(above_floor(a)) / 1000; }
  std::int64_t level(AgentId a) const { return level_of(levels_, above_floor(a)); }
  int streak_days(AgentId a) const { return streaks_.empty() ? 0 : streaks_[a].days; }
  /// Tiers of a badge that an agent has earned.
  int badge_tiers(std::size_t badge, AgentId a) const { return tiers_earned_[badge * agents_ + a]; }
  int league(AgentId a) const { return leagues_.empty() ? 0 : leagues_[a]; }

 private:
  struct BlockActs;
  void count_acts(const ScoringView& view, std::size_t first, std::size_t people, BlockActs& block);
  void add_sums(Day day, std::size_t first, std::size_t people, const BlockActs& block);
  void live_day(const ScoringView& view, AgentId a, const DayActs& acts, std::span<const Reaction>& mail);
  MilliPoints points_of_acts(const ScoringView& view, AgentId a, std::span<const Reaction> mail, const DayActs& acts);
  MilliPoints badges_of_day(AgentId a, const DayActs& acts);
  MilliPoints quests_of_day(Day day, AgentId a, const DayActs& acts);
  MilliPoints faded(MilliPoints points) const;
  void keep(Day day, AgentId a, MilliPoints today);
  MilliPoints above_floor(AgentId a) const { return std::max(points_[a], floor_); }
  void promote(const ScoringView& view);
  void visit_venues(const ScoringView& view, ThreadPool& pool);
  void count_engagers(Day day, std::span<const Reaction> mail);
  void put_in_places(const ScoringView& view, std::span<float> scores) const;

  RulesParams params_;
  PointsTable table_;
  std::vector<MilliPoints> levels_;
  std::vector<std::size_t> badge_order_;
  struct Badge {
    Act act;
    MilliPoints points;
    std::vector<std::uint32_t> at;   ///< acts of each tier
    std::vector<std::size_t> needs;  ///< badges that come before
  };
  struct Quest {
    Act act;
    MilliPoints points;
    std::int64_t count;
    bool of_day;  ///< else of a week
  };
  enum class Published { points, level, streak_days, league, place, mayorships };
  std::vector<Badge> badges_;
  std::vector<Quest> quests_;
  Act streak_act_;
  Published published_ = Published::points;
  std::array<bool, kActs> used_ = {};
  std::vector<Act> with_totals_;  ///< acts in use whose counts are rises of a total
  bool quiet_days_pass_ = false;  ///< a day without any act in use leaves all as it is
  bool sums_alone_ = false;       ///< and a day with some adds what table_.of_many() says
  MilliPoints start_ = 0, floor_ = 0;
  std::int64_t window_days_ = 0;  ///< 0 = no window
  std::int64_t fade_ = 0;         ///< share of points that a day leaves, in 2^-32; 0 = no fading

  std::size_t agents_ = 0;
  std::uint32_t days_ = 0;  ///< observed
  Column<MilliPoints> points_;  ///< under a window the sum of its days, which may lie below the floor
  std::array<Column<std::uint32_t>, kActs> totals_;  ///< yesterday's, of acts in use; of a peak, the highest
  Column<MilliPoints> window_;         ///< [day of the ring][agent]
  Column<Outstanding> outstanding_;    ///< if a rule takes back
  Column<Streak> streaks_;
  Column<std::uint32_t> badge_counts_;  ///< [badge][agent]: acts since the start
  Column<std::uint8_t> tiers_earned_;   ///< [badge][agent]
  Column<std::uint16_t> quest_counts_;  ///< [quest][agent], of the period
  Column<MilliPoints> league_points_;   ///< of the period
  Column<std::uint8_t> leagues_;        ///< 0 = lowest
  Column<MilliPoints> week_points_;     ///< got since Sunday, if a board shows them
  std::optional<Venues> venues_;        ///< if a rule asks where people check in
  std::optional<NewEngagers> engagers_;  ///< if a rule asks who is new
  std::array<Column<std::uint32_t>, kActs> counted_;  ///< today's acts in use that are counted one by one
};

}  // namespace clout
