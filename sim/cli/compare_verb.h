// `clout compare`: two runs side by side.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "sim/analysis/compare.h"
#include "sim/cli/options.h"
#include "sim/core/section_diff.h"
#include "sim/output/run_reader.h"

namespace clout {

/// What the manifest says of a compared run.
struct ComparedRun {
  std::string folder;
  RunManifest manifest;
  std::size_t worlds = 0;  ///< finished
  std::string visible;     ///< the score that people see; empty if none, or if the folder does not say
};

/// Two runs, read and compared.
struct ComparedRuns {
  ComparedRun first, second;
  std::vector<PathDifference> parameters;  ///< of the resolved scenarios
  RunComparison comparison;

  /// Two scores are visible: those of the runs, of which rows called `visible` say how far they are apart.
  bool two_visible() const;
};

/// @throws FileError  not the folder of a run, of another format, without a finished world, a file that is missing or
///                    changed, or no measure of one cohort and strategy in both.
ComparedRuns compare_folders(const std::string& first, const std::string& second);

/// Sentences on what makes a comparison less than it looks: unfinished runs, two versions of the program.
std::vector<std::string> comparison_warnings(const ComparedRuns& runs);

/// How worlds were paired, in a sentence.
std::string pairing_text(const RunComparison& comparison);

/// Parameters that differ, how worlds are paired, and the table. `all`: every row, else those that a run's own report
/// shows. `width` as in Table::text.
std::string comparison_text(const ComparedRuns& runs, bool all, std::size_t width);

/// All of it as one JSON object on several lines. A figure that is not known is null.
std::string comparison_json(const ComparedRuns& runs);

/// A table in the folder of a run would stand where the run's own files do. @throws FileError  `table` lies in one.
void refuse_place_in_run(const std::string& table);

/// Reads, compares, prints, and writes the table that was asked for. Returns an ExitCode. @throws FileError
int compare_verb(const Options& options, std::ostream& out, std::ostream& err);

}  // namespace clout
