#include "sim/analysis/who_pays.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace clout {
namespace {

constexpr std::string_view kValue = "value_";

const ProbeColumn& gain_of(const ProbeOutcomes& world, const std::string& value, Day horizon_days) {
  for (const ProbeColumn& column : world.columns)
    if (column.measure == "gain_" + value && column.horizon_days == horizon_days) return column;
  throw std::invalid_argument("hour_returns: a world has the total of " + value + " and not its gain");
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

/// Row `total` of OthersTotal in every world, for one branch.
HourReturn return_in(std::span<const ProbeOutcomes> worlds, std::size_t total, ForkBranch branch) {
  HourReturn row;
  std::vector<double> own, others, social;
  for (const ProbeOutcomes& world : worlds) {
    const OthersTotal& rest = world.others.at(total);
    row.value = rest.measure.substr(kValue.size());
    row.horizon_days = rest.horizon_days;
    if (world.probes() == 0) continue;
    const double hours = world.step_hours * static_cast<double>(world.probes());
    const ProbeColumn& gain = gain_of(world, row.value, rest.horizon_days);
    own.push_back((sum_of(gain.of(branch)) - sum_of(gain.of(ForkBranch::base))) / hours);
    others.push_back((rest.outcome[static_cast<std::size_t>(branch)] - rest.outcome[0]) / hours);
    social.push_back(own.back() + others.back());
  }
  row.branch = kForkBranchNames[static_cast<std::size_t>(branch)];
  row.own = mean_interval(own);
  row.others = mean_interval(others);
  row.social = mean_interval(social);
  return row;
}

}  // namespace

std::vector<HourReturn> hour_returns(std::span<const ProbeOutcomes> worlds) {
  std::vector<HourReturn> rows;
  if (worlds.empty()) return rows;
  for (std::size_t total = 0; total < worlds.front().others.size(); ++total)
    for (const ForkBranch branch : {ForkBranch::online, ForkBranch::offline})
      rows.push_back(return_in(worlds, total, branch));
  return rows;
}

}  // namespace clout
