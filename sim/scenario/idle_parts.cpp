#include "sim/scenario/idle_parts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <memory>
#include <utility>

#include "sim/plugin/score_parts.h"
#include "sim/scenario/scenario_check.h"

namespace clout {
namespace {

// The switch that keeps this from ever happening; empty if it may happen. A reply is a message too. Followers may
// always come: by discovering, by answers, by an intervention.
std::string switched_off(ScoreInput input, const Mechanisms& m) {
  const auto off = [](bool on, const char* path) { return on ? std::string() : std::string(path); };
  switch (input) {
    case ScoreInput::posts:
    case ScoreInput::items_read:
      return off(m.publish.on, "publish.on");
    case ScoreInput::reshares_made:
    case ScoreInput::reshares:
      if (m.publish.on && m.react.on && !m.react.reshares) return "react.reshares";
      [[fallthrough]];
    case ScoreInput::reactions:
    case ScoreInput::likes:
      return m.publish.on ? off(m.react.on, "react.on") : "publish.on";
    case ScoreInput::replies:
      if (m.publish.on && m.react.on) return off(m.message.on, "message.on");
      return switched_off(ScoreInput::likes, m);
    case ScoreInput::messages_sent:
    case ScoreInput::messages_received:
      return off(m.message.on, "message.on");
    case ScoreInput::check_ins:
      return off(m.meet.on, "meet.on");
    default:
      return "";
  }
}

// Why a part can do nothing; empty if it may.
std::string why_idle(const ScorePart& part, const Scenario& s) {
  std::vector<std::string> off;
  for (std::size_t i = 0; i < kScoreInputNames.size(); ++i) {
    const auto input = static_cast<ScoreInput>(i);
    if (!part.any_of.has(input)) continue;
    const std::string path = switched_off(input, s.mechanisms);
    if (path.empty()) {
      off.clear();
      break;
    }
    if (!contains(off, "mechanisms." + path)) off.push_back("mechanisms." + path);
  }
  if (!off.empty())
    return "there is never any " + part.what + ", as " + list_of(off) + (off.size() == 1 ? " is" : " are") +
           " off; leave it out or switch that on";
  const double days = s.burn_in_days + s.horizon_days;
  if (part.days <= days) return "";
  return part.what + " takes " + days_text(part.days) + " at least, and burn-in and horizon are " + days_text(days) +
         " together: it never comes; leave it out or let the run be longer";
}

}  // namespace

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
