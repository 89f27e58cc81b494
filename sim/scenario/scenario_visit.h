// The parts that reading a scenario is made of; for sim/scenario/*.cpp and their tests.
#pragma once

#include <string>

#include "sim/core/section.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// What a file that says nothing means: everybody casual, klout visible, all value models, as far as `catalogue` has
/// them.
Scenario default_scenario(const Catalogue& catalogue);

/// The one list of all keys of a scenario: reading, resolved YAML and tables are made by it.
/// `catalogue` may be empty if nothing is read or listed.
void visit_scenario(Scenario& scenario, const Catalogue& catalogue, ParamVisitor& v);

/// Faults between keys, each at the place of the key that is the easiest to change. What
/// could not be read, as `faults` says, has its default there and is not reported again.
void check_scenario(const Scenario& scenario, const Document& document, Faults& faults);

}  // namespace clout
