// What became of the probes of one world in each branch after the fork: the raw material of margins. A world is copied
// at the end of burn-in; in one copy every probe has some hours a week more online, in one as many more offline.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/ids.h"

namespace clout {

/// How a copy goes on after the fork.
enum class ForkBranch : std::uint8_t { base, online, offline };
inline constexpr std::array<const char*, 3> kForkBranchNames = {"base", "online", "offline"};

/// Unit of a measure of probes, by its name: score_* points, gain_* and value_* average people, hours_* h/week, others
/// count agents.
std::string measure_unit(const std::string& measure);

/// One measure, taken so many days after the fork: a figure a probe, in each branch.
struct ProbeColumn {
  std::string measure;  ///< as in summary.csv: score_klout, gain_circles, hours_online_spent, ...
  std::string unit;
  Day horizon_days = 0;
  std::array<std::vector<double>, kForkBranchNames.size()> outcome;  ///< [ForkBranch][probe]

  const std::vector<double>& of(ForkBranch branch) const { return outcome[static_cast<std::size_t>(branch)]; }
};

/// The same of everybody but the probes, summed: who pays for what probes gain.
struct OthersTotal {
  std::string measure;
  std::string unit;
  Day horizon_days = 0;
  std::array<double, kForkBranchNames.size()> outcome{};
};

/// How people of one strategy who are no probes live at the fork: whom advice is for.
struct ProbeBackground {
  double agents = 0;               ///< with an account
  std::vector<double> role_share;  ///< by role; zeros if there is nobody
  /// 5 and 95 % of their doses, h/week; 0 if there is nobody.
  double hours_online_low = 0, hours_online_high = 0, hours_offline_low = 0, hours_offline_high = 0;
};

/// The probes of one world, ascending by id; all columns have one entry a probe.
struct ProbeOutcomes {
  std::uint64_t seed = 0;
  double step_hours = 1;  ///< hours a week that the branches online and offline add to every probe's dose
  std::vector<std::uint32_t> agent;
  std::vector<std::uint8_t> strategy, role;            ///< indices into the scenario's lists
  std::vector<float> hours_online, hours_offline;      ///< doses of the base, hours a week
  double hours_online_max = 0, hours_offline_max = 0;  ///< of the design that doses were drawn from
  std::vector<ProbeColumn> columns;
  std::vector<OthersTotal> others;
  std::vector<ProbeBackground> background;                   ///< by strategy
  double hours_online_median = 0, hours_offline_median = 0;  ///< of everybody with an account who is no probe

  std::size_t probes() const { return agent.size(); }
};

/// Weights of probes, whose roles are given, by which roles are as frequent as `role_share` says: 1 on average, 0 for a
/// role that is not in it.
/// Example: roles 0, 0, 1 and shares .5, .5: .75, .75, 1.5.
std::vector<double> lived_weights(std::span<const std::uint8_t> roles, std::span<const double> role_share);

/// Share of people whose roles none of these probes has. Example: roles 0, 0 and shares .7, .3: .3.
double missed_roles(std::span<const std::uint8_t> roles, std::span<const double> role_share);

}  // namespace clout
