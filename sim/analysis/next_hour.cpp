#include "sim/analysis/next_hour.h"

#include <cstddef>

namespace clout {
namespace {

/// Probes of a strategy who live as its background does.
std::vector<std::size_t> probes_like(const ProbeOutcomes& world, std::size_t strategy) {
  const ProbeBackground none{};
  const ProbeBackground& people = strategy < world.background.size() ? world.background[strategy] : none;
  const auto lies_within = [&](double hours, double low, double high) {
    return people.agents == 0 || (hours >= low && hours <= high);
  };
  std::vector<std::size_t> probes;
  for (std::size_t k = 0; k < world.probes(); ++k)
    if (world.strategy[k] == strategy &&
        lies_within(world.hours_online[k], people.hours_online_low, people.hours_online_high) &&
        lies_within(world.hours_offline[k], people.hours_offline_low, people.hours_offline_high))
      probes.push_back(k);
  return probes;
}

double mean_change(const ProbeColumn& column, ForkBranch branch, std::span<const std::size_t> probes) {
  double sum = 0;
  for (const std::size_t k : probes) sum += column.of(branch)[k] - column.of(ForkBranch::base)[k];
  return sum / static_cast<double>(probes.size());
}

}  // namespace

std::vector<Measure> next_hour_measures(const ProbeOutcomes& world, std::span<const std::string> strategies) {
  std::vector<Measure> rows;
  for (std::size_t s = 0; s < strategies.size(); ++s) {
    const std::vector<std::size_t> probes = probes_like(world, s);
    if (probes.empty()) continue;
    for (const ProbeColumn& column : world.columns) {
      if (!column.measure.starts_with("score_") && !column.measure.starts_with("gain_")) continue;
      const double online = mean_change(column, ForkBranch::online, probes) / world.step_hours;
      const double offline = mean_change(column, ForkBranch::offline, probes) / world.step_hours;
      const std::string of = column.measure + '_' + std::to_string(column.horizon_days) + 'd';
      const auto add = [&](const char* what, double value) {
        rows.push_back({kProbes, strategies[s], what + of, column.unit + " an hour", value});
      };
      add("marginal_online_", online);
      add("marginal_offline_", offline);
      add("difference_", offline - online);
    }
  }
  return rows;
}

}  // namespace clout
