// What makes how much of the difference between two strategies: whom they approach, how they spend their time online,
// how long they are offline, and who they are. Probes live by each of the two plans and by the two hybrids that have
// the approach of the one and the time of the other, at doses by design; so every combination is there, and Shapley
// shares tell which difference brings what, whatever the order in which one thinks of them (shapley.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/bootstrap.h"
#include "sim/analysis/margins.h"
#include "sim/analysis/probe_outcomes.h"

namespace clout {

struct DecompositionQuestion {
  /// By plan, indices as in ProbeOutcomes::strategy. Bit 0 of the place: approaches as the strategy does; bit 1: spends
  /// its time as the strategy does. So {than, its approach alone, its time alone, strategy}.
  std::array<std::uint8_t, 4> plans{};
  double hours_online = 0;                ///< a week, in all cells
  std::array<double, 2> hours_offline{};  ///< a week: of `than`, of the strategy
  BootstrapParams bootstrap;
};

/// One row of decomposition.csv.
struct DecompositionRow {
  std::string measure, unit;
  Day horizon_days = 0;
  Standardisation standardisation = Standardisation::matched;
  /// approach, time, hours_offline and, as lived, roles: Shapley values, which sum to `whole`; whole: strategy less
  /// than; than, strategy: the levels that it is the difference of.
  std::string part;
  FigureInterval figure;  ///< in the measure's unit
  FigureInterval share;   ///< of the whole; exists for the first four, and only if the interval of the whole excludes 0
};

struct Decomposition {
  std::vector<DecompositionRow> rows;
  std::vector<std::string> notes;  ///< sentences on what could not be said, and why
};

/// Parts of the difference in every measure.
///
/// A cell is the local fit (DoseSurface) of the base outcome of the probes of one plan, over all worlds, at the dose
/// online that all cells share and the dose offline of one of the two strategies. As matched, probes as the design made
/// them: 2^3 cells. As lived, weighed so that their roles are as frequent as in the background of one of the two
/// strategies: 2^4 cells, the fourth factor being the roles; left out where one of the two has no background,
/// or one of the four plans no probe of a role that is in it.
/// Intervals are over worlds (bootstrap_worlds), shares those of ratios.
/// @param worlds  all with the same columns in the same order.
/// @throws std::invalid_argument  worlds whose columns differ.
/// Example: cells that are 5 with the strategy's approach and 1 without, whatever else: approach 4, all others 0.
/// Cost: (1 + resamples) * columns * 12 surfaces of 2 nodes.
/// Source: Shapley 1953; Shorrocks 2013.
Decomposition decompose(std::span<const ProbeOutcomes> worlds, const DecompositionQuestion& question);

}  // namespace clout
