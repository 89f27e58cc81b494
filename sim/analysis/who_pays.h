// Whether what some gain is new or taken from others: what an hour more of the probes did to themselves and to
// everybody else, by the branches of forked worlds.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/interval.h"
#include "sim/analysis/probe_outcomes.h"

namespace clout {

/// What an hour a week more of one probe changes, in the unit of the value model, mean over worlds.
struct HourReturn {
  std::string value;   ///< name of the value model
  std::string branch;  ///< online or offline: where the hour was added
  Day horizon_days = 0;
  Interval own;     ///< of those who spend the hours: the private return
  Interval others;  ///< of everybody else; negative: they pay, positive: they profit
  Interval social;  ///< of all together
};

/// A row for each value model and branch, at the end of the horizon. With V_i the value of agent i, P the probes, H the
/// hours a week that a branch added to all of them together, in one world:
///   own = sum_{i in P} (V_i,branch - V_i,base) / H,   others = sum_{i not in P} (V_i,branch - V_i,base) / H
/// V - V is taken of gains, whose other part is the same in all branches. Worlds without probes are left out.
/// @throws std::invalid_argument  a world that lacks the gain of a value model whose total it has.
/// Source: MODEL.md 6 ("who pays"); private and social return as in Pigou 1920.
/// Example: one world, step 2, two probes that gain 1 and 2 in base and 3 and 4 online, everybody else 10 and 8: own 1,
/// others -.5, social .5.
std::vector<HourReturn> hour_returns(std::span<const ProbeOutcomes> worlds);

}  // namespace clout
