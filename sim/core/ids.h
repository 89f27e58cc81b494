// The few integer types that every room shares.
#pragma once

#include <cstdint>

namespace clout {

/// Index of an agent, 0 .. agents-1; the same in every column.
using AgentId = std::uint32_t;

/// Index of a day, 0 = first day of burn-in.
using Day = std::int32_t;

inline constexpr AgentId kNoAgent = 0xffffffffu;
inline constexpr double kSecondsPerHour = 3600.0;
inline constexpr double kHoursPerWeek = 168.0;

}  // namespace clout
