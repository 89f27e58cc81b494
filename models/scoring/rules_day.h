// What one agent's day is worth under a list of rules: whole numbers only, so that nothing depends on the order of
// events or of sums, and undoing gives back exactly what doing gave.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/scoring/rules_params.h"
#include "sim/core/ids.h"
#include "sim/world/reaction.h"

namespace clout {

/// A week begins on days that it divides.
inline constexpr Day kDaysAWeek = 7;

/// Points are kept in thousandths.
using MilliPoints = std::int64_t;
MilliPoints milli_points(double points);
/// A rule gives or takes no more than kMostOfDay on a day, nor does a day of a window or a league; points are kept up
/// to kMostKept. So 63 bits hold the longest window, and a day of all rules on top of kMostKept.
inline constexpr MilliPoints kMostOfDay = MilliPoints{1} << 50, kMostKept = MilliPoints{1} << 62;

/// How often an agent did each act on a day.
using DayActs = std::array<std::uint32_t, kActs>;

/// Acts of `kind` among an agent's mail of a day (ascending by source), each source counted at most `most` times.
/// Example: sources 3, 3, 3, 8 with most 2: 3.
std::uint32_t count_capped(std::span<const Reaction> mail, ReactionKind kind, std::int64_t most);

/// What followers have given an agent that losing them takes back. Nobody knows who leaves: it is taken to be the last
/// who came, and who comes while some are gone to be the last of them. So the points follow from how many there are:
/// whoever comes and goes takes what that gave and no more, and no toggling gives anything, whatever caps, repeats,
/// weekdays and levels make of a new follower.
/// Kept are the price of the latest to come and the mean of those before.
/// Example: one gives 7, the next 3: losing one takes 3, and then another 7.
struct Outstanding {
  std::uint32_t there = 0;            ///< of those who came since the start
  std::uint32_t missing = 0;          ///< of those of day 0, who gave nothing
  std::uint32_t early = 0, late = 0;  ///< the most that were there: up to the latest price, and of it
  MilliPoints early_points = 0, late_points = 0;

  MilliPoints points() const;
  /// Returns how many of those who come make more than ever there were.
  std::uint32_t come(std::uint32_t gained);
  /// Takes up so many new ones, who give these points together.
  void take_up(std::uint32_t fresh, MilliPoints points);
  void leave(std::uint32_t lost);
};

/// Rules of points, made ready: the worth of n acts of a day is looked up.
class PointsTable {
 public:
  explicit PointsTable(const RulesParams& params);

  std::size_t rules() const { return rules_.size(); }
  Act act(std::size_t rule) const { return rules_[rule].act; }
  /// Acts of one person that count on a day; 0 = all.
  std::int64_t most_a_person(std::size_t rule) const { return rules_[rule].most_a_person; }

  /// What n acts of a day give by one rule at a level, before the cap of the day.
  /// Example: 10 points, at most 3 a day, repeats at half: n = 5 gives 10 + 5 + 2.5 = 17.5.
  MilliPoints worth(std::size_t rule, std::uint32_t n, std::int64_t level) const;

  /// Points of a day. Rules that give are capped together; rules that take are not, nor those that take back: of a
  /// shared cap followers who come and go would use up what others give.
  /// @param counts       acts that count, one entry a rule.
  /// @param lost         followers lost on the day.
  /// @param outstanding  of all rules that take back together, brought up to date; null if there are none.
  MilliPoints of_day(std::span<const std::uint32_t> counts, std::uint32_t lost, Day day, std::int64_t level,
                     Outstanding* outstanding) const;

  /// True if no rule looks at a level, a source, repeats or what it gave before: then a day is sums alone.
  bool sums_alone() const { return sums_alone_; }
  /// As of_day() for many agents at once. Needs sums_alone().
  /// @param acts   by Act, the counts of each agent; only acts of rules are read.
  /// @param today  gets the points, one entry an agent.
  void of_many(std::span<const std::uint32_t* const, kActs> acts, Day day, std::span<MilliPoints> today) const;

 private:
  struct Rule {
    Act act;
    bool beyond_cap, taken_back;
    std::uint8_t weekdays;                                   // a bit each, Sunday the lowest
    std::int64_t most, most_a_person, from_level, to_level;  // most: of `each` not above kMostOfDay either
    MilliPoints each, each_level;
    std::vector<MilliPoints> sums;  // [n]: worth of n acts, up to where repeats count nothing; empty: n * each
  };
  static bool fires(const Rule& rule, Day day, std::int64_t level);

  std::vector<Rule> rules_;
  MilliPoints cap_ = 0;  // 0 = none
  bool sums_alone_ = true;
  std::size_t taking_back_ = 0;  // one of the rules that take back, all of which count the same
};

/// Highest level whose points are reached; 0 below the first.
std::int64_t level_of(std::span<const MilliPoints> levels, MilliPoints points);

/// A streak and its freezes.
struct Streak {
  std::uint16_t days = 0, towards_freeze = 0;
  std::uint8_t freezes = 0, unused = 0;
};
/// A day passes, with or without the act. Returns the points of the day.
/// Example: no freezes, days yes yes no yes: lengths 1, 2, 0, 1.
MilliPoints pass_day(const StreakRule& rule, bool active, Streak& streak);

}  // namespace clout
