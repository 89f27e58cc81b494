#include "sim/scenario/hybrids.h"

#include <algorithm>
#include <array>
#include <memory>
#include <sstream>
#include <utility>

#include "sim/core/params.h"

namespace clout {
namespace {

constexpr std::array<const char*, 11> kApproach = {"by_score",        "by_affinity",   "by_bio",       "among_ties",
                                                   "at_random",       "bio_role",      "bio_own_city", "meet_ties",
                                                   "meet_introduced", "meet_answered", "meet_event"};

const StrategySpec* find_strategy(const Scenario& s, const std::string& name) {
  const auto at = std::find_if(s.strategies.begin(), s.strategies.end(),
                               [&](const StrategySpec& spec) { return spec.name == name; });
  return at == s.strategies.end() || at->setup == nullptr ? nullptr : &*at;
}

/// The fields of a plan as YAML, a line each.
std::vector<std::string> lines_of(const StrategySpec& spec) {
  ParamWriter writer;
  spec.setup->clone()->visit(writer);  // a visit may not change what it writes, but its signature does not say so
  std::vector<std::string> lines;
  std::istringstream text(writer.yaml());
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

std::string key_of(const std::string& line) { return line.substr(0, line.find(':')); }

/// A plan that approaches as the one and spends its time as the other; without a setup if they have not the same
/// fields.
StrategySpec hybrid(std::string name, const StrategySpec& approach, const StrategySpec& time,
                    const Row<Strategy>& plan) {
  StrategySpec spec{std::move(name), plan.name, 0, {}, nullptr};
  const std::vector<std::string> whom = lines_of(approach), how = lines_of(time);
  if (whom.size() != how.size()) return spec;
  std::string text;
  for (std::size_t k = 0; k < whom.size(); ++k) {
    if (key_of(whom[k]) != key_of(how[k])) return spec;
    text += (says_whom(key_of(whom[k])) ? whom[k] : how[k]) + '\n';
  }
  Faults faults;
  const Document document = Document::parse(text, "", faults);
  ParamReader reader(document.root(), faults);
  std::shared_ptr<ModelSetup<Strategy>> setup = plan.setup();
  setup->visit(reader);
  reader.finish();
  if (faults.empty()) spec.setup = std::move(setup);
  return spec;
}

}  // namespace

bool says_whom(const std::string& field) {
  return std::find(kApproach.begin(), kApproach.end(), field) != kApproach.end();
}

void add_hybrids(Scenario& s, const Document& document, const Catalogue& catalogue) {
  DecompositionParams& d = s.decomposition;
  const Section written = document.find("decomposition");
  if (written.find("approach_of_strategy").exists() || written.find("time_of_strategy").exists()) return;
  const StrategySpec *strategy = find_strategy(s, d.strategy), *than = find_strategy(s, d.than);
  const Row<Strategy>* plan = find_row(catalogue.strategies, "plan");
  if (strategy == nullptr || than == nullptr || plan == nullptr) return;
  const StrategySpec approach = hybrid(d.strategy + "_approach", *strategy, *than, *plan),
                     time = hybrid(d.strategy + "_time", *than, *strategy, *plan);
  if (approach.setup == nullptr || time.setup == nullptr) return;
  for (const StrategySpec& spec : {approach, time}) {
    s.strategies.push_back(spec);
    if (!s.probes.strategies.empty()) s.probes.strategies.push_back(spec.name);
  }
  d.approach_of_strategy = approach.name;
  d.time_of_strategy = time.name;
}

}  // namespace clout
