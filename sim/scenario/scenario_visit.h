// The parts that reading a scenario is made of; for sim/scenario/*.cpp and their tests.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/core/section.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/sweep.h"

namespace clout {

/// What a file that says nothing means: everybody casual, klout visible, all value models, as far as `catalogue` has
/// them.
Scenario default_scenario(const Catalogue& catalogue);

/// The one list of all keys of a scenario but `arms`, `plausible` and `sweep`: reading, resolved YAML and tables are
/// made by it. `catalogue` may be empty if nothing is read or listed.
void visit_scenario(Scenario& scenario, const Catalogue& catalogue, ParamVisitor& v);

/// The keys of one score; its name may be `none` if may_be_none.
void visit_score(ParamVisitor& v, ScoreSpec& score, bool may_be_none, const Catalogue& catalogue);

/// The arms in a document: each is the document with what its row sets, read by `read` like a scenario of its own,
/// whose faults it adds. What is wrong with an arm and not with the scenario itself is reported at the arm.
///
/// @param defaults  as for Document::set.
std::vector<ArmSpec> read_arms(const Document& document, const Document& defaults,
                               const std::function<Scenario(const Document&, Faults&)>& read, Faults& faults);
/// `arms` as YAML; nothing if there are none.
std::string arms_yaml(const Scenario& scenario);
/// Appends a key that visit_scenario does not visit.
ParamRow& add_row(std::vector<ParamRow>& rows, const char* path, const char* type, const char* doc);
/// Appends the keys of `arms`, which visit_scenario does not visit: what an arm sets has any key of a scenario.
void list_arm_parameters(std::vector<ParamRow>& rows);

/// The box of plausible worlds in a document: each point is the document with what the box sets and, of each axis, one
/// value put on it, read by `read` like a scenario of its own. Faults as of arms; one that every point has is said
/// once.
///
/// @param base      the scenario itself, whose seeds the points live on.
/// @param defaults  as for Document::set.
PlausibleBox read_plausible(const Document& document, const Scenario& base, const Document& defaults,
                            const std::function<Scenario(const Document&, Faults&)>& read, Faults& faults);
/// `plausible` as YAML; nothing if there is no box.
std::string plausible_yaml(const Scenario& scenario);
/// Appends the keys of `plausible`, as list_arm_parameters.
void list_plausible_parameters(std::vector<ParamRow>& rows);

/// The section `sweep` of a document; no axes if there is none. Faults of the section by itself: not what is wrong with
/// a value at its path, nor that there are no axes.
SweepSpec read_sweep(const Document& document, Faults& faults);
/// Appends the keys of `sweep`, as list_arm_parameters.
void list_sweep_parameters(std::vector<ParamRow>& rows);

/// The lists that a scenario has without writing them, so that an override can change a row of one.
Document default_lists(const Catalogue& catalogue);
/// A scenario with all its keys but `arms`, `plausible` and `sweep`, which it does not look at.
/// @param file  for its folder, where data files lie, and the name.
Scenario read_without_arms(const Document& document, const std::string& file, const Catalogue& catalogue,
                           Faults& faults);
/// Reads with all overrides, arms and box; checks the sweep. `faults` holds those of the parsing.
Scenario read_document(const Document& document, const std::string& file, const std::vector<Override>& overrides,
                       const Catalogue& catalogue, Faults& faults);

/// Reports each value of a list that stands in it before: it would count twice. .50 and 0.5 are one value.
void refuse_repeated(const Section& axis, Faults& faults);

/// True of paths that neither an arm nor a point of a box or sweep can set.
bool is_same_in_all_arms(const std::string& path);
/// Puts a value at a path of a document, unless the path is one that is the same in all arms.
void put_value(const std::string& path, const std::string& yaml, const Place& place, Document& document,
               const Document& defaults, Faults& faults);
/// Puts the keys and values of a `set` on a document. Keys that are the same in all arms are refused.
void put_set(const Section& set, Document& document, const Document& defaults, Faults& faults);
/// The faults of a changed scenario but those that `of_base` holds, with paths in the changed scenario.
std::vector<Fault> changed_faults(const Faults& found, const std::vector<Fault>& of_base);
/// True of a fault that a value made and that is shown where it stands: at the value, or in a file of rules that the
/// value includes.
/// @param fault    of the changed scenario, whose path is that of the key there.
/// @param key      what the value was set at, as after --set.
/// @param written  place of the value.
bool is_of_value(const Fault& fault, std::string key, const Place& written);
/// `path.key`; `path` alone if the key is empty.
std::string path_below(const std::string& path, const std::string& key);
/// What makes `changed` of `base` but for what is the same in all arms, as lines of a YAML mapping, each behind so many
/// spaces.
std::string differences_yaml(const Scenario& base, const Scenario& changed, std::size_t indent);

/// Faults between keys, each at the place of the key that is the easiest to change. What
/// could not be read, as `faults` says, has its default there and is not reported again.
void check_scenario(const Scenario& scenario, const Document& document, Faults& faults);

}  // namespace clout
