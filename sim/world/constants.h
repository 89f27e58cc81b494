/// \file
/// The fixed numbers of the world as it is drawn, and of ties. `clout models constants` prints them.
#pragma once

#include <array>

#include "sim/core/constant.h"

namespace clout {

inline constexpr Constant kOpenHoursSigma{
    "open_hours_sigma", 0.5, "", "Standard deviation of the log of open_hours around the mean of the role.", "assumed"};
inline constexpr Constant kTopicExponent{
    "topic_exponent", 0.6, "",
    "Exponent of the popularity of topics by rank: the most popular of 32 has about eight times the fans of the last.",
    "assumed"};
inline constexpr Constant kFameTailShare{
    "fame_tail_share", 0.05, "",
    "Share of people at the top whose fame is a power law (fame_tail); below it is lognormal (fame_spread).",
    "assumed"};
inline constexpr Constant kMostFollowed{
    "most_followed_share", 0.25, "",
    "Share of people who would follow the most famous one, if all links were sought anywhere (with topics and closure "
    "it may be half as many again): beyond it the power law ends.",
    "that it ends: Kwak et al. 2010; where: assumed"};
inline constexpr Constant kFavourHours{"favour_hours", 50, "hours",
                                       "Strength of a tie at which it gives half of the favours that it can give.",
                                       "50 h to a casual friend: Hall 2019; the form assumed"};

inline constexpr std::array kWorldConstants = {&kOpenHoursSigma, &kTopicExponent, &kFameTailShare, &kMostFollowed,
                                               &kFavourHours};

}  // namespace clout
