/// \file
/// The fixed numbers of the day and of lists. `clout models constants` prints them; what else measures and scores fix
/// stands in their definitions.
#pragma once

#include <array>

#include "sim/core/constant.h"

namespace clout {

inline constexpr Constant kPostShareSpreadMax{
    "post_share_spread_max", 0.4, "",
    "Most that the spread of voices brings the share of time for posts to: with 40 h a week 23 posts a day.",
    "22 a day, the 50 busiest accounts: HubSpot 2009"};
inline constexpr Constant kPlanEveryDays{"plan_every_days", 7, "days", "Days between two looks at one's own plan.",
                                         "assumed"};
inline constexpr Constant kNewLinkDays{"new_link_days", 30, "days",
                                       "Age up to which a link counts as new (unfollow_new_ratio).", "assumed"};
inline constexpr Constant kTiringHours{"tiring_hours", 10, "hours a week",
                                       "Recent hours online for which fatigue is given.", "assumed"};
inline constexpr Constant kRecentHoursDays{"recent_hours_days", 28, "days",
                                           "Days over which the hours online fade that tire.", "assumed"};
inline constexpr Constant kStreakDays{"streak_days", 7, "days",
                                      "Days of a streak whose loss hurts, and for which it does.", "assumed"};
inline constexpr Constant kLeaveEveryDays{"leave_every_days", 28, "days",
                                          "Days between two moments at which people leave (drop_out_prob).", "assumed"};
inline constexpr Constant kApproachesPerWeek{
    "approaches_per_week", 1, "messages a week",
    "What each user of a list writes to its people, where crowding is counted (precision@20).", "assumed"};

inline constexpr std::array kEngineConstants = {&kPostShareSpreadMax, &kPlanEveryDays,    &kNewLinkDays,
                                                &kTiringHours,        &kRecentHoursDays,  &kStreakDays,
                                                &kLeaveEveryDays,     &kApproachesPerWeek};

}  // namespace clout
