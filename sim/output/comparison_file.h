// A comparison of two runs as a tidy table:
//
//   cohort,strategy,measure,unit,first,first_low,first_high,first_worlds,second,second_low,second_high,second_worlds,
//   difference,difference_low,difference_high,pairing,pairs
//
// `difference` is second less first; `pairing` is `paired` or `unpaired`. Empty cells: not known.
#pragma once

#include <filesystem>

#include "sim/analysis/compare.h"

namespace clout {

/// A row for each row of the comparison. An existing file is replaced. @throws FileError
void write_comparison(const std::filesystem::path& path, const RunComparison& comparison);

}  // namespace clout
