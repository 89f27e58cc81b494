// A score whose rules are written in YAML: points for acts with caps, streaks, levels, badges, quests, boards, leagues
// and mayors. What each key means stands in rules_params.cpp, which reads, checks and lists them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/scoring/venues.h"
#include "sim/core/params.h"

namespace clout {

/// What rules can be about. Counted by whole days: what happens within a day has no order.
enum class Act : std::uint8_t {
  post,              ///< an own post
  reshare,           ///< somebody's post passed on
  reaction,          ///< a like, reshare or reply given (at most 255 a day are known)
  message,           ///< a message or reply written (which is a reaction too)
  read,              ///< an item read
  check_in,          ///< a meeting held: people check in where they meet
  active_day,        ///< 1 on a day with any of post, reshare, reaction, message, check_in
  like_received,     ///< of an own post or one passed on; reshares and replies likewise
  reshare_received,
  reply_received,
  message_received,  ///< a message, or a reply to an own post
  follower_gained,   ///< rise of the number of followers over the day
  follower_lost,     ///< its fall
  follower_peak,     ///< its rise above the most of any day since the start: who comes back is nobody new
  engager_gained,    ///< somebody reacts who has not counted for EngagerRule::again_after_days
  // Of check-ins (models/scoring/venues.h):
  check_in_with_friend,  ///< with somebody who follows and is followed
  check_in_new,          ///< at a venue where the agent has never been
  check_in_third_day,    ///< first of the day at a venue, on the third day of the last 7 there
  check_in_as_mayor,     ///< of who is mayor of the venue already
  mayorship_taken,       ///< that makes mayor in the place of another
};
inline constexpr std::size_t kActs = static_cast<std::size_t>(Act::mayorship_taken) + 1;
/// As they are written, by Act.
inline constexpr const char* kActNames[kActs] = {
    "post",          "reshare",        "reaction",         "message",         "read",
    "check_in",      "active_day",     "like_received",    "reshare_received", "reply_received",
    "message_received", "follower_gained", "follower_lost", "follower_peak", "engager_gained",
    "check_in_with_friend", "check_in_new", "check_in_third_day", "check_in_as_mayor", "mayorship_taken"};

inline const char* name_of(Act act) { return kActNames[static_cast<std::size_t>(act)]; }
/// The act of a name that the reader has accepted.
Act act_of(const std::string& name);
/// Whether it is known who did it: likes, reshares and replies received.
bool has_source(Act act);
/// Whether it needs to be known where people check in.
inline bool has_venue(Act act) { return act >= Act::check_in_with_friend; }
/// Whether it is counted event by event, and no total tells of it.
inline bool counted_one_by_one(Act act) { return act >= Act::engager_gained; }

/// Points for one act.
struct PointsRule {
  std::string act = "like_received";
  double points = 1;
  double points_a_level = 0;               ///< more for each level, as it was at the day's beginning
  std::int64_t most_a_day = 0;             ///< acts of a day that count; 0 = all
  std::int64_t most_a_day_and_person = 0;  ///< of one person; 0 = all; acts that have a source
  double repeat_factor = 1;                ///< the k-th of a day counts repeat_factor^(k - 1)
  bool beyond_cap = false;                 ///< not under RulesParams::points_a_day
  bool taken_back = false;                 ///< follower_gained: losing followers takes it back; not with forget,
                                           ///< and with points_a_day only beyond_cap
  std::int64_t from_level = 0, to_level = 0;  ///< at the day's beginning; to_level 0 = no end
  std::vector<std::string> weekdays;          ///< empty = all; day 0 is a Sunday
  void visit(ParamVisitor& v);
};

/// Points for days in a row.
struct StreakRule {
  std::string act = "active_day";
  double points = 0;          ///< a day of the streak, times its length if `grows`; 0 = no streaks
  bool grows = false;
  std::int64_t most_days = 7;  ///< length beyond which it grows no more
  std::int64_t freezes = 0;    ///< missed days that may be in store; each is used up by one
  std::int64_t freeze_every_days = 7;  ///< days of a streak that bring one
  void visit(ParamVisitor& v);
};

/// Level L + 1 is reached at at[L]; or at first, first * (1 + growth), ...: each step is `growth` times the last; or at
/// the number that a formula of `level` gives, or the sum of its numbers up to that level if they are steps.
struct LevelRule {
  std::vector<double> at;
  double first = 0, growth = 1.5;
  std::int64_t most = 50;
  std::string formula;
  bool formula_of_steps = false;
  /// Points at which levels 1, 2, ... are reached (level 0 has none); empty if there are no levels. Levels end before
  /// one that nobody can have, or that a formula has no finite number for.
  std::vector<double> table() const;
  void visit(ParamVisitor& v);
};

/// A badge with one tier or more: tier k is earned for good when the act was done at[k] times since the start and all
/// badges of `after` have been earned (their first tier).
struct BadgeRule {
  std::string name, act = "post";
  std::vector<double> at = {1};
  double points = 0;  ///< a tier
  std::vector<std::string> after;
  void visit(ParamVisitor& v);
};

/// A task of each day or week.
struct QuestRule {
  std::string name, act = "post";
  std::int64_t count = 1;
  std::string every = "day";
  double points = 1;
  void visit(ParamVisitor& v);
};

/// Groups of agents of one tier compete for the points of a period; the first of a group rise, the last fall.
struct LeagueRule {
  std::int64_t tiers = 1;  ///< 1 = no leagues
  std::int64_t people = 30, promoted = 7, demoted = 5, days = 7;
  void visit(ParamVisitor& v);
};

/// What makes an engager_gained: distinct people, each once in so many days.
struct EngagerRule {
  std::vector<std::string> acts;       ///< of like_received, reshare_received, reply_received; empty = any of them
  std::int64_t again_after_days = 90;  ///< from a day on which somebody counted; 0 = never
  void visit(ParamVisitor& v);
};

/// Whose points are set beside whose where the place is published.
struct BoardRule {
  std::string period = "all_time", cohort = "everybody";
  void visit(ParamVisitor& v);
};

/// Rules of points at most.
inline constexpr std::size_t kMostRules = 64;

struct RulesParams {
  static constexpr const char* kName = "rules";
  static constexpr const char* kSummary =
      "A score of your own without C++: points for acts, caps, forgetting, streaks, levels, badges, quests, boards, "
      "leagues, mayors.";
  static constexpr const char* kSource = "the designer of the rules";

  std::vector<PointsRule> points = {PointsRule()};
  double points_a_day = 0;  ///< cap on what rules of `points` give in a day; 0 = none
  double start = 0, floor = 0;
  std::string forget = "never";
  double forget_days = 30;
  StreakRule streak;
  LevelRule levels;
  std::vector<BadgeRule> badges;
  std::vector<QuestRule> quests;
  LeagueRule leagues;
  BoardRule board;
  EngagerRule engagers;
  VenueParams venues;
  std::string publish = "points";
  void visit(ParamVisitor& v);
};

/// Indices of badges, each after those that it needs; empty if they need each other in a circle or one is not there.
std::vector<std::size_t> badge_order(const std::vector<BadgeRule>& badges);

}  // namespace clout
