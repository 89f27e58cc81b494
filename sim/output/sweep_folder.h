// The folder of a sweep: its store, the stores of its parts, the scripts of its jobs, and tables made of the store.
// What else stands in a folder belongs to somebody else: it is never written over.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>

namespace clout {

inline constexpr const char* kSweepStore = "sweep.sqlite";
inline constexpr const char* kSweepParts = "parts";  ///< folder of the stores of shards
inline constexpr const char* kSweepJobs = "slurm";   ///< folder of the scripts of a job array
/// The tables of a report (sweep_answers.h).
inline constexpr std::array<const char*, 6> kAnswerTables = {"responses.csv",   "effects.csv",  "claims.csv",
                                                             "sensitivity.csv", "variance.csv", "widths.csv"};
/// How the report that is kept beside them begins (sweep_kept_report.h).
inline constexpr std::string_view kSweepReportBegin = "# clout sweep report ";

/// Looks whether a sweep may have this folder: one that is not there or empty, or has been a sweep's before.
/// @throws FileError  it holds other things, or a foreign table.
void claim_sweep_folder(const std::filesystem::path& folder);

/// Looks whether the tables of a sweep may be written into a folder.
/// @throws FileError  a file of such a name is there which no sweep has written, by its header.
void refuse_foreign_tables(const std::filesystem::path& folder);

/// Removes the tables of a sweep, those of an export and the kept report too: what they were made of is there no more.
/// @throws FileError
void remove_tables(const std::filesystem::path& folder);

}  // namespace clout
