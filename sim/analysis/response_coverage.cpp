#include "sim/analysis/response_coverage.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "sim/analysis/diminishing.h"
#include "sim/analysis/inequality.h"
#include "sim/analysis/response_figures.h"
#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/core/random.h"

namespace clout {
namespace {

struct Estimator {
  std::string name;
  std::optional<double> truth;
};

// What one repetition found of one estimator.
struct Found {
  bool holds = false;
  std::optional<double> error;
  bool there = false;
};

std::vector<Estimator> estimators_of(const FamilyCurve& curve, double range, const ResponseCoverageParams& params) {
  const ResponseCurve known = ResponseCurve::of(curve);
  const std::string of = " of " + std::string(kFamilyNames[static_cast<std::size_t>(curve.family)]);
  return {{"t50" + of, falls_to_share_of_first_hour(known, 0.5, range)},
          {"t10" + of, falls_to_share_of_first_hour(known, 0.1, range)},
          {"elasticity" + of, elasticity_of_rise(known, params.dose)},
          {"knee" + of, knee(known, range, params.cells)},
          {"slope" + of, curve.slope(params.dose)},
          {"slope" + of + " alone", curve.slope(params.dose)}};
}

std::vector<Found> repeat(const ResponseFitter& fitter, const FamilyCurve& curve,
                          const std::vector<Estimator>& estimators, const ResponseCoverageParams& params, double noise,
                          std::size_t worlds, std::size_t repetition) {
  const std::vector<double> means = known_worlds(curve, params, noise, worlds, repetition);
  const std::array<double, 1> dose{params.dose};
  const ResponseFigures figures =
      response_figures(fitter, means, dose, {params.resamples, params.seed + repetition});
  const std::array<const PointInterval*, 6> points{
      &figures.t50,      &figures.t10,
      &figures.elasticity_of_rise[0], &figures.knee,
      &figures.slope[0], &figures.family_slope[0][static_cast<std::size_t>(curve.family)]};
  std::vector<Found> found(estimators.size());
  for (std::size_t e = 0; e < estimators.size(); ++e) {
    const std::optional<double> truth = estimators[e].truth;
    found[e].holds = points[e]->holds(truth);
    found[e].there = points[e]->estimate.has_value();
    if (truth && points[e]->estimate) found[e].error = std::abs(*points[e]->estimate / *truth - 1);
  }
  return found;
}

}  // namespace

CoverageLimits coverage_limits(std::size_t repetitions, bool truth_exists) {
  if (repetitions == 0) throw std::invalid_argument("coverage_limits: at least one repetition");
  constexpr double kCoverage = 0.95, kLeftOut = 0.005, kLacking = 0.03;
  const auto n = static_cast<double>(repetitions);
  // Binomial chances from their logarithms: of 0 .. n intervals that hold the truth.
  double log_chance = n * det_log1p(-kCoverage), below = 0;
  const double log_odds = det_log(kCoverage) - det_log1p(-kCoverage);
  double low = 0, high = n;
  bool low_found = false;
  for (std::size_t k = 0; k <= repetitions; ++k) {
    const auto hits = static_cast<double>(k);
    const double to_here = below + det_exp(log_chance);
    if (!low_found && to_here > kLeftOut) {
      low = hits;
      low_found = true;
    }
    if (to_here >= 1 - kLeftOut) {
      high = hits;
      break;
    }
    below = to_here;
    log_chance += log_odds + det_log((n - hits) / (hits + 1));
  }
  return {std::max(0.0, low / n - kLacking), truth_exists ? high / n : 1.0};
}

std::array<FamilyCurve, kFamilies> known_curves(double hours_max) {
  std::array<FamilyCurve, kFamilies> curves;
  for (std::size_t f = 0; f < kFamilies; ++f) {
    FamilyCurve& curve = curves[f];
    curve.family = static_cast<Family>(f);
    curve.hours = curve.family == Family::hill ? hours_max / 4 : hours_max / 8;
    curve.shape = curve.family == Family::hill ? 2 : 0.5;
    curve.baseline = 0.2;
    curve.scale = 1;
    curve.scale = 1 / (curve.value(hours_max) - curve.baseline);
  }
  return curves;
}

std::vector<double> known_doses(const ResponseCoverageParams& params) {
  const auto n = static_cast<double>(params.cells);
  std::vector<double> doses;
  for (std::size_t cell = 0; cell < params.cells; ++cell) {
    const auto c = static_cast<double>(cell);
    doses.push_back(params.hours_max * (3 * c * c + 3 * c + 1) / (3 * n * n));
  }
  return doses;
}

std::vector<double> known_worlds(const FamilyCurve& curve, const ResponseCoverageParams& params, double noise,
                                 std::size_t worlds, std::size_t repetition) {
  const std::vector<double> doses = known_doses(params);
  const double sd = noise * (curve.value(params.hours_max) - curve.value(0));
  const double of_world = sd * std::sqrt(params.world_share), of_cell = sd * std::sqrt(1 - params.world_share);
  std::vector<double> means;
  for (std::size_t w = 0; w < worlds; ++w) {
    Rng rng(params.seed, Stream::test, static_cast<std::uint64_t>(curve.family), repetition, w);
    const double shared = of_world * normal(rng);
    for (const double t : doses) means.push_back(curve.value(t) + shared + of_cell * normal(rng));
  }
  return means;
}

std::vector<EstimatorRow> response_coverage(const ResponseCoverageParams& params, ThreadPool& pool) {
  if (params.noises.empty() || params.worlds.empty() || params.repetitions == 0)
    throw std::invalid_argument("response_coverage: needs noises, worlds and repetitions");
  const ResponseFitter fitter(known_doses(params));
  const auto curves = known_curves(params.hours_max);
  std::array<std::vector<Estimator>, kFamilies> estimators;
  for (std::size_t f = 0; f < kFamilies; ++f) estimators[f] = estimators_of(curves[f], fitter.range(), params);

  // A setting is a curve, a noise and a number of worlds; entries are repetitions of settings.
  const std::size_t settings = kFamilies * params.noises.size() * params.worlds.size();
  std::vector<std::vector<Found>> found(settings * params.repetitions);
  pool.for_chunks(found.size(), 1, [&](std::size_t index, std::size_t, std::size_t, unsigned) {
    const std::size_t setting = index / params.repetitions, repetition = index % params.repetitions;
    const std::size_t f = setting % kFamilies, noise = setting / kFamilies % params.noises.size(),
                      worlds = setting / kFamilies / params.noises.size();
    found[index] = repeat(fitter, curves[f], estimators[f], params, params.noises[noise], params.worlds[worlds],
                          repetition);
  });

  std::vector<EstimatorRow> rows;
  for (std::size_t e = 0; e < estimators[0].size(); ++e)
    for (std::size_t f = 0; f < kFamilies; ++f)
      for (std::size_t noise = 0; noise < params.noises.size(); ++noise)
        for (std::size_t worlds = 0; worlds < params.worlds.size(); ++worlds) {
          const std::size_t setting = (worlds * params.noises.size() + noise) * kFamilies + f;
          EstimatorRow row;
          row.estimator = estimators[f][e].name;
          row.noise = params.noises[noise];
          row.worlds = params.worlds[worlds];
          row.repetitions = params.repetitions;
          row.truth_exists = estimators[f][e].truth.has_value();
          std::vector<double> errors;
          for (std::size_t r = 0; r < params.repetitions; ++r) {
            const Found& one = found[setting * params.repetitions + r][e];
            row.coverage += one.holds;
            row.exists_share += one.there;
            if (one.error) errors.push_back(*one.error);
          }
          row.coverage /= static_cast<double>(params.repetitions);
          row.exists_share /= static_cast<double>(params.repetitions);
          row.median_error = quantile(errors, 0.5);
          const CoverageLimits limits = coverage_limits(params.repetitions, row.truth_exists);
          row.inside_limits = limits.low <= row.coverage && row.coverage <= limits.high;
          rows.push_back(row);
        }
  return rows;
}

}  // namespace clout
