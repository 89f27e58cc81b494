#include "models/scoring/rules_params.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <span>

#include "models/scoring/expression.h"
#include "models/scoring/rules_check.h"
#include "models/scoring/rules_day.h"

namespace clout {
namespace {

const std::vector<std::string>& act_names() {
  static const std::vector<std::string> names(kActNames, kActNames + kActs);
  return names;
}
const std::array<std::string, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                              "thursday", "friday", "saturday"};
constexpr double kMostPoints = 1e9;  // in thousandths and over a million days still a whole number of 63 bits
const Range kPoints{-kMostPoints, kMostPoints};
const Range kCountOrNone{0, 1e9};

constexpr const char* kActsDoc =
    "What is counted, by whole days. A reply is also a reaction and a message of who writes it, and a "
    "message_received; followers gained and lost are net of the day; an active_day has a post, reshare, reaction, "
    "message or check_in; of reactions given no more than 255 of a day are known.";
void visit_act(ParamVisitor& v, std::string& act, const char* doc = "What is counted; see points.act.") {
  v.choice("act", act, act_names(), {"", doc, "the designer"});
}

bool rises(const std::vector<double>& values) {
  return std::adjacent_find(values.begin(), values.end(), [](double a, double b) { return !(a < b); }) == values.end();
}

void check_thousandths(ParamVisitor& v, const char* name, double points) {
  if (points != 0 && milli_points(points) == 0)
    v.refuse(name, number_text(points) + " rounds to 0: points are kept in whole thousandths");
}

void check_once(ParamVisitor& v, const std::string& name, const std::vector<std::string>& words) {
  for (std::size_t k = 1; k < words.size(); ++k)
    if (std::count(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(k), words[k]) > 0)
      v.refuse((name + '.' + std::to_string(k)).c_str(), "'" + words[k] + "' stands there twice");
}

// What makes a rule of points one that never fires, or that cannot be kept.
void check_points(ParamVisitor& v, const PointsRule& rule) {
  check_thousandths(v, "points", rule.points);
  check_thousandths(v, "points_a_level", rule.points_a_level);
  check_once(v, "weekdays", rule.weekdays);
  if (rule.points == 0 && rule.points_a_level == 0)
    v.refuse("points", "a rule that gives 0 points does nothing; leave it out");
  if (rule.points_a_level != 0 && rule.repeat_factor < 1)
    v.refuse("points_a_level", "cannot be kept together with repeat_factor; one of the two would do");
  if (rule.most_a_day > 0 && rule.most_a_day_and_person >= rule.most_a_day)
    v.refuse("most_a_day_and_person", "no person comes to it, as " + std::to_string(rule.most_a_day) +
                                          " of a day count at most; less would do, or leave it out");
  if (rule.taken_back && (rule.points < 0 || rule.points_a_level < 0))
    v.refuse("points", "what is taken back must have been given: points above 0");
  if (rule.to_level > 0 && rule.to_level < rule.from_level)
    v.refuse("to_level", "lies below from_level: the rule could never fire");
}

// What does not go with the act that is counted.
void check_of_act(ParamVisitor& v, const PointsRule& rule) {
  const Act act = act_of(rule.act);
  if (rule.most_a_day_and_person > 0 && !has_source(act))
    v.refuse("most_a_day_and_person",
             act == Act::engager_gained ? "of an engager_gained everybody counts once as it is; leave it out"
                                        : "who did a " + rule.act + " is not known; of like_received, " +
                                              "reshare_received and reply_received it is");
  if (act == Act::reaction && rule.most_a_day > 255)
    v.refuse("most_a_day", "more than 255 reactions of a day are not known; 255 or less would do");
  if (rule.taken_back && act != Act::follower_gained)
    v.refuse("taken_back", act == Act::follower_peak ? "a peak is never lost; leave it out"
                                                     : "only followers are lost again; act: follower_gained would do");
}

}  // namespace

Act act_of(const std::string& name) {
  const auto& names = act_names();
  const auto place = std::find(names.begin(), names.end(), name);
  return place == names.end() ? Act::post : static_cast<Act>(place - names.begin());
}

bool has_source(Act act) {
  return act == Act::like_received || act == Act::reshare_received || act == Act::reply_received;
}

void PointsRule::visit(ParamVisitor& v) {
  const std::size_t faults = v.faults();
  visit_act(v, act, kActsDoc);
  const bool act_is_known = v.faults() == faults;
  v.real("points", points, kPoints, {"points", "For each act that counts.", "the designer"});
  v.real("points_a_level", points_a_level, kPoints,
         {"points", "Added for each level, as it was at the day's beginning.", "the designer"});
  v.whole("most_a_day", most_a_day, kCountOrNone, {"acts", "So many acts of a day count; 0 = all.", "the designer"});
  v.whole("most_a_day_and_person", most_a_day_and_person, kCountOrNone,
          {"acts", "So many acts of one person count on a day; 1 = distinct people; 0 = all.", "the designer"});
  v.real("repeat_factor", repeat_factor, {0, 1},
         {"", "The k-th act of a day counts repeat_factor^(k - 1): below 1 repeats count less.", "the designer"});
  v.flag("beyond_cap", beyond_cap, {"", "Exempt from points_a_day.", "the designer"});
  v.flag("taken_back", taken_back,
         {"",
          "Of follower_gained: losing followers takes back what gaining them gave, and who comes back gives that "
          "again, so that toggling gives nothing. Not with forget; with points_a_day only beyond_cap.",
          "the designer"});
  v.whole("from_level", from_level, {0, 10000},
          {"", "Counts from this level on, as it was at the day's beginning.", "the designer"});
  v.whole("to_level", to_level, {0, 10000}, {"", "Counts up to this level; 0 = any.", "the designer"});
  v.names("weekdays", weekdays, kWeekdays,
          {"", "Counts on these days; day 0 is a Sunday. Empty = all.", "the designer"});
  if (!v.reading()) return;
  check_points(v, *this);
  if (act_is_known) check_of_act(v, *this);
}

void StreakRule::visit(ParamVisitor& v) {
  visit_act(v, act);
  const std::size_t faults = v.faults();
  v.real("points", points, {0, kMostPoints},
         {"points", "For each day on which the streak goes on; 0 = no streaks.", "the designer"});
  const bool points_are_known = v.faults() == faults;
  v.flag("grows", grows, {"", "Times the length of the streak in days.", "the designer"});
  v.whole("most_days", most_days, {1, 10000}, {"days", "Length beyond which it grows no more.", "the designer"});
  v.whole("freezes", freezes, {0, 255},
          {"", "Missed days in store at most; a missed day uses one up.", "the designer"});
  v.whole("freeze_every_days", freeze_every_days, {1, 10000},
          {"days", "Days of a streak that put one in store.", "the designer"});
  if (!v.reading() || !points_are_known) return;
  check_thousandths(v, "points", points);
  if (points == 0 && freezes > 0) v.refuse("freezes", "there are no streaks to freeze; write streak.points");
  if (points == 0 && grows) v.refuse("grows", "there are no streaks to grow; write streak.points");
}

namespace {

constexpr std::array<const char*, 1> kLevel = {"level"};

// What the formula gives for levels 1, 2, ...; ends with the first number that is not finite.
std::vector<double> numbers_of(const LevelRule& rule) {
  std::vector<double> numbers, level(1);
  mu::Parser parser;
  make_ready(parser, rule.formula, kLevel, level);
  while (std::ssize(numbers) < rule.most) {
    ++level[0];
    numbers.push_back(parser.Eval());
    if (!std::isfinite(numbers.back())) break;
  }
  return numbers;
}

std::vector<double> table_of_formula(const LevelRule& rule) {
  std::vector<double> made;
  double sum = 0;
  for (const double number : numbers_of(rule)) {
    sum = rule.formula_of_steps ? sum + number : number;
    if (!(sum <= kMostPoints)) break;
    made.push_back(sum);
  }
  return made;
}

// Of levels that are asked for: that each has a number, and the first one that somebody can have. Whether they rise is
// asked of all tables alike that have no other fault.
void check_numbers(ParamVisitor& v, const LevelRule& rule) {
  if (!rule.formula.empty()) {
    const std::vector<double> numbers = numbers_of(rule);
    if (!std::isfinite(numbers.back()))
      return v.refuse("formula", "gives level " + std::to_string(numbers.size()) + " no finite number");
  }
  if (rule.table().empty())
    v.refuse(rule.formula.empty() ? "first" : "formula",
             "puts level 1 beyond " + number_text(kMostPoints) + " points, which nobody can have");
}

// Levels that are kept in whole thousandths must differ by one at least.
void check_rise(ParamVisitor& v, const char* name, const std::vector<double>& table) {
  for (std::size_t k = 0; k < table.size(); ++k) {
    const double before = k == 0 ? 0 : table[k - 1];
    if (milli_points(table[k]) > milli_points(before) || (k == 0 && table[k] == 0)) continue;
    const std::string level = std::to_string(k + 1);
    if (table[k] > before)
      v.refuse(name, "level " + level + " is less than a thousandth of a point above the one before; points are kept " +
                         "in whole thousandths");
    else
      v.refuse(name, "levels must rise: each needs more points than the one before, and level " + level + " needs " +
                         number_text(table[k]));
    return;
  }
}

}  // namespace

std::vector<double> LevelRule::table() const {
  if (!formula.empty()) return table_of_formula(*this);
  if (!at.empty() || first <= 0) return at;
  std::vector<double> made;
  double step = first, sum = 0;
  for (std::int64_t level = 0; level < most && sum + step <= kMostPoints; ++level) {
    made.push_back(sum += step);
    step *= growth;
  }
  return made;
}

void LevelRule::visit(ParamVisitor& v) {
  v.reals("at", at, {0, kMostPoints}, {"points", "Points at which levels 1, 2, ... are reached.", "the designer"});
  v.real("first", first, {0, kMostPoints},
         {"points", "Instead of `at`: points of level 1; each further step is `growth` times the last.",
          "the designer"});
  v.real("growth", growth, {0.01, 100}, {"", "See first.", "the designer"});
  const std::string before = formula;
  v.text("formula", formula,
         {"", "Instead of `at`: points at which `level` is reached, such as 100 * pow(level, 1.43).", "the designer"});
  v.flag("formula_of_steps", formula_of_steps,
         {"", "The formula gives the points from the level before to `level`.", "the designer"});
  v.whole("most", most, {1, 10000}, {"", "Highest level, with first or formula.", "the designer"});
  if (!v.reading()) return;
  const std::size_t faults = v.faults();
  if (!at.empty() && first > 0) v.refuse("first", "levels are given by `at` already; one of the two would do");
  if (formula_of_steps && formula.empty()) v.refuse("formula_of_steps", "there is no formula; write levels.formula");
  if (!formula.empty()) {
    const std::string fault = expression_fault(formula, kLevel, "100 * level");
    if (!at.empty() || first > 0) v.refuse("formula", "levels are given already; one of the two would do");
    if (!fault.empty()) v.refuse("formula", fault);
    if (!fault.empty() || !at.empty() || first > 0) formula = before;
  }
  if (!formula.empty() || first > 0) check_numbers(v, *this);
  if (v.faults() == faults) check_rise(v, !formula.empty() ? "formula" : first > 0 ? "first" : "at", table());
}

void BadgeRule::visit(ParamVisitor& v) {
  v.text("name", name, {"", "What it is called.", "the designer"});
  visit_act(v, act);
  v.reals("at", at, {1, 4e9}, {"acts", "Acts since the start at which its tiers are earned.", "the designer"});
  v.real("points", points, {0, kMostPoints}, {"points", "For each tier.", "the designer"});
  v.names("after", after, {}, {"", "Badges that must have been earned before.", "the designer"});
  if (!v.reading()) return;
  check_thousandths(v, "points", points);
  check_once(v, "after", after);
  if (name.empty()) v.refuse("name", "a badge has no name; write one");
  const bool whole = std::all_of(at.begin(), at.end(), [](double acts) { return acts == std::floor(acts); });
  if (!whole) v.refuse("at", "acts are counted; whole numbers would do");
  if (at.empty() || at.size() > 255 || !rises(at)) v.refuse("at", "1 to 255 tiers, each at more acts than the last");
}

void QuestRule::visit(ParamVisitor& v) {
  v.text("name", name, {"", "What it is called.", "the designer"});
  visit_act(v, act);
  v.whole("count", count, {1, 60000}, {"acts", "To be done in a day or week.", "the designer"});
  static const std::array<std::string, 2> periods = {"day", "week"};
  v.choice("every", every, periods, {"", "It begins anew so often; weeks begin on Sunday.", "the designer"});
  v.real("points", points, {0, kMostPoints}, {"points", "Once a period, when it is done.", "the designer"});
  if (!v.reading()) return;
  check_thousandths(v, "points", points);
  if (name.empty()) v.refuse("name", "a quest has no name; write one");
  if (act_of(act) == Act::active_day && count > (every == "day" ? 1 : 7))
    v.refuse("count", "there are not so many days in a " + every);
  if (act_of(act) == Act::reaction && every == "day" && count > 255)
    v.refuse("count", "more than 255 reactions of a day are not known");
  if (act_of(act) == Act::reaction && every == "week" && count > 7 * 255)
    v.refuse("count", "more than 7 * 255 reactions of a week are not known");
}

void LeagueRule::visit(ParamVisitor& v) {
  v.whole("tiers", tiers, {1, 255},
          {"", "Leagues one above the other; everybody begins in the lowest. 1 = none.", "the designer"});
  v.whole("people", people, {2, 1e6},
          {"agents", "In a group of one league; drawn anew each period.", "the designer"});
  v.whole("promoted", promoted, {0, 1e6},
          {"agents", "First of a group, who rise; nobody rises without a point.", "the designer"});
  v.whole("demoted", demoted, {0, 1e6},
          {"agents", "Last of a full group, who fall.", "the designer"});
  v.whole("days", days, {1, 3650}, {"days", "Length of a period.", "the designer"});
  if (v.reading() && promoted + demoted > people)
    v.refuse("promoted", "more rise and fall than there are people in a group");
  if (v.reading() && tiers > 1 && promoted == people)
    v.refuse("promoted", "all of a group would rise; less than its people would do");
  if (v.reading() && tiers > 1 && promoted == 0)
    v.refuse("promoted", "nobody would ever rise out of the lowest league; 1 or more would do");
}

void BoardRule::visit(ParamVisitor& v) {
  static const std::array<std::string, 2> periods = {"all_time", "week"};
  static const std::array<std::string, 3> cohorts = {"everybody", "city", "league"};
  v.choice("period", period, periods,
           {"", "all_time: the points that one has; week: those got since Sunday.", "the designer"});
  v.choice("cohort", cohort, cohorts,
           {"", "Among whom one has a place: all, those who give the same city, or those of one league.",
            "the designer"});
}

void EngagerRule::visit(ParamVisitor& v) {
  static const std::array<std::string, 3> sources = {"like_received", "reshare_received", "reply_received"};
  v.names("acts", acts, sources, {"", "What somebody does to be one. Empty = any of them.", "the designer"});
  v.whole("again_after_days", again_after_days, {0, 3650},
          {"days", "Who has counted counts again so many days later; 0 = never.", "the designer"});
  if (v.reading()) check_once(v, "acts", acts);
}

void RulesParams::visit(ParamVisitor& v) {
  const std::size_t faults = v.faults();
  v.rows(
      "points", {"", "Points for acts. Left out: a point a like received; []: none.", "the designer"},
      [&](std::size_t n) { points.resize(n); }, points.size(),
      [&](ParamVisitor& row, std::size_t i) { points[i].visit(row); });
  v.real("points_a_day", points_a_day, {0, kMostPoints},
         {"points", "Most that rules of `points` give in a day but those beyond_cap; 0 = no cap.", "the designer"});
  v.real("start", start, kPoints, {"points", "At the start.", "the designer"});
  v.real("floor", floor, kPoints, {"points", "Points never fall below.", "the designer"});
  static const std::array<std::string, 4> ways = {"never", "window", "half_life", "week"};
  v.choice("forget", forget, ways,
           {"",
            "never; window: the last forget_days count; half_life: points halve in forget_days; week: all begin anew "
            "on Sunday.",
            "the designer"});
  v.real("forget_days", forget_days, {1, 3650}, {"days", "See forget; a window has whole days.", "the designer"});
  const std::size_t before_streak = v.faults();
  v.group("streak", {"", "Points for days in a row.", "the designer"}, [&](ParamVisitor& in) { streak.visit(in); });
  const std::size_t before_levels = v.faults();
  v.group("levels", {"", "Levels by points.", "the designer"}, [&](ParamVisitor& in) { levels.visit(in); });
  const bool streak_is_known = before_levels == before_streak, levels_are_known = v.faults() == before_levels;
  v.rows(
      "badges", {"", "Badges, earned for good.", "the designer"}, [&](std::size_t n) { badges.resize(n); },
      badges.size(), [&](ParamVisitor& row, std::size_t i) { badges[i].visit(row); });
  v.rows(
      "quests", {"", "Tasks of each day or week.", "the designer"}, [&](std::size_t n) { quests.resize(n); },
      quests.size(), [&](ParamVisitor& row, std::size_t i) { quests[i].visit(row); });
  const std::size_t before_leagues = v.faults();
  v.group("leagues", {"", "Leagues with promotion and relegation.", "the designer"},
          [&](ParamVisitor& in) { leagues.visit(in); });
  const bool leagues_are_known = v.faults() == before_leagues;
  v.group("board", {"", "Whom a place is among, with publish: place.", "the designer"},
          [&](ParamVisitor& in) { board.visit(in); });
  v.group("engagers", {"", "Who is counted as an engager_gained: distinct people.", "the designer"},
          [&](ParamVisitor& in) { engagers.visit(in); });
  v.group("venues", {"", "Where people check in, for what is about venues and mayors.", "the designer"},
          [&](ParamVisitor& in) { venues.visit(in); });
  static const std::array<std::string, 6> published = {"points", "level", "streak_days",
                                                       "league", "place", "mayorships"};
  v.choice("publish", publish, published,
           {"",
            "What the score is. Places are below 0, as more must be better: the first has -1, the next -2; who has the "
            "same points shares the better place.",
            "the designer"});
  if (!v.reading()) return;
  check_thousandths(v, "points_a_day", points_a_day);
  if (points.size() > kMostRules)
    v.refuse("points", "there are " + std::to_string(points.size()) + " rules; up to " + std::to_string(kMostRules) +
                           " would do");
  if (start < floor) v.refuse("start", "lies below floor");
  const bool no_leagues = leagues_are_known && leagues.tiers < 2;
  if (publish == "level" && levels_are_known && levels.table().empty())
    v.refuse("publish", "there are no levels; write levels.at");
  if (publish == "streak_days" && streak_is_known && streak.points == 0)
    v.refuse("publish", "there are no streaks; write streak.points");
  if (publish == "league" && no_leagues) v.refuse("publish", "there are no leagues; write leagues.tiers");
  if (board.cohort == "league" && no_leagues)
    v.refuse("board.cohort", "there are no leagues; write leagues.tiers");
  if (publish != "place" && (board.period != "all_time" || board.cohort != "everybody"))
    v.refuse("board", "no place is published; publish: place would do");
  if (forget == "window" && forget_days != static_cast<double>(static_cast<std::int64_t>(forget_days)))
    v.refuse("forget_days", "a window has whole days");
  check_together(v, *this, {.all = v.faults() == faults, .levels = levels_are_known});
}

}  // namespace clout
