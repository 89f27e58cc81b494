// Arms: the same scenario with something changed. What an arm sets is set as the command line sets it, so there is
// one way to change a scenario; written down, an arm is what its whole scenario differs in, so that reading it back
// onto the resolved scenario gives the same again, whatever was derived from whatever.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/scenario/scenario_visit.h"

namespace clout {
namespace {

constexpr std::size_t kMostArms = 200;

// Seeds pair the worlds of all arms, and one folder holds their files.
constexpr std::array<const char*, 7> kSameInAllArms = {"schema", "name",      "worlds", "output",
                                                       "arms",   "plausible", "sweep"};

bool is_folder_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 && name[0] != '-' && std::all_of(name.begin(), name.end(), [](char ch) {
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '-';
  });
}

/// A name for the arm; "" with a fault if what is written is none.
std::string read_name(const Section& row, const std::vector<ArmSpec>& before, Faults& faults) {
  const Section written = row.is_scalar() ? row : row.find("name");
  if (!written) {
    faults.add(row.place(), row.path(), "a name is missing; write {name: hidden, set: {scoring.visible: none}}");
    return "";
  }
  const std::string name = read_text(written, faults).value_or("");
  const auto refuse = [&](const std::string& message) {
    faults.add(written.place(), written.path(), message);
    return std::string();
  };
  if (!written.is_scalar()) return "";
  if (!is_folder_name(name))
    return refuse(in_quotes(name) + " names a folder; write up to 100 letters, digits, '_' or '-'");
  if (name == kBaseArm) return refuse("'base' is the scenario itself and always there; give the arm another name");
  for (const ArmSpec& arm : before)
    if (arm.name == name)
      return refuse(in_quotes(name) + " stands there already; give it another name or leave it out");
  return name;
}

/// The first key of a path, which may be in quotes.
std::string first_of(std::string path) {
  std::erase(path, '"');
  return path.substr(0, path.find('.'));
}

/// Where a fault of an arm is shown: what an arm sets may also be at fault for what it left alone.
Place shown_at(const Fault& fault, const Section& set, const Place& arm) {
  for (std::size_t k = 0; set.is_map() && k < set.size(); ++k)
    if (is_of_value(fault, set.at(k).key(), set.at(k).key_place())) return fault.place;
  return arm;
}

/// What differs between two resolved scenarios: the paths of `arm` that make it of `base`.
void differences(const Section& base, const Section& arm, std::vector<Override>& set) {
  bool alike = base.kind() == arm.kind() && base.size() == arm.size() && arm.size() > 0;
  for (std::size_t i = 0; alike && i < arm.size(); ++i)
    alike = base.at(i).key() == arm.at(i).key() && (arm.is_map() || (arm.at(i).is_map() && base.at(i).is_map()));
  if (alike) {
    for (std::size_t i = 0; i < arm.size(); ++i) differences(base.at(i), arm.at(i), set);
  } else if (base.flow_yaml() != arm.flow_yaml()) {
    set.push_back({arm.path(), arm.flow_yaml()});
  }
}

/// The resolved scenario without arms as a tree.
Document tree_of(const Scenario& scenario) {
  Scenario alone = scenario;
  alone.arms.clear();
  alone.plausible = {};
  Faults none;
  return Document::parse(resolved_yaml(alone), "", none);
}

}  // namespace

bool is_same_in_all_arms(const std::string& path) {
  return std::find(kSameInAllArms.begin(), kSameInAllArms.end(), first_of(path)) != kSameInAllArms.end();
}

void put_value(const std::string& path, const std::string& yaml, const Place& place, Document& document,
               const Document& defaults, Faults& faults) {
  if (is_same_in_all_arms(path)) {
    faults.add(place, path, "is the same in all arms; leave it out");
  } else {
    document.set(path, yaml, place, faults, defaults);
  }
}

void put_set(const Section& set, Document& document, const Document& defaults, Faults& faults) {
  for (std::size_t k = 0; set.is_map() && k < set.size(); ++k) {
    const Section value = set.at(k);
    put_value(value.key(), value.flow_yaml(), value.key_place(), document, defaults, faults);
  }
}

std::vector<Fault> changed_faults(const Faults& found, const std::vector<Fault>& of_base) {
  std::vector<Fault> changed = found.sorted();
  std::erase_if(changed, [&](const Fault& fault) {
    return std::any_of(of_base.begin(), of_base.end(),
                       [&](const Fault& known) { return known.path == fault.path && known.message == fault.message; });
  });
  return changed;
}

bool is_of_value(const Fault& fault, std::string key, const Place& written) {
  if (fault.place == written) return true;
  std::erase(key, '"');
  if (key.ends_with(".file")) key.resize(key.rfind('.'));  // what is in the file stands beside it
  return fault.place.line > 0 && fault.place.file != written.file && (fault.path + '.').starts_with(key + '.');
}

std::string path_below(const std::string& path, const std::string& key) {
  return key.empty() ? path : path + '.' + key;
}

std::string differences_yaml(const Scenario& base, const Scenario& changed, std::size_t indent) {
  Scenario same = changed;
  same.name = base.name;
  same.worlds = base.worlds;
  same.output = base.output;
  const Document from = tree_of(base), to = tree_of(same);
  std::vector<Override> set;
  differences(from.root(), to.root(), set);
  std::string text;
  for (const Override& o : set) text += std::string(indent, ' ') + o.path + ": " + o.value + "\n";
  return text;
}

std::vector<ArmSpec> read_arms(const Document& document, const Document& defaults,
                               const std::function<Scenario(const Document&, Faults&)>& read, Faults& faults) {
  std::vector<ArmSpec> arms;
  const Section list = document.root().find("arms");
  if (!list) return arms;
  if (!list.is_list()) {
    faults.add(list.place(), list.path(),
               "expected a list, got " + list.what() + "; write [{name: hidden, set: {scoring.visible: none}}]");
    return arms;
  }
  if (list.size() > kMostArms)
    faults.add(list.place(), list.path(), std::to_string(list.size()) + " arms; at most 200 would do");
  const std::vector<Fault> of_base = faults.sorted();
  for (std::size_t i = 0; i < list.size() && i < kMostArms; ++i) {
    const Section row = list.at(i);
    ArmSpec arm;
    arm.name = read_name(row, arms, faults);
    Document changed = document;
    Faults found;
    Section set;
    if (row.is_map()) {
      ParamReader keys(row, faults);
      keys.raw("name");
      set = keys.raw("set");
      keys.finish();
      if (set && !set.is_map() && !set.is_null())
        faults.add(
            set.place(), set.path(),
            "expected keys with values, got " + set.what() + "; write {scoring.visible: none, population.phi: 0}");
      put_set(set, changed, defaults, found);
    }
    arm.scenario = std::make_shared<Scenario>(read(changed, found));
    for (const Fault& fault : changed_faults(found, of_base))
      faults.add(shown_at(fault, set, row.place()), path_below(row.path() + ".set", fault.path), fault.message);
    arms.push_back(std::move(arm));
  }
  return arms;
}

std::string arms_yaml(const Scenario& scenario) {
  if (scenario.arms.empty()) return "";
  std::string text = "arms:\n";
  for (const ArmSpec& arm : scenario.arms) {
    const std::string set = differences_yaml(scenario, *arm.scenario, 6);
    text += "  - name: " + yaml_quoted(arm.name) + "\n    set:" + (set.empty() ? " {}\n" : "\n") + set;
  }
  return text;
}

ParamRow& add_row(std::vector<ParamRow>& rows, const char* path, const char* type, const char* doc) {
  ParamRow row;
  row.path = path;
  row.type = type;
  row.doc = doc;
  return rows.emplace_back(std::move(row));
}

void list_arm_parameters(std::vector<ParamRow>& rows) {
  add_row(
      rows, "arms", "list",
      "Controls: the same scenario with something changed, lived on the same seeds and set beside it in one table. The "
      "scenario itself is the arm `base`.");
  add_row(rows, "arms.*.name", "text", "What tables and the folder call it.");
  add_row(rows, "arms.*.set", "keys and values",
          "What is changed: paths as after --set, with their values. Nothing: a twin of the scenario.");
}

}  // namespace clout
