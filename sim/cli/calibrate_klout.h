// Fits the map from Klout's raw numbers to its scores. The score of those who react is part of a raw number, so the map
// moves what it is fitted on: worlds are lived again under the new map until it settles.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/scoring/klout_map.h"
#include "sim/engine/run.h"

namespace clout {

/// Klout in the words of 2012: mean 20, 50 the 95th percentile.
inline constexpr double kKloutMean = 20, kKloutP95 = 50;
/// Agents that a fit needs: of fewer the 95th percentile is the highest score.
inline constexpr std::size_t kKloutAgentsMin = 20;

/// What Klout says of the agents who are present at the end, world after world in the order of seeds.
struct KloutSample {
  std::vector<float> raw;        ///< Klout::raw()
  std::vector<float> published;  ///< scores, the mean over the window
};

struct KloutFit {
  KloutMap map;
  KloutSample sample;    ///< of the last round, lived under the map of the round before
  int rounds = 0;
  double moved = 0;      ///< by how much the last round moved centre or spread, whichever more
  bool settled = false;  ///< less than kKloutSettled
};
inline constexpr double kKloutSettled = 0.002;

/// The scenario with Klout under this map; its other parameters stay.
/// @throws std::invalid_argument  it keeps no score called `klout`.
Scenario with_klout_map(const Scenario& scenario, const KloutMap& map);

/// Lives the scenario's worlds, side by side. hooks: stop and progress. Cut short where stopped.
KloutSample sample_klout(const Scenario& scenario, unsigned threads, const RunHooks& hooks);

/// At most `rounds_max` rounds of sampling and fitting, from the scenario's own map. With fewer than kKloutAgentsMin
/// agents present there is a sample and no fit: `rounds` is 0.
/// @throws std::invalid_argument  no `klout` among the scores.
KloutFit calibrate_klout(const Scenario& scenario, unsigned threads, const RunHooks& hooks, int rounds_max = 6);

/// Centre, spread, and the quantiles that they give; without a fit a sentence, and neither centre nor spread.
std::string klout_fit_text(const KloutFit& fit);

}  // namespace clout
