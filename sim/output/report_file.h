// report.json: what a finished run printed, so that the same command prints it again without an analysis that takes
// longer than reading it. It holds a mark of all that the report was made of and of the tables that were written with
// it; when either is not as it was, there is no report, and it is made anew.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "sim/core/page.h"

namespace clout {

inline constexpr const char* kReportFile = "report.json";

struct KeptReport {
  Page page;         ///< as printed
  std::string json;  ///< of --json
};

/// Marks of the tables of answer_files.h, plausible_file.h, decomposition_file.h and arms.csv that stand in a run's
/// folder and in `below` (paths below it, of arms): CRC-32 by path below the run's folder.
/// @throws FileError
std::map<std::string, std::string> marks_of_tables(const std::filesystem::path& folder,
                                                   std::span<const std::string> below);

/// Takes away the report of a run and the tables of marks_of_tables: they are of worlds that are no longer all.
/// @throws FileError
void remove_answers(const std::filesystem::path& folder, std::span<const std::string> below);

/// Mark of what a report is made of: `program` and `scenario`, and the finished worlds of all folders, by the checksums
/// that they landed with (run_reader.h).
/// @param worlds  folders of worlds, in a fixed order.
/// @throws FileError
std::string mark_of_worlds(const std::string& program, const std::string& scenario,
                           std::span<const std::filesystem::path> worlds);

/// @param made_of  mark_of_worlds.
/// @throws FileError
void write_report(const std::filesystem::path& folder, const std::string& made_of, std::span<const std::string> below,
                  const KeptReport& report);

/// The report in a folder if it is made of that, and the tables beside it are as they were; else nothing. A file that
/// is no report is as good as none.
std::optional<KeptReport> read_report(const std::filesystem::path& folder, const std::string& made_of,
                                      std::span<const std::string> below);

}  // namespace clout
