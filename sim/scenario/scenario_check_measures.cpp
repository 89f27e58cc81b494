// Names that measures get from the scores and value models of a scenario: no two measures may have one, or every table
// would take them for one.
#include <map>
#include <string>

#include "sim/scenario/list_names.h"
#include "sim/scenario/scenario_check.h"

namespace clout {
namespace {

/// Measures of the list that a score or another name stands for; precision_worth_LIST is named alike.
std::vector<std::string> list_measures(const std::string& list) {
  return {"precision_gems_" + list, "precision_gems_" + list + "_crowded"};
}

}  // namespace

void check_measure_names(const Check& c) {
  std::map<std::string, std::string> whose;  // by measure
  for (const std::string list : kListNames)
    for (const std::string& measure : list_measures(list)) whose.emplace(measure, "the list " + in_quotes(list));
  for (std::size_t k = 0; k < c.s.scores.size(); ++k) {
    const std::string& name = c.s.scores[k].name;
    bool said = name.empty();
    const auto take = [&](const std::string& measure, const std::string& who) {
      const std::string& owner = whose.emplace(measure, who).first->second;
      if (owner == who || said) return;  // of a score that is there twice check_scores says so
      said = true;
      c.refuse(score_path(c, k),
               who + " and " + owner + " would share the measure " + measure + "; give the score " + "another name");
    };
    for (const std::string& measure : list_measures(name)) take(measure, in_quotes(name));
    for (const ValueSpec& value : c.s.values)
      take("payoff_" + name + '_' + value.name, in_quotes(name) + " with the value model " + in_quotes(value.name));
  }
}

}  // namespace clout
