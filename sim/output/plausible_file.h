// plausible.csv: every conclusion at every point of the plausible box by every value model, one row each:
//
//   point, PATH ..., value, conclusion, strategy, unit, estimate, low, high, worlds, sign, agreement
//
// PATH is the key of an axis with its value at the point. sign is `above` or `below` 0, or `cannot tell`; agreement
// with the run itself is `same`, `reversed` or `cannot tell`.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "sim/analysis/plausible.h"

namespace clout {

/// @throws FileError
void write_plausible(const std::filesystem::path& path, std::span<const PlausibleRow> rows,
                     std::span<const std::string> axes);

}  // namespace clout
