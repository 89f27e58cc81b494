// Gems: people of the highest worth whom few can see. And what finding them costs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/core/ids.h"

namespace clout {

inline constexpr double kGemAccess = 0.1;  ///< a gem counts as met from this access on

struct GemParams {
  double worth_share = 0.01;          ///< the top share by own_worth ..
  double visibility_quantile = 0.90;  ///< .. whose visibility is below this quantile
};

/// Gems, ascending: the ceil(worth_share * n) agents of highest own_worth (ties: the lower id) whose visibility is
/// below the quantile of all agents'. Where that quantile is the lowest of all (most have none), a visibility equal to
/// it counts as below. An empty `visibility` leaves the second condition out.
///
/// Absent agents must be in both columns: the absent executive, whom nobody follows, is the model of a gem.
/// @param visibility  one an agent. A world takes the followers of day 0, when nobody has followers because of a score,
///                    a strategy or a mechanism: so all arms and branches of a seed share their gems, whatever score is
///                    visible in them. It is how `klout` orders people before anybody has reacted to anybody.
/// @throws std::invalid_argument  columns of different length.
/// Source: MODEL.md 6. Example: 100 agents, worth = id, visibility = id: the worthiest is the most visible: no gem.
std::vector<AgentId> find_gems(std::span<const float> own_worth, std::span<const float> visibility,
                               GemParams params = {});

/// Share of gems whose score is below a quantile of all agents' scores, in [0, 1] (a score equal to it as in
/// find_gems): how many of those whom nobody saw on day 0 the score still hides. Nothing is said without gems.
/// @param is_gem  one entry an agent, nonzero = gem; absent agents must be in both columns.
/// @throws std::invalid_argument  columns of different length.
/// Source: MODEL.md 6 ("gems ... below the 90th percentile"), turned to the end of a run; the share is assumed.
/// Example: scores {1, 2, 3, 4}, gems 0 and 3, quantile .5 (2.5): 1/2.
std::optional<double> hidden_share(std::span<const std::uint8_t> is_gem, std::span<const float> score,
                                   double visibility_quantile = GemParams{}.visibility_quantile);

/// Hours that one gem cost: hours / gems_met. Nothing is said where none was met: the cost is then above `hours`, and
/// nobody knows how far; nor without hours.
/// @param hours  spent by the agents who met them, online and offline; >= 0.
/// Source: MODEL.md 6 ("hours per gem"). Example: 3 gems in 1500 hours: 500. For comparing, its reverse (gems an hour,
/// 0 where none was met) is safer: a mean over the worlds in which one was met is too low.
std::optional<double> hours_per_gem(double gems_met, double hours);

/// Gems met an hour, as a multiple of those of a control that picks its targets at random:
///   (gems_met / hours) / (control_gems_met / control_hours)
/// Above 1: finds more than chance does in the time. Nothing is said if one has no hours or the control met none.
/// Source: MODEL.md 6 ("lift over random targets at equal hours"); lift as in Brin et al. 1997, against chance.
/// Example: 6 gems in 1000 hours, the control 2 in 500: .006 / .004 = 1.5.
std::optional<double> gem_lift(double gems_met, double hours, double control_gems_met, double control_hours);

/// Gems that agents would have met had each of their new contacts been drawn at random from all others:
///   sum_i contacts_made_i * (gems - [i is a gem]) / (n - 1)
/// With the same hours and the same number of contacts, so that it can stand for the control of gem_lift. Old contacts
/// are not left out of "all others": a gem that somebody knew on day 0 makes the expectation a little too high.
/// @param contacts_made  new contacts with kGemAccess and more, one an agent; `is_gem` likewise, 0 or 1.
/// @param gems           number of gems among all n agents of the world, of whom these may be a part.
/// @throws std::invalid_argument  columns of different length.
/// Source: the expectation of drawing without looking (hypergeometric, one draw a contact).
/// Example: two of 101 agents made 10 and 20 contacts, 5 gems of whom the second is one: 10 * 5/100 + 20 * 4/100 = 1.3.
double gems_by_chance(std::span<const double> contacts_made, std::span<const double> is_gem, std::size_t gems,
                      std::size_t agents);

}  // namespace clout
