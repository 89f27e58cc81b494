// Tries plans against each other. Probes of one world try many plans side by side: each gets one, whatever its role and
// dose, while the background lives as the scenario says; so plans are compared on the same crowd, and nobody's plan
// changes what its rivals are measured on but through the little that probes do to each other.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/interval.h"
#include "sim/engine/run.h"
#include "sim/plugin/strategy.h"
#include "sim/scenario/scenario.h"

namespace clout {

/// A plan to be tried.
struct Candidate {
  std::string label;  ///< what was varied, for messages
  Plan plan;
};

/// A strategy whose people all live by this plan; of no share and any role.
StrategySpec strategy_of(const std::string& name, const Plan& plan);

/// The scenario with these plans given to its probes and nobody else, plan (k + rotation) mod n in the place of plan k.
/// @throws std::invalid_argument  more than 200 strategies in all, or no candidate.
Scenario with_candidates(const Scenario& scenario, std::span<const Candidate> candidates, std::size_t rotation,
                         double probe_share);

/// How a plan did, world after world; a world in which no probe had it is left out.
struct PlanTrial {
  Candidate candidate;
  std::vector<double> worlds;
  double mean() const;
};

/// On what and how trials are run.
struct TrialOrder {
  const Scenario& scenario;
  double probe_share = 0.2;
  unsigned threads = 1;
  RunHooks hooks;  ///< stop and progress
  bool stopped() const { return hooks.stop && hooks.stop->load(std::memory_order_relaxed); }
};

/// Lives `seeds` times `rotations` worlds. A plan's figure of a world is its mean over probes, of all rotations.
std::vector<PlanTrial> try_plans(const TrialOrder& order, std::vector<Candidate> candidates, const std::string& measure,
                                 std::span<const std::uint64_t> seeds, std::size_t rotations);

/// A plan that was tried, beside the present one.
struct RankedPlan {
  Plan plan;
  std::string label;
  bool present = false;
  Interval outcome;       ///< over worlds
  Interval over_present;  ///< its lead over the present plan, world by world
  std::vector<double> worlds;  ///< what it brought in each
};

/// Ranks by outcome; `present` is the index of the present plan in `trials`.
std::vector<RankedPlan> rank_plans(std::span<const PlanTrial> trials, std::size_t present);

}  // namespace clout
