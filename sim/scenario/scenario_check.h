// Checks of a scenario by subject, and what they have in common; for sim/scenario/scenario_check*.cpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/section.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// What all checks need: the scenario, where its keys were written, where faults go.
struct Check {
  const Scenario& s;
  const Document& document;
  Faults& faults;
  const std::vector<Fault> already;  ///< found before the checks

  void refuse(const std::string& path, const std::string& message) const {
    faults.add(document.place_of(path), path, message);
  }
  /// True if a key was refused already, so that `s` has its default there and says nothing about it.
  bool refused(const std::string& path) const {
    return std::any_of(already.begin(), already.end(), [&](const Fault& fault) { return fault.path == path; });
  }
  bool refused_below(const std::string& path) const {
    return std::any_of(already.begin(), already.end(),
                       [&](const Fault& f) { return f.path.rfind(path + '.', 0) == 0; });
  }
  /// Path of the i-th row of a list, by its name if that is how the file shows it.
  std::string row(const std::string& list, std::size_t i) const {
    const Section at = document.find(list);
    return at.is_list() && i < at.size() ? at.at(i).path() : list + '.' + std::to_string(i);
  }
  /// Names of the strategies, in their order; nothing if one was refused, for it may be the one that a reference means.
  std::optional<std::vector<std::string>> strategy_names() const;
};

/// A number as people write it: six decimals at most.
std::string rounded_text(double value);
std::string days_text(double days);
bool contains(const std::vector<std::string>& words, const std::string& word);
/// "'x' is no role; did you mean 'y'?" or the list of what there is.
std::string not_known(const std::string& word, const char* kind, const std::vector<std::string>& known);

/// Nothing may stand in a list twice.
void check_duplicates(const Check& c, const std::string& list, const std::vector<std::string>& names);
/// What a name may be made of.
bool fits_name(char ch);
/// Why this can be no name of a score, strategy or value; empty if it can.
std::string name_fault(const std::string& name);
/// Names stand in tables, in file columns and in paths of --set; ALL is the row of everybody.
void check_names(const Check& c, const std::string& list, const std::vector<std::string>& names);

/// Path of the k-th score: the visible one, if there is one, then the shadows.
std::string score_path(const Check& c, std::size_t k);

/// No two measures may have one name. scenario_check_measures.cpp.
void check_measure_names(const Check& c);
/// Who lives how: strategies, what they plan, probes, doses. scenario_check_people.cpp.
void check_people(const Check& c);
/// What is kept and asked about the next hour: margins, decomposition. scenario_check_answers.cpp.
void check_answers(const Check& c);

}  // namespace clout
