// Scenarios read from a text, with what was wrong with them.
#pragma once

#include <string>
#include <vector>

#include "models/catalogue.h"
#include "sim/scenario/scenario.h"

namespace clout::test {

inline const Catalogue& catalogue() {
  static const Catalogue all = make_catalogue();
  return all;
}

struct Read {
  Scenario scenario;
  std::string faults;
};

/// A scenario of this text, as if it stood in ring.yaml.
inline Read read(const std::string& text, const std::vector<Override>& overrides = {}) {
  Faults faults;
  Read result;
  result.scenario = read_scenario(text, "ring.yaml", overrides, catalogue(), faults);
  result.faults = faults.text();
  return result;
}

/// The faults of a scenario of which these lines follow `schema: 1`.
inline std::string faults_of(const std::string& lines, const std::vector<Override>& overrides = {}) {
  return read("schema: 1\n" + lines, overrides).faults;
}

/// What `visible` can be, as faults list it.
inline std::string visible_names() {
  std::string names;
  for (const std::string& name : row_names(catalogue().scoring)) names += name + ", ";
  return names + "none";
}

}  // namespace clout::test
