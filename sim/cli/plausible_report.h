// What `clout run` says of the plausible box: in how much of it the answer is another, and by which parameter.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/analysis/plausible.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// In how much of the box a conclusion is another, without a full stop:
///
///   next hour offline less online, casual, 0.123 [0.1, 0.146]: the answer reverses in 7 of 45 points of the
///   plausible box, we cannot tell in 12; by parameter: e_online 1: 6 of 15, circles_half: 1 of 9
///
/// Only values with a reversal are named, in the order of the axes. Where the run itself cannot tell nothing can
/// reverse: then how many points lie on either side.
std::string reversal_sentence(const Reversals& reversals, const std::vector<PlausibleAxis>& axes);

/// A sentence on what the box is, then one on each conclusion. Empty without a box.
std::string plausible_text(const Scenario& scenario, std::span<const Reversals> reversals);

}  // namespace clout
