// What people who learn came to do, for `clout run`: of a twin that strives for a score and one that strives for value.
#pragma once

#include <optional>
#include <span>

#include "sim/analysis/arms.h"
#include "sim/core/page.h"
#include "sim/output/run_tables.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// The names of the twins (sim/engine/twins.h). Nothing if one is missing.
std::optional<StrategyPair> twin_pair(const Scenario& scenario);

/// How many still copied, what each twin did at first, what it came to do and to have, and the one less the other, which is what the score
/// does; then the differences in each arm. Empty without twins.
/// @param arms  as of compare_arms with the twins for a pair.
Page twins_page(const Scenario& scenario, const RunTables& tables, std::span<const ArmRow> arms);

}  // namespace clout
