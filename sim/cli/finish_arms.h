// From the worlds of a run, its arms and its box to the tables in its folder and what is printed of them. The analyses
// take seconds; so a finished run keeps its report (report_file.h), and the same command again only reads it.
#pragma once

#include <cstddef>
#include <span>

#include "sim/cli/live_worlds.h"
#include "sim/output/report_file.h"

namespace clout {

struct Finished {
  KeptReport report;       ///< empty without a finished world
  std::size_t worlds = 0;  ///< that are finished, of all folders
};

/// Writes the tables of all folders, those of the analyses only where they are not there as they were, and the report
/// of a run that is complete.
/// @param arms    the scenario itself first. @param points  of its box.
/// @throws FileError
/// The same report on any number of threads.
Finished finish_arms(std::span<const ArmRun> arms, std::span<const ArmRun> points, unsigned threads);

}  // namespace clout
