// Parts of scores that can never do anything, for reasons of the scenario and not of the score: points for check-ins
// where nobody meets, a badge for 1000 days in a run of 30.
#pragma once

#include <string>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/section.h"
#include "sim/plugin/score_parts.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// Why a part can do nothing in a scenario, and what would do; empty if it may do something.
std::string why_idle(const ScorePart& part, const Scenario& scenario);

/// Of a scenario and all that is made of it. An arm may take away what a rule needs, to see what it is for, or give it:
/// what can do something in one of them is in order in all. A part is known by where it is written.
class IdleParts {
 public:
  /// Looks at the scores that can tell what they are made of (plugin/score_parts.h) and have no fault in `found`.
  void look_at(const Scenario& scenario, const Document& document, const Faults& found);
  /// Adds a fault for each part that was idle wherever it was.
  void refuse(Faults& faults) const;

 private:
  struct Part {
    Fault fault;  ///< why it is idle, in the first scenario where it is
    std::string key;
    bool idle = true;
  };
  std::vector<Part> parts_;  ///< in the order of their finding
};

}  // namespace clout
