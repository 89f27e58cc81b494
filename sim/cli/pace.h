// How long a scenario takes on this machine: tried, as machines differ threefold, and scores and hours as much.
#pragma once

#include <cstddef>

#include "sim/scenario/scenario.h"

namespace clout {

inline constexpr std::size_t kTriedPeople = 1000;

/// Seconds of a processor that a day of a person takes in a small world of the scenario: of at most kTriedPeople, drawn
/// as the scenario's are (whoever it takes from files is drawn too), over two weeks after a first one, without margins
/// and interventions. Takes some 0.05 s, and differs from call to call by some 10 %.
double tried_seconds_per_agent_day(const Scenario& scenario);

/// How many times the days_seconds of plan_run (plan.h) this scenario takes here, by such a trial: people that have
/// lived for months do more than those of the trial, of default mechanisms so much more (measured, see pace.cpp).
double slowness_here(const Scenario& scenario);

}  // namespace clout
