// What each rule needs of a world to ever do something.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "models/scoring/rules.h"

namespace clout {

ScoreInputs happens_as(Act act) {
  switch (act) {
    case Act::post:
      return {ScoreInput::posts};
    case Act::reshare:
      return {ScoreInput::reshares_made};
    case Act::reaction:
      return {ScoreInput::reactions};
    case Act::message:
      return {ScoreInput::messages_sent};
    case Act::read:
      return {ScoreInput::items_read};
    case Act::active_day:
      return {ScoreInput::posts, ScoreInput::reshares_made, ScoreInput::reactions, ScoreInput::messages_sent,
              ScoreInput::check_ins};
    case Act::like_received:
      return {ScoreInput::likes};
    case Act::reshare_received:
      return {ScoreInput::reshares};
    case Act::reply_received:
      return {ScoreInput::replies};
    case Act::message_received:
      return {ScoreInput::messages_received};
    case Act::follower_gained:
    case Act::follower_lost:
    case Act::follower_peak:
      return {ScoreInput::followers};
    case Act::engager_gained:
      return {ScoreInput::reactions};
    case Act::check_in:
    case Act::check_in_with_friend:
    case Act::check_in_new:
    case Act::check_in_third_day:
    case Act::check_in_as_mayor:
    case Act::mayorship_taken:
      break;
  }
  return {ScoreInput::check_ins};
}

namespace {

// What somebody does to be an engager.
ScoreInputs come_as(const EngagerRule& rule) {
  ScoreInputs inputs;
  for (const Act act : {Act::like_received, Act::reshare_received, Act::reply_received})
    if (rule.acts.empty() || std::count(rule.acts.begin(), rule.acts.end(), name_of(act)) > 0)
      inputs.add(happens_as(act));
  return inputs;
}

// Days that so many acts take at least: most acts are as many a day as somebody likes.
double days_of_acts(Act act, double acts) {
  return act == Act::active_day ? acts : act == Act::reaction ? std::ceil(acts / 255) : 1;
}

// Others that it takes: a peak of followers is of so many at once, and engagers are other people each time.
double people_for(Act act, double acts, bool engagers_count_once) {
  return act == Act::follower_peak || (act == Act::engager_gained && engagers_count_once) ? acts : 0;
}

std::string row_path(const char* list, const std::string& row, const char* key) {
  return std::string(list) + '.' + row + '.' + key;
}

}  // namespace

std::vector<ScorePart> Rules::parts() const {
  std::vector<ScorePart> all;
  const auto add_act = [&](const std::string& path, const std::string& act) {
    all.push_back(
        {path, act, act_of(act) == Act::engager_gained ? come_as(params_.engagers) : happens_as(act_of(act))});
  };
  for (std::size_t k = 0; k < params_.points.size(); ++k)
    add_act(row_path("points", std::to_string(k), "act"), params_.points[k].act);
  for (const BadgeRule& badge : params_.badges) {
    add_act(row_path("badges", badge.name, "act"), badge.act);
    // Further tiers may be for who stays longer; a badge of which nobody gets the first is a mistake.
    all.push_back({row_path("badges", badge.name, "at"),
                   "badge '" + badge.name + "'",
                   {},
                   days_of_acts(act_of(badge.act), badge.at.front()),
                   people_for(act_of(badge.act), badge.at.front(), params_.engagers.again_after_days == 0)});
  }
  for (const QuestRule& quest : params_.quests) {
    add_act(row_path("quests", quest.name, "act"), quest.act);
    all.push_back({row_path("quests", quest.name, "count"),
                   "quest '" + quest.name + "'",
                   {},
                   days_of_acts(act_of(quest.act), static_cast<double>(quest.count)),
                   people_for(act_of(quest.act), static_cast<double>(quest.count),
                              params_.engagers.again_after_days == 0 || quest.every == "day")});
  }
  if (params_.streak.points > 0) {
    add_act("streak.act", params_.streak.act);
    if (params_.streak.freezes > 0)
      all.push_back(
          {"streak.freeze_every_days", "a freeze", {}, static_cast<double>(params_.streak.freeze_every_days)});
  }
  if (params_.leagues.tiers > 1)
    all.push_back({"leagues.days", "a first rise in the leagues", {}, static_cast<double>(params_.leagues.days)});
  return all;
}

}  // namespace clout
