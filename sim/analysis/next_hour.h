// What an hour a week more did to the probes of one world: a figure a world, so that runs, arms and points of a sweep
// can be set side by side, world by world. What it is worth at a dose, over worlds: margins.h.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/analysis/probe_outcomes.h"
#include "sim/analysis/summary.h"

namespace clout {

/// For each strategy that has probes, each score_* and gain_* and each horizon N, means over probes, in the unit of the
/// measure per hour a week:
///   marginal_online_MEASURE_Nd   (outcome in the branch online less outcome in the base) / step
///   marginal_offline_MEASURE_Nd  the same of the branch offline
///   difference_MEASURE_Nd        offline less online
/// Over probes whose doses are such as nine in ten of the strategy's background have (ProbeBackground), or over all of
/// its probes if nobody of the background has the strategy. Where no probe lives so, there is no figure.
///
/// @param strategies  names by index.
/// Example: step 2, one probe with gains 1, 3, 2 in the branches base, online, offline: 1, .5, -.5.
/// Cost: O(strategies * columns * probes).
std::vector<Measure> next_hour_measures(const ProbeOutcomes& world, std::span<const std::string> strategies);

}  // namespace clout
