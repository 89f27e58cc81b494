// Whether what some gain is new or taken from others: what an hour more of the probes did to themselves and to
// everybody else. Two branches of one world that were alike up to a day, one of which then gives its probes more hours.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace clout {

/// Change in value an hour that was added, in the unit of the values.
struct HourReturn {
  double own = 0;     ///< of those who spend the hours: the private return
  double others = 0;  ///< of everybody else; negative: they pay, positive: they profit
  double social() const { return own + others; }
};

/// With V_i the value of agent i, P the probes, H the hours that the branch added to all probes together:
///   own = sum_{i in P} (V_i,branch - V_i,base) / H,   others = sum_{i not in P} (V_i,branch - V_i,base) / H
/// Nothing is said if H is not above 0, or there is no probe.
///
/// @param base, branch  values (or scores) of all agents, absent ones too: they can be met, and lose contacts.
/// @param probe         nonzero: of those whose hours were raised.
/// @param hours_added   H: hours a week that were added times the number of probes, for values per weekly hour.
/// @throws std::invalid_argument  columns of different length.
/// Source: MODEL.md 6 ("who pays"); private and social return as in Pigou 1920.
/// Example: base {1, 2, 5}, branch {3, 1, 5}, the first a probe with 2 hours more: own 1, others -.5, social .5.
std::optional<HourReturn> return_per_hour(std::span<const double> base, std::span<const double> branch,
                                          std::span<const std::uint8_t> probe, double hours_added);

}  // namespace clout
