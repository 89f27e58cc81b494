// Joins the stores of shards and attempts into one. Nothing else does: each task of a cluster writes to a file of its
// own, so that a task which is started again while its old process lives on spoils nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/output/atomic_file.h"

namespace clout {

struct SweepMergeReport {
  std::size_t parts = 0;                      ///< that were merged
  std::size_t added = 0;                      ///< runs that are done and were not there, or there as failed
  std::size_t known = 0;                      ///< runs that were there as well
  std::size_t failed = 0;                     ///< failed runs that were not there, or of a later attempt than there
  std::vector<std::filesystem::path> in_use;  ///< left out: a sweep is writing to them
  std::vector<std::filesystem::path> empty;   ///< left out: stopped before they said what they are
  std::vector<FileError> refused;             ///< left out, and why: damaged, of another sweep ...
};

/// Puts what has landed in `parts` into the store `into`, which is made if need be with the identity of the first part
/// of this version, or else of the first.
///
/// Parts are only read (but what a killed sweep left in a journal is put into its file). A run of several parts lands
/// once; a done one goes before a failed one, and of failed ones the later attempt counts; of two designs the one that
/// holds all points of the other is taken, as after an extension, and of two with the same points the later. So the
/// order of parts decides nothing else. Killed in the middle it can be given again. `into`
/// among the parts is left out.
///
/// A part that is damaged, not there, or of another sweep, design, version or format is left out, and the others go on.
/// @throws FileError  a run with other figures in two of them, both named; `into` is damaged or cannot be written. What
///                    was merged before stays merged.
/// Cost: figures are read twice, first whether they are as they were written; memory for the design and one run.
SweepMergeReport merge_sweeps(const std::filesystem::path& into, std::span<const std::filesystem::path> parts,
                              const std::string& version);

}  // namespace clout
