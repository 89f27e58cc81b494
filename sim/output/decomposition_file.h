// decomposition.csv: what makes how much of the difference between two strategies:
//
//   strategy, than, measure, unit, horizon_days, standardisation, part, estimate, low, high, share, share_low,
//   share_high, worlds
//
// part as in analysis/decomposition.h. Empty cells: not known.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "sim/analysis/decomposition.h"

namespace clout {

/// @throws FileError
void write_decomposition(const std::filesystem::path& path, std::span<const DecompositionRow> rows,
                         const std::string& strategy, const std::string& than);

}  // namespace clout
