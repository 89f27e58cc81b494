#include "models/scoring/klout_map.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "sim/core/math.h"

namespace clout {
namespace {

// The 95th percentile fixes the centre once the spread is known.
KloutMap through_p95(double raw95, double spread, double target_p95) {
  const double share = (target_p95 - 1) / 99;
  return {raw95 - spread * det_log(share / (1 - share)), spread, true};
}

double mean_daily(std::span<const float> raws, const KloutMap& map) {
  double sum = 0;
  for (const float raw : raws) sum += klout_daily(raw, map);
  return sum / static_cast<double>(raws.size());
}

}  // namespace

double klout_daily(double raw, const KloutMap& map) { return 1 + 99 / (1 + det_exp(-(raw - map.centre) / map.spread)); }

KloutMap fit_klout_map(std::span<const float> raws, double target_mean, double target_p95) {
  if (!(target_p95 > 1 && target_p95 < 100))
    throw std::invalid_argument("fit_klout_map: target_p95 is outside (1, 100)");
  if (!(target_mean > 1 && target_mean < target_p95))
    throw std::invalid_argument("fit_klout_map: target_mean is outside (1, target_p95)");
  if (raws.size() < 2) return {kMapCentre, kMapSpread, false};

  std::vector<float> sorted(raws.begin(), raws.end());
  const auto rank95 = sorted.begin() + static_cast<std::ptrdiff_t>((sorted.size() * 95 + 99) / 100 - 1);
  std::nth_element(sorted.begin(), rank95, sorted.end());
  const double raw95 = *rank95;

  // A wider map lifts the many below the 95th percentile and lowers the few above: the mean rises with the spread.
  double log_low = det_log(1e-3), log_high = det_log(1e3);
  const auto mean_at = [&](double log_spread) {
    return mean_daily(raws, through_p95(raw95, det_exp(log_spread), target_p95));
  };
  if (mean_at(log_low) > target_mean || mean_at(log_high) < target_mean) {
    KloutMap map = through_p95(raw95, kMapSpread, target_p95);
    map.converged = false;
    return map;
  }
  for (int step = 0; step < 60; ++step) {
    const double middle = (log_low + log_high) / 2;
    (mean_at(middle) < target_mean ? log_low : log_high) = middle;
  }
  return through_p95(raw95, det_exp((log_low + log_high) / 2), target_p95);
}

}  // namespace clout
