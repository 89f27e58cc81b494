#include "sim/engine/twins.h"

namespace clout {
namespace {

std::optional<std::uint32_t> first_learner(const Scenario& scenario, Learning::Goal goal) {
  for (std::uint32_t s = 0; s < scenario.strategies.size(); ++s) {
    const StrategySpec& spec = scenario.strategies[s];
    if (spec.setup != nullptr && spec.setup->build()->learning().goal == goal) return s;
  }
  return std::nullopt;
}

std::string first_visible_score(const Scenario& scenario) {
  if (scenario.visible != "none") return scenario.visible;
  const InterventionSpec* first = nullptr;  // in time: the list may be in any order
  for (const InterventionSpec& what : scenario.interventions)
    if (what.kind == "show_score" && (first == nullptr || what.day < first->day)) first = &what;
  return first == nullptr ? "" : first->score;
}

}  // namespace

std::optional<Twins> twins_of(const Scenario& scenario) {
  const auto by_score = first_learner(scenario, Learning::Goal::score);
  const auto by_value = first_learner(scenario, Learning::Goal::value);
  if (!by_score || !by_value) return std::nullopt;
  const std::string named = scenario.strategies[*by_score].setup->build()->learning().score;
  return Twins{*by_score, *by_value, named.empty() ? first_visible_score(scenario) : named};
}

}  // namespace clout
