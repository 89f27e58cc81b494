// What `clout run` says of why two strategies differ.
#pragma once

#include <cstddef>
#include <string>

#include "sim/analysis/decomposition.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// A table of the parts of the difference in gain by the first value model at the end of the horizon, as matched and as
/// lived, with their shares in percent, and the notes below it. Empty without a decomposition. `width` as in
/// Table::text.
std::string decomposition_text(const Scenario& scenario, const Decomposition& decomposition,
                               const DecompositionQuestion& question, std::size_t width);

}  // namespace clout
