// What people would do for a score who knew how, and what it would cost them: for the card of an audit.
//
// The plan that brings most of the score and the one that brings most connection value are searched for as those of the
// hand-written strategies are (calibrate_plans.h), in worlds in which everybody sees the score. In fresh worlds some of
// the background then live by the one and as many by the other, drawn whatever their role and hours, and are set beside
// all the rest.
#pragma once

#include <cstddef>
#include <string>

#include "sim/analysis/interval.h"
#include "sim/plugin/strategy.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// What striving for a score brings. Intervals of no worlds are not known.
struct Striving {
  Plan for_score, for_value;  ///< the best plans found
  Interval regret, wedge;     ///< as of goodhart_measures(), over fresh worlds
  std::size_t plans_tried = 0;
};

/// Plans are those of casual people, all parts of which are varied; whom to meet, for a score that sees no meetings,
/// not. Searches with worlds.count worlds a round, and compares on three times as many.
///
/// @param seen   the score is among its scores and is the visible one; gain is by its first value model.
/// @return       no plans tried where the horizon is shorter than the window of gain or nobody's value is asked for.
/// @throws ModelError  a model fails. Cost: about 27 * worlds.count worlds.
Striving strive(const Scenario& seen, const std::string& score, unsigned threads);

/// A plan as an entry of `strategies` in a scenario: "{name: for_klout, model: plan, read: 0, post: 0.5, ...}".
std::string plan_yaml(const std::string& name, const Plan& plan);

}  // namespace clout
