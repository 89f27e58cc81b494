// The parts that reading a scenario is made of; for sim/scenario/*.cpp and their tests.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/core/section.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// What a file that says nothing means: everybody casual, klout visible, all value models, as far as `catalogue` has
/// them.
Scenario default_scenario(const Catalogue& catalogue);

/// The one list of all keys of a scenario but `arms`: reading, resolved YAML and tables are made by it.
/// `catalogue` may be empty if nothing is read or listed.
void visit_scenario(Scenario& scenario, const Catalogue& catalogue, ParamVisitor& v);

/// The arms in a document: each is the document with what its row sets, read by `read` like a scenario of its own, whose
/// faults it adds. What is wrong with an arm and not with the scenario itself is reported at the arm.
///
/// @param defaults  as for Document::set.
std::vector<ArmSpec> read_arms(const Document& document, const Document& defaults,
                               const std::function<Scenario(const Document&, Faults&)>& read, Faults& faults);
/// `arms` as YAML; nothing if there are none.
std::string arms_yaml(const Scenario& scenario);
/// Appends the keys of `arms`, which visit_scenario does not visit: what an arm sets has any key of a scenario.
void list_arm_parameters(std::vector<ParamRow>& rows);

/// Faults between keys, each at the place of the key that is the easiest to change. What
/// could not be read, as `faults` says, has its default there and is not reported again.
void check_scenario(const Scenario& scenario, const Document& document, Faults& faults);

}  // namespace clout
