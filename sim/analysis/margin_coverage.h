// Does a 95 % interval of margins and points hold the truth in 95 of 100 repetitions? Answered on made-up probes whose
// surface is known in closed form, with noise of worlds and of probes.
//
// What it shows (200 repetitions): margins, mixes and losses are covered in 90 to 97 of 100; the points take_it_offline
// and h_dagger, which lie at the edge of the design or where a curve is flat, in 90 to 95; an average hour, with 10
// worlds, in 89. The median error of
// take_it_offline is 4.6 % with 30 worlds at a signal to noise of 20, nearly all of it noise; 6.8 % with 10 worlds;
// with 20 worlds 11 % at 10 and 18 % at 5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/analysis/offline_point.h"
#include "sim/analysis/probe_outcomes.h"

namespace clout {

/// G(online, offline) = level + online_gain log(1 + online / online_hours) + offline_gain log(1 + offline /
/// offline_hours): both returns diminish, in closed form.
struct KnownSurface {
  double level = 1;
  double online_gain = 3, online_hours = 2;
  double offline_gain = 6, offline_hours = 8;

  double gain(double online, double offline) const;
  double marginal_online(double online, double step) const;  ///< [G(online + step, .) - G(online, .)] / step
  double marginal_offline(double offline, double step) const;

  /// Hours online at which a step offline begins to buy more than one online, at `offline` hours offline:
  /// step / (r - 1) - online_hours with log r = marginal_offline step / online_gain; may be negative.
  double crossing(double offline, double step) const;
};

struct CoverageParams {
  KnownSurface surface;
  double snr = 20;           ///< range of D over the design divided by the sd of D of one probe; 0 = no noise
  double world_share = 0.1;  ///< of the noise's variance that all probes of a world share. Assumed.
  std::size_t worlds = 20, probes = 50;  ///< probes a world, of the one strategy
  double hours_max = 20;
  Dose dose{10, 2};   ///< at which margins are estimated
  Dose median{4, 3};  ///< of the median user
  std::size_t repetitions = 200, resamples = 999;
  std::uint64_t seed = 1;
};

struct CoverageRow {
  std::string estimator;  ///< take_it_offline, marginal_online, marginal_offline, difference, average_hour, h_dagger,
                          ///< frontier_at_4h; best_mix_share with _low and _high of its band, loss_all_online, _offline
  double truth = 0;
  std::size_t repetitions = 0, with_estimate = 0, with_interval = 0, covered = 0;
  double coverage = 0;  ///< covered / with_interval; an interval that is open above holds all that is above its low
  double median_relative_error = 0;  ///< of |estimate - truth| / |truth| over repetitions with an estimate
  double median_width = 0;           ///< of the interval, in units of the truth
};

/// Made-up probes of one world: doses by a shifted lattice, hours = hours_max u^2; base, online and offline outcomes.
ProbeOutcomes known_outcomes(const CoverageParams& params, std::uint64_t world_seed);

/// @return one row an estimator; margins at `dose`, the mix for a total of 10 hours.
/// @throws std::invalid_argument  no worlds, probes or repetitions, or noise that is negative.
/// Cost: about 20 ms a repetition with 20 worlds of 50 probes and 999 resamples.
std::vector<CoverageRow> margin_coverage(const CoverageParams& params);

}  // namespace clout
