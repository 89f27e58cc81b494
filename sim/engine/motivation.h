// S9. What a public score does to the will to be online: nearness of the next level draws on, a streak keeps from days
// off, who can never place leaves, and time online tires. Each has a strength; with all at 0 nothing here is kept or
// drawn.
#pragma once

#include <cstdint>
#include <span>

#include "sim/core/column.h"
#include "sim/core/parallel.h"
#include "sim/core/state.h"
#include "sim/scenario/mechanisms.h"
#include "sim/world/world.h"

namespace clout {

/// One entry an agent; columns are empty until the first day on which somebody is moved by anything.
struct Motivation {
  Column<float> effort;               ///< today's hours online over those of dose and plan; 0 = a day off, or has left
  Column<float> recent_hours;         ///< online a week, mean of late (faded over 28 days)
  Column<std::uint16_t> streak;       ///< days in a row online up to yesterday
  Column<std::uint8_t> discouraged;   ///< days for which a lost streak still discourages
  Column<std::uint8_t> left;          ///< 1 = has left the site for good
  Column<std::uint32_t> days_online;  ///< in all

  std::size_t memory_bytes() const { return effort.size() * 16; }
  void visit_state(StateVisitor& v);
};

/// Brings `motivation` to world.day, before time is given out.
/// @param cue             visible score in [0, 1]; empty if none is visible: then only fatigue and days off remain.
/// @param to_place        the cue from which on one stands on the public list.
/// @param online_seconds  yesterday's budget; empty on the first day.
/// Cost: O(agents), parallel. Draws depend on agent and day alone.
void motivate(const World& world, const MotivationParams& params, std::span<const float> cue, float to_place,
              std::span<const float> online_seconds, ThreadPool& pool, Motivation& motivation);

}  // namespace clout
