// Who of a scenario learns, and from what: the pair of strategies that differ in what they strive for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/scenario/scenario.h"

namespace clout {

/// Indices into Scenario::strategies, and a name out of Scenario::scores.
struct Twins {
  std::uint32_t by_score = 0, by_value = 0;
  std::string score;  ///< what by_score strives for; empty if it names none and nobody ever sees one
};

/// The first strategy whose people learn what brings a score, and the first whose people learn what connections are
/// worth. Nothing if one is missing. Who names no score strives for the visible one, or else for the one that an
/// intervention shows first in time. O(strategies + interventions).
std::optional<Twins> twins_of(const Scenario& scenario);

}  // namespace clout
