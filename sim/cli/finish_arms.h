// From the worlds of a run, its arms and its box to the tables in its folder and what is printed of them. The analyses
// take seconds; so a finished run keeps its report (report_file.h), and the same command again only reads it.
#pragma once

#include <cstddef>
#include <span>

#include "sim/cli/live_worlds.h"
#include "sim/output/report_file.h"

namespace clout {

/// Of a run that was interrupted: writes the tables that cost nothing, and takes away those of an analysis, which are
/// of other worlds now.
/// @return  worlds that are finished, of all folders.
/// @throws FileError
std::size_t put_down_arms(std::span<const ArmRun> arms, std::span<const ArmRun> points);

/// Writes the tables of all folders, those of the analyses only where they are not there as they were, and the report
/// of a run that is complete.
/// @param arms    the scenario itself first. @param points  of its box.
/// @throws FileError
/// The same report on any number of threads.
KeptReport finish_arms(std::span<const ArmRun> arms, std::span<const ArmRun> points, unsigned threads);

}  // namespace clout
