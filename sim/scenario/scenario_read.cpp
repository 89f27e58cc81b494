// From text and overrides to a checked Scenario.
#include <algorithm>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "sim/core/readable.h"
#include "sim/scenario/hybrids.h"
#include "sim/scenario/idle_parts.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/scenario_visit.h"
#include "sim/scenario/sweep_reader.h"

namespace clout {
namespace {

/// Whether a file is called as runs call the scenario that they leave.
bool is_resolved(const std::string& file) { return std::filesystem::path(file).filename() == "scenario.resolved.yaml"; }

/// The file's name without ending, as a name of a scenario.
std::string name_from(const std::string& file) {
  std::string name = is_resolved(file) ? "scenario" : std::filesystem::path(file).stem().string();
  for (char& c : name) {
    const bool fits =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!fits) c = '_';
  }
  return name.empty() || name[0] == '-' ? "scenario" : name.substr(0, 100);
}

/// A relative data file lies in the scenario's folder. Kept absolute, so that the resolved scenario works from
/// anywhere.
void locate(std::string& file, const std::filesystem::path& folder) {
  if (file.empty()) return;
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(folder / file, error);
  if (!error) file = absolute.lexically_normal().string();
}

/// The document with the keys of files that scores name: `visible: {file: rules/mine.yaml}`. What the scenario itself
/// says of such a score wins.
Document with_score_files(Document document, const std::filesystem::path& folder, Faults& faults) {
  const auto include = [&](const std::string& path) {
    const Section file = document.find(path).find("file");
    if (!file.exists() || !document.find(path).is_map()) return;
    if (!file.is_scalar() || file.text().empty()) {
      faults.add(file.place(), file.path(), "got " + file.what() + "; the name of a file would do");
      return document.set_aside(path);
    }
    const std::string name = (folder / file.text()).lexically_normal().string();
    if (const std::string cause = why_no_regular_file(name); !cause.empty()) {
      faults.add(file.place(), file.path(),
                 in_quotes(file.text()) + " cannot be read: " + cause + "; paths start at the scenario's folder");
      return document.set_aside(path);
    }
    const Document score = Document::load(name, faults);
    if (score.root().size() == 0) return document.set_aside(path);
    document.include(path, score, "file");
  };
  include("scoring.visible");
  for (std::size_t i = 0; i < document.find("scoring.shadow").size(); ++i)
    include(document.find("scoring.shadow").at(i).path());
  return document;
}

/// A network drawn among few people cannot give everybody 40 followees unless somebody asked for that.
void fit_to_agents(Scenario& s, const Document& document) {
  if (document.find("population.network.following_mean").exists()) return;
  const auto others = static_cast<double>(std::max<std::int64_t>(1, s.population.agents - 1));
  s.network.following_mean = std::min(s.network.following_mean, others);
}

std::vector<std::string> names_of(const auto& specs) {
  std::vector<std::string> names;
  for (const auto& spec : specs) names.push_back(spec.name);
  return names;
}

/// A scenario with all its keys but `arms`, `plausible` and `sweep`.
Scenario read_alone(const Document& written, const std::string& file, const Catalogue& catalogue, IdleParts& idle,
                    Faults& faults) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  const Document document = with_score_files(written, folder, faults);
  Scenario s = default_scenario(catalogue);
  ParamReader reader(document.root(), faults);
  visit_scenario(s, catalogue, reader);
  reader.raw("arms");
  reader.raw("plausible");
  reader.raw("sweep");
  reader.finish();

  if (!document.find("name").exists()) s.name = name_from(file);
  locate(s.population.file, folder);
  locate(s.network.file, folder);
  fit_to_agents(s, document);
  add_hybrids(s, document, catalogue);
  check_scenario(s, document, faults);
  idle.look_at(s, document, faults);
  return s;
}

/// One reading, with the overrides that are given. Faults are at the key that is the easiest to change.
/// @param by_hand  somebody wrote it: what can never do anything in it is a mistake.
Scenario read_once(Document document, const std::string& file, std::span<const Override> overrides,
                   const Catalogue& catalogue, bool by_hand, Faults& faults) {
  const bool nothing_to_read = !faults.empty() && document.root().size() == 0;
  const Document defaults = default_lists(catalogue);
  for (const Override& o : overrides) document.set(o.path, o.value, faults, defaults);
  if (nothing_to_read) return default_scenario(catalogue);
  IdleParts idle;
  Scenario s = read_alone(document, file, catalogue, idle, faults);
  const auto read = [&](const Document& changed, Faults& found) {
    return read_alone(changed, file, catalogue, idle, found);
  };
  s.arms = read_arms(document, defaults, read, faults);
  s.plausible = read_plausible(document, s, defaults, read, faults);
  read_sweep(document, faults);
  if (by_hand && !document.find("sweep")) idle.refuse(faults);  // its points may switch on what a part needs
  return s;
}

// A fault that the file has only because of an override is one of that override, not of the
// innocent line that it does not fit: of the first with which it appears. Cost: a reading more for each override, if
// there are faults.
Scenario read_all(const Document& document, const std::string& file, const std::vector<Override>& overrides,
                  const Catalogue& catalogue, bool by_hand, Faults& faults) {
  Faults found = faults;
  Scenario s = read_once(document, file, overrides, catalogue, by_hand, found);
  if (!found.empty() && !overrides.empty()) {
    std::vector<std::vector<Fault>> before(overrides.size());  // with the first n overrides alone
    for (std::size_t n = 0; n < overrides.size(); ++n) {
      Faults fewer = faults;
      read_once(document, file, std::span(overrides).first(n), catalogue, by_hand, fewer);
      before[n] = fewer.sorted();
    }
    found.change([&](Fault& fault) {
      if (fault.place.file != file) return;
      const auto appeared = std::find_if(before.begin(), before.end(), [&](const std::vector<Fault>& there) {
        return std::any_of(there.begin(), there.end(),
                           [&](const Fault& f) { return f.path == fault.path && f.message == fault.message; });
      });
      if (appeared == before.begin()) return;
      const Override& o = overrides[static_cast<std::size_t>(appeared - before.begin()) - 1];
      fault.place = Document::place_of_override(o.path, o.value);
    });
  }
  faults = std::move(found);
  return s;
}

}  // namespace

// Models stand there by their name alone: all else about them follows from it, and from theta.
Document default_lists(const Catalogue& catalogue) {
  const Scenario defaults = default_scenario(catalogue);
  PopulationParams population = defaults.population;
  std::vector<std::string> strategies = names_of(defaults.strategies), values = names_of(defaults.values);
  const Doc none{"", "", ""};
  ParamWriter text;
  text.group("population", none, [&](ParamVisitor& v) { population.visit(v); });
  text.names("strategies", strategies, {}, none);
  text.group("value", none, [&](ParamVisitor& v) { v.names("models", values, {}, none); });
  Faults faults;
  return Document::parse(text.yaml(), "", faults);
}

Scenario read_without_arms(const Document& document, const std::string& file, const Catalogue& catalogue,
                           Faults& faults) {
  IdleParts idle;
  return read_alone(document, file, catalogue, idle, faults);
}

Scenario read_document(const Document& document, const std::string& file, const std::vector<Override>& overrides,
                       const Catalogue& catalogue, Faults& faults) {
  return read_all(document, file, overrides, catalogue, false, faults);
}

Scenario read_scenario(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                       const Catalogue& catalogue, Faults& faults) {
  Faults found;
  const Document document = Document::parse(text, file, found);
  Scenario s = read_document(document, file, overrides, catalogue, found);
  if (found.empty()) check_unused_sweep(document, file, overrides, catalogue, found);
  faults.append(found);
  return s;
}

// What stands in a file somebody wrote: parts of scores that can do nothing in it are refused (idle_parts.h). What a
// run left, and a text, may be the scenario of an arm that takes away what a part needs.
Scenario load_scenario(const std::string& path, const std::vector<Override>& overrides, const Catalogue& catalogue,
                       Faults& faults) {
  Faults found;
  const Document document = Document::load(path, found);
  Scenario s = read_all(document, path, overrides, catalogue, !is_resolved(path), found);
  if (found.empty()) check_unused_sweep(document, path, overrides, catalogue, found);
  faults.append(found);
  return s;
}

}  // namespace clout
