// The two hybrids that a decomposition compares strategies by: the approach of the one with the time of the other.
#pragma once

#include <string>

#include "sim/core/section.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// Whether a field of a plan says whom it approaches and meets; all others say how it spends its time.
bool says_whom(const std::string& field);

/// Adds both hybrids, called STRATEGY_approach and STRATEGY_time, to a scenario whose decomposition names two of its
/// strategies and no hybrid: as strategies of share 0, and to the probes where those have a list. A file that writes a
/// hybrid of its own is left as it is, and so is one of whose strategies one is no plan.
void add_hybrids(Scenario& scenario, const Document& document, const Catalogue& catalogue);

}  // namespace clout
