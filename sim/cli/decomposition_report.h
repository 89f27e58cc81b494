// What `clout run` says of why two strategies differ.
#pragma once

#include "sim/analysis/decomposition.h"
#include "sim/core/page.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// What makes the difference between two strategies of a run, and at which doses it was asked.
struct WhyTheyDiffer {
  DecompositionQuestion question;
  Decomposition decomposition;
};

/// A table of the parts of the difference in gain by the first value model at the end of the horizon, as matched and as
/// lived, with their shares in percent, and the notes below it. Empty without a decomposition.
Page decomposition_page(const Scenario& scenario, const WhyTheyDiffer& why);

}  // namespace clout
