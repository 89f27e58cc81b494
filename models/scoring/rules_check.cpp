#include "models/scoring/rules_check.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "models/scoring/rules_day.h"
#include "sim/core/math.h"

namespace clout {
namespace {

void refuse_in(ParamVisitor& v, const char* list, std::size_t row, const std::string& key, const std::string& message) {
  v.refuse((std::string(list) + '.' + std::to_string(row) + '.' + key).c_str(), message);
}

template <class Row>
std::ptrdiff_t named(const std::vector<Row>& rows, const std::string& name) {
  return std::count_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
}

template <class Row>
void check_names(ParamVisitor& v, const char* list, const std::vector<Row>& rows) {
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const std::string& name = rows[k].name;
    const bool again = std::any_of(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(k),
                                   [&](const Row& row) { return row.name == name; });
    if (again && !name.empty())
      refuse_in(v, list, k, "name", std::string("two ") + list + " have the name '" + name + "'");
  }
}

// Where each badge stands; of two of one name the first.
std::map<std::string, std::size_t> places_of(const std::vector<BadgeRule>& badges) {
  std::map<std::string, std::size_t> places;
  for (std::size_t k = 0; k < badges.size(); ++k) places.try_emplace(badges[k].name, k);
  return places;
}

// Badges that can be earned, each after those that it needs.
std::vector<std::size_t> earnable(const std::vector<BadgeRule>& badges,
                                  const std::map<std::string, std::size_t>& places) {
  std::vector<std::size_t> waits(badges.size()), order;
  std::vector<std::vector<std::size_t>> waiting(badges.size());  // by badge, those that come after it
  for (std::size_t k = 0; k < badges.size(); ++k) {
    waits[k] = badges[k].after.size();
    for (const std::string& needed : badges[k].after)
      if (const auto place = places.find(needed); place != places.end()) waiting[place->second].push_back(k);
    if (waits[k] == 0) order.push_back(k);
  }
  for (std::size_t done = 0; done < order.size(); ++done)
    for (const std::size_t k : waiting[order[done]])
      if (--waits[k] == 0) order.push_back(k);
  return order;
}

// Badges that come after each other in a circle, each circle once. A badge that is not there stands in nobody's way
// here: it is a fault of its own.
std::vector<std::vector<std::size_t>> circles(std::vector<BadgeRule> badges) {
  const std::map<std::string, std::size_t> places = places_of(badges);
  for (BadgeRule& badge : badges)
    std::erase_if(badge.after, [&](const std::string& needed) { return !places.contains(needed); });
  std::vector<bool> seen(badges.size());
  for (const std::size_t k : earnable(badges, places)) seen[k] = true;
  const std::vector<bool> earned = seen;
  const auto waits_for = [&](std::size_t k) {
    for (const std::string& needed : badges[k].after)
      if (const std::size_t place = places.at(needed); !earned[place]) return place;
    return k;  // cannot be: then it were earnable
  };
  std::vector<std::vector<std::size_t>> found;
  for (std::size_t first = 0; first < badges.size(); ++first) {
    std::vector<std::size_t> way;
    std::size_t k = first;
    for (; !seen[k]; k = waits_for(k)) seen[k] = true, way.push_back(k);
    const auto begin = std::find(way.begin(), way.end(), k);  // none: it leads to what was seen before
    if (begin != way.end()) found.emplace_back(begin, way.end());
  }
  return found;
}

void check_badges(ParamVisitor& v, const std::vector<BadgeRule>& badges) {
  for (std::size_t k = 0; k < badges.size(); ++k) {
    const std::vector<std::string>& after = badges[k].after;
    for (std::size_t j = 0; j < after.size(); ++j) {
      const std::ptrdiff_t there = named(badges, after[j]);
      if (there == 0 && std::count(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(j), after[j]) == 0)
        refuse_in(v, "badges", k, "after." + std::to_string(j),
                  "badge '" + badges[k].name + "' comes after '" + after[j] + "', which is no badge");
    }
  }
  for (const std::vector<std::size_t>& circle : circles(badges)) {
    constexpr std::size_t kNamed = 8;
    std::string members;
    for (std::size_t k = 0; k < std::min(circle.size(), kNamed); ++k)
      members += "'" + badges[circle[k]].name + "' after ";
    if (circle.size() > kNamed) members += "... (" + std::to_string(circle.size() - kNamed) + " more) after ";
    refuse_in(v, "badges", circle.front(), "after",
              members + "'" + badges[circle.front()].name +
                  "': badges that come after each other in a circle can never be earned");
  }
}

void check_taken_back(ParamVisitor& v, const RulesParams& rules) {
  for (std::size_t k = 0; k < rules.points.size(); ++k) {
    const PointsRule& rule = rules.points[k];
    if (rule.taken_back && rules.forget != "never")
      refuse_in(v, "points", k, "taken_back",
                "cannot be kept together with forget, as what was forgotten would be taken back too; a rule of "
                "follower_lost that takes points would do");
    if (rule.taken_back && rules.points_a_day > 0 && !rule.beyond_cap)
      refuse_in(v, "points", k, "taken_back",
                "cannot share points_a_day: followers who come and go would use up what others give; "
                "beyond_cap: true beside it would do");
  }
}

void check_engagers(ParamVisitor& v, const RulesParams& rules) {
  const std::string asked = name_of(Act::engager_gained);
  const auto asks = [&](const auto& part) { return part.act == asked; };
  const bool used = std::any_of(rules.points.begin(), rules.points.end(), asks) ||
                    std::any_of(rules.badges.begin(), rules.badges.end(), asks) ||
                    std::any_of(rules.quests.begin(), rules.quests.end(), asks) ||
                    (rules.streak.points > 0 && asks(rules.streak));
  const EngagerRule left_alone;
  const EngagerRule& e = rules.engagers;
  if (!used && (!e.acts.empty() || e.again_after_days != left_alone.again_after_days))
    v.refuse("engagers", "nothing is given for an " + asked + "; write a rule of that act, or leave this out");
}

constexpr double kNoEnd = std::numeric_limits<double>::infinity();

// How many days and weeks what is kept at once was got on, at most; of a half-life their weights' sum.
struct Kept {
  double days = kNoEnd, weeks = kNoEnd;
};
Kept kept_of(const RulesParams& rules) {
  if (rules.forget == "window") return {rules.forget_days, std::floor((rules.forget_days + 12) / 7)};
  if (rules.forget == "week") return {7, 1};
  if (rules.forget != "half_life") return {};
  const auto weights = [&](double every_days) { return 1 / (1 - det_exp2(-every_days / rules.forget_days)); };
  return {weights(1), weights(7) + 1};  // two that are done on days that follow each other are of two weeks
}

// Of those days, the ones that a rule looks at.
double days_on(const PointsRule& rule, const Kept& kept) {
  const double a_week = rule.weekdays.empty() ? 7 : static_cast<double>(rule.weekdays.size());
  return std::min(kept.days, kept.weeks * a_week);
}

double in_thousandths(double points) { return static_cast<double>(milli_points(points)) / 1000; }

// How much a rule gives on a day at most, `each` an act.
double most_of_day(const PointsRule& rule, double each) {
  const Act act = act_of(rule.act);
  double acts = rule.most_a_day > 0 ? static_cast<double>(rule.most_a_day) : kNoEnd;
  if (act == Act::active_day) acts = std::min(acts, 1.0);
  if (act == Act::reaction) acts = std::min(acts, 255.0);
  if (rule.repeat_factor < 1) acts = std::min(acts, 1 / (1 - rule.repeat_factor));
  return acts * each;
}

// Levels that somebody may have, and whether any rule gives or takes points at them. What gives points may do so again
// and again, as far as caps and what is forgotten let it; what takes them, down to the floor.
struct Reach {
  std::int64_t low, high;
  bool gives = false, takes = false;
  double most = 0;  ///< points that somebody may have at once, at most
};

// The points that somebody of these levels may have at once, at most.
double most_at_once(const RulesParams& rules, const Reach& reach) {
  const Kept kept = kept_of(rules);
  double capped = 0, exempt = 0;
  for (const PointsRule& rule : rules.points) {
    const std::int64_t low = std::max(rule.from_level, reach.low);
    const std::int64_t high = rule.to_level > 0 ? std::min(rule.to_level, reach.high) : reach.high;
    const double points = in_thousandths(rule.points), a_level = in_thousandths(rule.points_a_level);
    const double each = points + std::max(a_level * static_cast<double>(low), a_level * static_cast<double>(high));
    if (low > high || each <= 0) continue;
    (rule.beyond_cap ? exempt : capped) += most_of_day(rule, each) * days_on(rule, kept);
  }
  if (rules.points_a_day > 0) capped = std::min(capped, in_thousandths(rules.points_a_day) * kept.days);
  double sum = std::max(rules.start, rules.floor) + capped + exempt;
  const StreakRule& streak = rules.streak;
  const double longest = streak.grows ? static_cast<double>(streak.most_days) : 1;
  if (streak.points > 0) sum += in_thousandths(streak.points) * longest * kept.days;
  for (const BadgeRule& badge : rules.badges)
    sum += in_thousandths(badge.points) * static_cast<double>(badge.at.size());
  for (const QuestRule& quest : rules.quests)
    if (quest.points > 0) sum += in_thousandths(quest.points) * (quest.every == "day" ? kept.days : kept.weeks);
  return sum;
}

Reach reach_of(const RulesParams& rules) {
  std::vector<double> at = rules.levels.table();
  for (double& points : at) points = in_thousandths(points);
  const auto level = [&](double points) { return std::upper_bound(at.begin(), at.end(), points) - at.begin(); };
  const auto pays = [](const auto& part) { return part.points > 0; };
  // What fades goes towards 0, or the floor above it.
  const double least = rules.forget == "half_life" ? std::min(rules.start, std::max(rules.floor, 0.0)) : rules.start;
  Reach reach{level(least), level(rules.start)};
  reach.gives = pays(rules.streak) || std::any_of(rules.badges.begin(), rules.badges.end(), pays) ||
                std::any_of(rules.quests.begin(), rules.quests.end(), pays);
  for (bool wider = true; wider;) {
    const Reach before = reach;
    for (const PointsRule& rule : rules.points) {
      const std::int64_t low = std::max(rule.from_level, reach.low);
      const std::int64_t high = rule.to_level > 0 ? std::min(rule.to_level, reach.high) : reach.high;
      if (low > high) continue;
      const double lowest = rule.points + rule.points_a_level * static_cast<double>(low);
      const double highest = rule.points + rule.points_a_level * static_cast<double>(high);
      reach.gives = reach.gives || std::max(lowest, highest) > 0;
      reach.takes = reach.takes || std::min(lowest, highest) < 0;
    }
    reach.most = most_at_once(rules, reach);
    reach.high = std::max<std::int64_t>(reach.high, level(reach.most));
    if (reach.takes) reach.low = level(rules.floor);
    wider = reach.low < before.low || reach.high > before.high;
  }
  return reach;
}

// A level of a table that is written out; of a formula or `first`, which go on as long as they are let, the first one.
void check_level_heights(ParamVisitor& v, const RulesParams& rules, const Reach& reach) {
  const std::vector<double> at = rules.levels.table();
  const std::size_t wanted = rules.levels.at.empty() ? std::min<std::size_t>(1, at.size()) : at.size();
  if (!reach.gives || static_cast<std::size_t>(reach.high) >= wanted) return;
  const auto level = static_cast<std::size_t>(reach.high);
  const std::string key = !rules.levels.at.empty()        ? "levels.at." + std::to_string(level)
                          : !rules.levels.formula.empty() ? "levels.formula"
                                                          : "levels.first";
  v.refuse(key.c_str(), "nobody reaches level " + std::to_string(level + 1) + " at " + number_text(at[level]) +
                            ": with what is forgotten and capped, " + number_text(reach.most) +
                            " points at once are the most");
}

// Whether rules ask for levels that there are.
bool check_levels_asked(ParamVisitor& v, const RulesParams& rules) {
  const auto most = static_cast<std::int64_t>(rules.levels.table().size());
  bool all_there = true;
  for (std::size_t k = 0; k < rules.points.size(); ++k) {
    const PointsRule& rule = rules.points[k];
    const std::int64_t asked = std::max(rule.from_level, rule.to_level);
    if (rule.points_a_level != 0 && most == 0)
      refuse_in(v, "points", k, "points_a_level",
                "gives points for each level, and there are no levels; write levels.at");
    else if (asked > most)
      refuse_in(v, "points", k, rule.from_level >= rule.to_level ? "from_level" : "to_level",
                "asks for level " + std::to_string(asked) + ", and the highest there is is " + std::to_string(most));
    else
      continue;
    all_there = false;
  }
  return all_there;
}

// Whether the levels that rules ask for, and those that there are, are somebody's.
void check_levels_had(ParamVisitor& v, const RulesParams& rules) {
  const auto most = static_cast<std::int64_t>(rules.levels.table().size());
  const Reach reach = reach_of(rules);
  check_level_heights(v, rules, reach);
  if (rules.publish == "level" && most > 0 && reach.gives && reach.low == most)
    v.refuse("start",
             "everybody begins at level " + std::to_string(most) +
                 ", the highest, and never has less: all would have it for ever; a lower start and floor would do");
  bool all_reached = true;
  for (std::size_t k = 0; k < rules.points.size(); ++k) {
    const PointsRule& rule = rules.points[k];
    std::string key, fault;
    if (rule.from_level > reach.high) {
      key = "from_level";
      fault = reach.gives ? "nobody reaches this level: " + number_text(reach.most) + " points at once are the most"
                          : "nobody reaches this level: nothing gives points below it";
    } else if (rule.to_level > 0 && rule.to_level < reach.low) {
      key = "to_level", fault = "everybody begins above this level, and nothing takes points";
    }
    if (fault.empty()) continue;
    all_reached = false;
    refuse_in(v, "points", k, key, fault);
  }
  if (!all_reached || reach.gives || (reach.takes && rules.start > rules.floor)) return;
  const char* const why =
      reach.takes ? "rules only take points, and nobody has any above the floor" : "no rule gives points";
  v.refuse("points", std::string(why) + ": everybody would have the same score for ever");
}

}  // namespace

void check_together(ParamVisitor& v, const RulesParams& rules, const RulesKnown& known) {
  check_taken_back(v, rules);
  const bool levels_are_there = known.levels && check_levels_asked(v, rules);
  if (known.all) check_engagers(v, rules);
  if (known.all && levels_are_there) check_levels_had(v, rules);
  check_names(v, "badges", rules.badges);
  check_names(v, "quests", rules.quests);
  check_badges(v, rules.badges);
}

std::vector<std::size_t> badge_order(const std::vector<BadgeRule>& badges) {
  std::vector<std::size_t> order = earnable(badges, places_of(badges));
  if (order.size() < badges.size()) order.clear();
  return order;
}

}  // namespace clout
