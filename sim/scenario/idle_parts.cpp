#include "sim/scenario/idle_parts.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <initializer_list>
#include <memory>
#include <utility>

#include "sim/scenario/scenario_check.h"

namespace clout {
namespace {

// What keeps something from ever happening: a switch that is off, or a number that is 0.
struct Obstacle {
  std::string path;  // below `mechanisms`; empty: it may happen
  bool is_switch = true;
};
Obstacle unless_on(bool on, const char* path) { return {on ? "" : path, true}; }
Obstacle unless_above_0(double value, const char* path) { return {value > 0 ? "" : path, false}; }

// The first obstacle, if there is any.
Obstacle first_of(std::initializer_list<Obstacle> obstacles) {
  for (const Obstacle& obstacle : obstacles)
    if (!obstacle.path.empty()) return obstacle;
  return {};
}

Obstacle obstacle_to(ScoreInput input, const Mechanisms& m) {
  const Obstacle to_posts = unless_on(m.publish.on, "publish.on");
  const Obstacle to_reactions =
      first_of({to_posts, unless_on(m.react.on, "react.on"), unless_above_0(m.react.base, "react.base")});
  switch (input) {
    case ScoreInput::posts:
    case ScoreInput::items_read:
      return to_posts;
    case ScoreInput::reshares_made:
    case ScoreInput::reshares:
      return first_of({to_reactions, unless_on(m.react.reshares, "react.reshares"),
                       unless_above_0(m.react.reshare_hops_max, "react.reshare_hops_max")});
    case ScoreInput::reactions:
    case ScoreInput::post_names:
    case ScoreInput::likes:
      return to_reactions;
    case ScoreInput::replies:  // a reply is a message too
      return first_of({to_reactions, unless_on(m.message.on, "message.on")});
    case ScoreInput::messages_sent:
    case ScoreInput::messages_received:
      return unless_on(m.message.on, "message.on");
    case ScoreInput::check_ins:
      return unless_on(m.meet.on, "meet.on");
    default:
      return {};
  }
}

// Followers come by discovering and by answers, and by what is done to the world.
std::vector<Obstacle> obstacles_to_followers(const Scenario& s) {
  const Mechanisms& m = s.mechanisms;
  const Obstacle by_discovering = unless_on(m.discover.on, "discover.on");
  const Obstacle by_answers =
      first_of({unless_on(m.message.on, "message.on"), unless_above_0(m.message.follow_prob, "message.follow_prob")});
  if (!s.interventions.empty() || by_discovering.path.empty() || by_answers.path.empty()) return {};
  return {by_discovering, by_answers};
}

// One for each way in which a part could come to do something; none if there is a free way.
std::vector<Obstacle> obstacles_to(const ScorePart& part, const Scenario& s) {
  std::vector<Obstacle> all;
  for (std::size_t i = 0; i < kScoreInputNames.size(); ++i) {
    const auto input = static_cast<ScoreInput>(i);
    if (!part.any_of.has(input)) continue;
    const std::vector<Obstacle> found = input == ScoreInput::followers
                                            ? obstacles_to_followers(s)
                                            : std::vector<Obstacle>{obstacle_to(input, s.mechanisms)};
    if (found.empty() || found.front().path.empty()) return {};
    for (const Obstacle& obstacle : found) {
      const auto same = [&](const Obstacle& other) { return other.path == obstacle.path; };
      if (std::none_of(all.begin(), all.end(), same)) all.push_back(obstacle);
    }
  }
  return all;
}

// "mechanisms.publish.on, mechanisms.meet.on are off and mechanisms.message.follow_prob is 0".
std::string words_of(const std::vector<Obstacle>& obstacles) {
  std::string words;
  for (const bool switches : {true, false}) {
    std::vector<std::string> paths;
    for (const Obstacle& obstacle : obstacles)
      if (obstacle.is_switch == switches) paths.push_back("mechanisms." + obstacle.path);
    if (paths.empty()) continue;
    words += (words.empty() ? "" : " and ") + list_of(paths) + (paths.size() == 1 ? " is " : " are ") +
             (switches ? "off" : "0");
  }
  return words;
}

}  // namespace

std::string why_idle(const ScorePart& part, const Scenario& s) {
  if (const std::vector<Obstacle> obstacles = obstacles_to(part, s); !obstacles.empty())
    return "there is never any " + part.what + ", as " + words_of(obstacles) + "; leave it out or change that";
  const double others = static_cast<double>(s.population.agents) - 1;
  if (part.people > others)
    return part.what + " takes " + number_text(part.people) + " others, and there are " + number_text(others) +
           ": it never comes; leave it out or let population.agents be more";
  const double days = s.burn_in_days + s.horizon_days;
  if (part.days <= days) return "";
  return part.what + " takes " + days_text(part.days) + " at least, and burn-in and horizon are " + days_text(days) +
         " together: it never comes; leave it out or let the run be longer";
}

void IdleParts::look_at(const Scenario& scenario, const Document& document, const Faults& found) {
  Faults none;
  const Check c{scenario, document, none, found.sorted()};
  if (c.refused_below("mechanisms") || c.refused("horizon") || c.refused("burn_in")) return;
  for (std::size_t k = 0; k < scenario.scores.size(); ++k) {
    const std::string path = score_path(c, k);
    if (scenario.scores[k].setup == nullptr || c.refused(path) || c.refused_below(path)) continue;
    std::unique_ptr<ScoringAlgorithm> score;
    try {
      score = scenario.scores[k].setup->build();
    } catch (const std::exception&) {
      continue;  // check_scenario says so
    }
    const auto* const composed = dynamic_cast<const ScoreOfParts*>(score.get());
    if (composed == nullptr) continue;
    for (const ScorePart& part : composed->parts()) {
      Fault fault{document.place_of(path + '.' + part.path), path + '.' + part.path, why_idle(part, scenario)};
      // Of what an arm or --set sets all has one place, so the path is part of the key, below the score's name: it may
      // be the visible one here and a shadow there.
      std::string key = fault.place.text() + ' ' + scenario.scores[k].name + ' ' + part.path;
      const auto known = std::find_if(parts_.begin(), parts_.end(), [&](const Part& p) { return p.key == key; });
      const bool idle = !fault.message.empty();
      if (known == parts_.end()) {
        parts_.push_back({std::move(fault), std::move(key), idle});
      } else {
        known->idle = known->idle && idle;
      }
    }
  }
}

void IdleParts::refuse(Faults& faults) const {
  for (const Part& part : parts_)
    if (part.idle) faults.add(part.fault.place, part.fault.path, part.fault.message);
}

}  // namespace clout
