#include "models/scoring/rules_check.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

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

void check_badges(ParamVisitor& v, const std::vector<BadgeRule>& badges) {
  bool all_there = true;
  for (std::size_t k = 0; k < badges.size(); ++k) {
    const std::vector<std::string>& after = badges[k].after;
    for (std::size_t j = 0; j < after.size(); ++j) {
      const std::ptrdiff_t there = named(badges, after[j]);
      all_there = all_there && there == 1;
      if (there == 0 && std::count(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(j), after[j]) == 0)
        refuse_in(v, "badges", k, "after." + std::to_string(j),
                  "badge '" + badges[k].name + "' comes after '" + after[j] + "', which is no badge");
    }
  }
  if (all_there && badge_order(badges).size() != badges.size())
    v.refuse("badges", "badges that come after each other in a circle can never be earned");
}

void check_taken_back(ParamVisitor& v, const RulesParams& rules) {
  for (std::size_t k = 0; k < rules.points.size(); ++k)
    if (rules.points[k].taken_back && rules.forget != "never")
      refuse_in(v, "points", k, "taken_back",
                "cannot be kept together with forget, as what was forgotten would be taken back too; a rule of "
                "follower_lost that takes points would do");
}

// Levels that somebody may have, and whether any rule gives or takes points at them. What gives points may do so again
// and again, up to the highest level; what takes them, down to the floor.
struct Reach {
  std::int64_t low, high;
  bool gives = false, takes = false;
};
Reach reach_of(const RulesParams& rules) {
  const std::vector<double> at = rules.levels.table();
  const auto level = [&](double points) { return std::upper_bound(at.begin(), at.end(), points) - at.begin(); };
  const auto pays = [](const auto& part) { return part.points > 0; };
  Reach reach{level(rules.start), level(rules.start)};
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
    if (reach.gives) reach.high = static_cast<std::int64_t>(at.size());
    if (reach.takes) reach.low = level(rules.floor);
    wider = reach.low < before.low || reach.high > before.high;
  }
  return reach;
}

void check_levels(ParamVisitor& v, const RulesParams& rules) {
  const auto most = static_cast<std::int64_t>(rules.levels.table().size());
  const Reach reach = reach_of(rules);
  bool all_reached = true;
  for (std::size_t k = 0; k < rules.points.size(); ++k) {
    const PointsRule& rule = rules.points[k];
    const std::int64_t asked = std::max(rule.from_level, rule.to_level);
    std::string key = rule.from_level >= rule.to_level ? "from_level" : "to_level", fault;
    if (rule.points_a_level != 0 && most == 0) {
      key = "points_a_level", fault = "gives points for each level, and there are no levels; write levels.at";
    } else if (asked > most) {
      fault = "asks for level " + std::to_string(asked) + ", and the highest there is is " + std::to_string(most);
    } else if (rule.from_level > reach.high) {
      key = "from_level", fault = "nobody reaches this level: nothing gives points below it";
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

void check_together(ParamVisitor& v, const RulesParams& rules) {
  check_taken_back(v, rules);
  check_levels(v, rules);
  check_names(v, "badges", rules.badges);
  check_names(v, "quests", rules.quests);
  check_badges(v, rules.badges);
}

std::vector<std::size_t> badge_order(const std::vector<BadgeRule>& badges) {
  std::vector<std::size_t> order;
  std::vector<bool> placed(badges.size());
  const auto ready = [&](const BadgeRule& badge) {
    return std::all_of(badge.after.begin(), badge.after.end(), [&](const std::string& needed) {
      return std::any_of(order.begin(), order.end(), [&](std::size_t k) { return badges[k].name == needed; });
    });
  };
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t k = 0; k < badges.size(); ++k)
      if (!placed[k] && ready(badges[k])) {
        order.push_back(k);
        placed[k] = moved = true;
      }
  }
  return order;
}

}  // namespace clout
