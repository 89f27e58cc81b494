// What a score does to a crowd by being seen, for the card of an audit: the same people on the same seeds live once
// without a score in sight and once with this one in everybody's.
//
// They are drawn on and put off by what they see (mechanisms.motivation), or their engagement could hardly tell one
// score from another: without motivation people spend the hours they have for as long as there is something to do.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/analysis/interval.h"
#include "sim/cli/audit_striving.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// One figure of both lives. An interval of no worlds is not known.
struct CardFigure {
  std::string measure;  ///< validity, newcomer_parity, engagement, retention, wedge, goodhart_regret
  Interval unseen, seen;
  Interval difference;  ///< seen less unseen, world by world
};

struct GameabilityCard {
  std::vector<CardFigure> figures;  ///< wedge and regret are of people who see the score
  Striving striving;
};

/// Lives worlds.count crowds twice and says what differs, over all people of the background (validity: over everyone);
/// then lets some of them strive (audit_striving.h).
///
/// @param people     who see no score, without margins and interventions. Where mechanisms.motivation is off they are
///                   given the strengths of scenarios/will_they_stay.yaml, all assumed.
/// @param score      burn-in is made as long as its memory, where it is shorter.
/// @param for_value  plan_for_value(people).
/// @throws ModelError  the score or another model fails. Cost: about 17 * worlds.count worlds.
GameabilityCard gameability_card(const Scenario& people, const ScoreSpec& score, const FoundPlan& for_value,
                                 unsigned threads);

}  // namespace clout
