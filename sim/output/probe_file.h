// probes.npz of a world: what became of its probes in each branch, a column each (analysis/probe_outcomes.h).
//
//   seed, step_hours                             one entry
//   design_hours_max                             largest doses that probes could get: online, offline
//   agent, strategy, role                        an entry a probe; strategy and role as in the manifest's lists
//   hours_online, hours_offline                  doses of the base, hours a week
//   MEASURE_Nd_BRANCH                            outcome N days after the fork, BRANCH one of base, online, offline
//   others_MEASURE_Nd_BRANCH                     the same of everybody else, summed; one entry
//   background_agents, background_hours_DOSE_low, ..._high    an entry a strategy: how many live so who are no probes,
//                                                and 5 and 95 % of their doses
//   background_role_share                        strategy by strategy, an entry a role
//   background_hours_median                      of all of them together: online, offline
#pragma once

#include <filesystem>

#include "sim/analysis/probe_outcomes.h"

namespace clout {

/// @throws FileError
void write_probes(const std::filesystem::path& path, const ProbeOutcomes& probes);

/// @throws FileError  it cannot be read, is damaged, or is no such file.
ProbeOutcomes read_probes(const std::filesystem::path& path);

}  // namespace clout
