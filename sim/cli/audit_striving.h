// What people would do for a score who knew how, and what it would cost them: for the card of an audit.
//
// The plan that brings most of the score, where everybody sees it, and the one that brings most connection value, where
// nobody sees any, are searched for as those of the hand-written strategies are (calibrate_plans.h). In fresh worlds in
// which everybody sees the score some of the background then live by the one and as many by the other, drawn whatever
// their role and hours, and are set beside all the rest.
#pragma once

#include <cstddef>
#include <string>

#include "sim/analysis/interval.h"
#include "sim/plugin/strategy.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// A plan that a search found to be the best.
struct FoundPlan {
  Plan plan;
  std::size_t plans_tried = 0;  ///< 0: there was nothing to search for
};

/// What striving for a score brings. Intervals of no worlds are not known.
struct Striving {
  Plan for_score, for_value;  ///< the best plans found
  Interval regret, wedge;     ///< as of goodhart_measures(), over fresh worlds
  std::size_t plans_tried = 0;
};

/// The plan with most gain by the first value model, all parts of that of casual people varied. One search serves every
/// score. Searches with worlds.count worlds a round.
///
/// @param unseen  nobody sees a score.
/// @return        no plans tried where the horizon is shorter than the window of gain or nobody's value is asked for.
/// @throws ModelError  a model fails. Cost: about 12 * worlds.count worlds.
FoundPlan plan_for_value(const Scenario& unseen, unsigned threads);

/// Searches likewise for the plan with most of the score, without the part of whom to meet where the score sees no
/// meetings, and compares on three times as many worlds.
///
/// @param seen       the score is among its scores and is the visible one; gain is by its first value model.
/// @param for_value  if no plans were tried for it, nothing is done.
/// @throws ModelError  a model fails. Cost: about 15 * worlds.count worlds.
Striving strive(const Scenario& seen, const std::string& score, const FoundPlan& for_value, unsigned threads);

/// A plan as an entry of `strategies` in a scenario: "{name: for_klout, model: plan, read: 0, post: 0.5, ...}".
std::string plan_yaml(const std::string& name, const Plan& plan);

}  // namespace clout
