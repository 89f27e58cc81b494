#include "sim/engine/twins.h"

#include <algorithm>

namespace clout {
namespace {

std::optional<std::uint32_t> first_learner(const Scenario& scenario, Learning::Goal goal) {
  for (std::uint32_t s = 0; s < scenario.strategies.size(); ++s) {
    const StrategySpec& spec = scenario.strategies[s];
    if (spec.setup != nullptr && spec.setup->build()->learning().goal == goal) return s;
  }
  return std::nullopt;
}

std::string score_ever_visible(const Scenario& scenario) {
  if (scenario.visible != "none") return scenario.visible;
  const auto shown = std::find_if(scenario.interventions.begin(), scenario.interventions.end(),
                                  [](const InterventionSpec& what) { return what.kind == "show_score"; });
  return shown == scenario.interventions.end() ? "" : shown->score;
}

}  // namespace

std::optional<Twins> twins_of(const Scenario& scenario) {
  const auto by_score = first_learner(scenario, Learning::Goal::score);
  const auto by_value = first_learner(scenario, Learning::Goal::value);
  if (!by_score || !by_value) return std::nullopt;
  const std::string named = scenario.strategies[*by_score].setup->build()->learning().score;
  return Twins{*by_score, *by_value, named.empty() ? score_ever_visible(scenario) : named};
}

}  // namespace clout
