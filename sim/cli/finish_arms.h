// From the worlds of a run, its arms and its box to the tables in its folder and what is printed of them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/analysis/arms.h"
#include "sim/analysis/decomposition.h"
#include "sim/analysis/plausible.h"
#include "sim/cli/live_worlds.h"
#include "sim/output/answer_files.h"
#include "sim/output/run_tables.h"

namespace clout {

/// What makes the difference between two strategies of a run, and at which doses it was asked.
struct WhyTheyDiffer {
  DecompositionQuestion question;
  Decomposition decomposition;
};

/// Tables of all arms and of their comparison.
struct AllTables {
  RunTables base;
  RunAnswers answers;
  std::vector<ArmRow> arms;          ///< empty if there are none besides base
  std::vector<Reversals> reversals;  ///< in the plausible box
  WhyTheyDiffer why;
  std::size_t finished = 0;  ///< worlds
};

/// Writes the tables of all arms, and in the folder of the scenario itself those that compare them.
/// @param arms    the scenario itself first. @param points  of its box.
/// @throws FileError
AllTables finish_arms(std::span<const ArmRun> arms, std::span<const ArmRun> points, unsigned threads);

}  // namespace clout
