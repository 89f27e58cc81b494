// The last step of klout: from a raw number without bounds to a daily score in [1, 100]. Its two constants were fitted
// once and are frozen: a score that were graded on the curve of each world could not be compared between worlds.
#pragma once

#include <span>

namespace clout {

/// The frozen constants, and the only place where they stand: what `clout calibrate klout` printed for
/// scenarios/calibration.yaml (40 worlds of 10,000 casual people, no score visible) on 23 November 2026. They belong to
/// the default weights of klout; calibrate again if those, or how people live by default, change.
inline constexpr double kMapCentre = 3.405;
inline constexpr double kMapSpread = 1.699;

struct KloutMap {
  double centre = kMapCentre;  ///< raw number that is mapped to 50.5
  double spread = kMapSpread;  ///< > 0
  bool converged = true;       ///< of a fit: both targets are met
};

/// 1 + 99 / (1 + exp(-(raw - centre) / spread)): the daily score of `raw`.
double klout_daily(double raw, const KloutMap& map);

/// The map under which daily scores have the wanted mean and 95th percentile (nearest rank).
///
/// @param raws         raw numbers of the agents to be fitted on, Klout::raw() of those who are present.
/// @param target_mean  20 for Klout in 2012; must lie below target_p95.
/// @param target_p95   50 for Klout in 2012; in (1, 100).
/// @return converged is false if no spread in [1e-3, 1e3] gives that mean (as when all raws are equal, or fewer than
/// two).
/// @throws std::invalid_argument  targets out of range.
/// Cost: 60 passes over raws. Source of the targets: Klout's own words of 2010-13 ("20 = pretty good", "50+" the 95th
/// percentile).
KloutMap fit_klout_map(std::span<const float> raws, double target_mean, double target_p95);

}  // namespace clout
