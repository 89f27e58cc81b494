#include "sim/analysis/probe_outcomes.h"

#include <string_view>

namespace clout {

std::string measure_unit(const std::string& measure) {
  const std::string_view name = measure;
  if (name.starts_with("score_")) return "points";
  if (name.starts_with("gain_") || name.starts_with("value_")) return "average people";
  if (name.starts_with("hours_")) return "h/week";
  return "agents";
}

namespace {

std::vector<double> probes_by_role(std::span<const std::uint8_t> roles, std::size_t known) {
  std::vector<double> probes(known);
  for (const std::uint8_t role : roles)
    if (role < known) probes[role] += 1;
  return probes;
}

}  // namespace

std::vector<double> lived_weights(std::span<const std::uint8_t> roles, std::span<const double> role_share) {
  const std::vector<double> probes = probes_by_role(roles, role_share.size());
  std::vector<double> weight;
  for (const std::uint8_t role : roles)
    weight.push_back(role < probes.size() ? role_share[role] * static_cast<double>(roles.size()) / probes[role] : 0);
  return weight;
}

double missed_roles(std::span<const std::uint8_t> roles, std::span<const double> role_share) {
  const std::vector<double> probes = probes_by_role(roles, role_share.size());
  double missed = 0;
  for (std::size_t r = 0; r < probes.size(); ++r)
    if (probes[r] == 0) missed += role_share[r];
  return missed;
}

}  // namespace clout
