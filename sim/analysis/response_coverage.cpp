#include "sim/analysis/response_coverage.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
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

// What one repetition found of one estimator.
struct Found {
  bool holds = false;
  std::optional<double> error;
  bool there = false;
};

struct At {
  enum : std::size_t { t50, t10, elasticity, knee, slope, family_slope };
};
constexpr std::size_t kEstimators = At::family_slope + 1;
const std::array<std::string, kEstimators> kEstimatorNames{"t50", "t10", "elasticity", "knee", "slope", "slope of "};
using Truths = std::array<std::optional<double>, kEstimators>;

Truths truths_of(const FamilyCurve& curve, double range, const ResponseCoverageParams& params) {
  const ResponseCurve known = ResponseCurve::of(curve);
  return {falls_to_share_of_first_hour(known, 0.5, range),
          falls_to_share_of_first_hour(known, 0.1, range),
          elasticity_of_rise(known, params.dose),
          knee(known, range, params.cells),
          curve.slope(params.dose),
          curve.slope(params.dose)};
}

using FoundAll = std::array<Found, kEstimators>;

FoundAll repeat(const ResponseFitter& fitter, const FamilyCurve& curve, const Truths& truths,
                const ResponseCoverageParams& params, double noise, std::size_t worlds, std::size_t repetition) {
  const std::vector<double> means = known_worlds(curve, params, noise, worlds, repetition);
  const std::array<double, 1> dose{params.dose};
  const ResponseFigures figures = response_figures(fitter, means, dose, {params.resamples, params.seed + repetition});
  const std::array<const PointInterval*, kEstimators> points{
      &figures.t50,  &figures.t10,      &figures.elasticity_of_rise[0],
      &figures.knee, &figures.slope[0], &figures.family_slope[0][static_cast<std::size_t>(curve.family)]};
  FoundAll found;
  for (std::size_t e = 0; e < kEstimators; ++e) {
    found[e].holds = points[e]->holds(truths[e]);
    found[e].there = points[e]->estimate.has_value();
    if (truths[e] && points[e]->estimate) found[e].error = std::abs(*points[e]->estimate / *truths[e] - 1);
  }
  return found;
}

// A row of estimator e over these families; found(f, r) is what repetition r of family f's curve found.
template <class F>
EstimatorRow row_over(const std::vector<std::size_t>& families, const std::array<Truths, kFamilies>& truths,
                      std::size_t e, std::size_t repetitions, const F& found) {
  EstimatorRow row;
  row.estimator = kEstimatorNames[e];
  row.repetitions = repetitions;
  row.lowest = 1;
  std::vector<double> errors;
  std::size_t exist = 0;
  const auto n = static_cast<double>(repetitions);
  for (const std::size_t f : families) {
    double held = 0, there = 0;
    std::vector<double> own_errors;
    for (std::size_t r = 0; r < repetitions; ++r) {
      const Found& one = found(f, r)[e];
      held += one.holds;
      there += one.there;
      if (one.error) own_errors.push_back(*one.error);
    }
    if (!truths[f][e]) {
      row.none_open = std::min(row.none_open.value_or(1), held / n);
      continue;
    }
    ++exist;
    row.coverage += held / n;
    row.exists_share += there / n;
    if (held / n <= row.lowest) {
      row.lowest = held / n;
      row.lowest_of = kFamilyNames[f];
    }
    row.highest = std::max(row.highest, held / n);
    row.largest_error = std::max(row.largest_error, quantile(own_errors, 0.5));
    errors.insert(errors.end(), own_errors.begin(), own_errors.end());
  }
  if (exist == 0) return row;  // there is no truth to hold
  row.coverage /= static_cast<double>(exist);
  row.exists_share /= static_cast<double>(exist);
  row.median_error = quantile(errors, 0.5);
  const CoverageLimits limits = coverage_limits(repetitions);
  row.inside_limits =
      limits.low <= row.coverage && row.coverage <= limits.high && row.none_open.value_or(1) >= limits.low;
  return row;
}

}  // namespace

CoverageLimits coverage_limits(std::size_t repetitions) {
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
  return {std::max(0.0, low / n - kLacking), high / n};
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
  std::array<Truths, kFamilies> truths;
  for (std::size_t f = 0; f < kFamilies; ++f) truths[f] = truths_of(curves[f], fitter.range(), params);

  // Entries are repetitions of curves with each noise and number of worlds, the last the fastest.
  const std::size_t repetitions = params.repetitions, noises = params.noises.size();
  std::vector<FoundAll> found(noises * params.worlds.size() * kFamilies * repetitions);
  pool.for_chunks(found.size(), 1, [&](std::size_t index, std::size_t, std::size_t, unsigned) {
    const std::size_t repetition = index % repetitions, f = index / repetitions % kFamilies,
                      setting = index / repetitions / kFamilies;
    found[index] = repeat(fitter, curves[f], truths[f], params, params.noises[setting % noises],
                          params.worlds[setting / noises], repetition);
  });

  std::vector<EstimatorRow> rows;
  const auto add = [&](const std::vector<std::size_t>& families, std::size_t e, const std::string& family) {
    for (std::size_t noise = 0; noise < noises; ++noise)
      for (std::size_t worlds = 0; worlds < params.worlds.size(); ++worlds) {
        const std::size_t setting = worlds * noises + noise;
        EstimatorRow row = row_over(
            families, truths, e, repetitions, [&](std::size_t f, std::size_t r) -> const auto& {
              return found[(setting * kFamilies + f) * repetitions + r];
            });
        row.estimator += family;
        row.noise = params.noises[noise];
        row.worlds = params.worlds[worlds];
        rows.push_back(std::move(row));
      }
  };
  std::vector<std::size_t> all(kFamilies);
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (const std::size_t e : {At::t50, At::t10, At::elasticity, At::knee, At::slope}) add(all, e, "");
  for (std::size_t f = 0; f < kFamilies; ++f) add({f}, At::family_slope, std::string(kFamilyNames[f]));
  return rows;
}

}  // namespace clout
