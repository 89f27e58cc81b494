// What is wrong with the data files that a scenario names, and whose doing it is.
#pragma once

#include <optional>

#include "sim/cli/options.h"
#include "sim/core/parallel.h"
#include "sim/plugin/catalogue.h"
#include "sim/scenario/scenario.h"
#include "sim/world/edge_list.h"

namespace clout {

/// Reads the data files of the scenario, of its arms and of the points of its box (check_data). What fits the scenario
/// and does not fit an arm or a point has its path: `arms.NAME.population.file.role`. What a file has only because of a
/// --set is a fault of that --set, of the first with which it appears; its message says where in the file.
///
/// @param options  that the scenario was read with.
/// @return  what was found in the scenario's edge list, if it has one.
/// @throws ScenarioError  the faults; of several arms or points those of the first.
/// Cost: reading the files once; if there are faults, once more for each --set.
std::optional<EdgeListReport> check_all_data(Scenario& scenario, const Options& options, const Catalogue& catalogue,
                                             ThreadPool& pool);

}  // namespace clout
