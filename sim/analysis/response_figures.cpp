#include "sim/analysis/response_figures.h"

#include <algorithm>
#include <stdexcept>

#include "sim/analysis/diminishing.h"
#include "sim/core/random.h"

namespace clout {
namespace {

// Where a point is put that does not lie in the range: beyond it, so that order statistics know it is later than any.
double beyond(double range) { return 2 * range; }

// Places of figures in a resample.
enum Slot : std::size_t { kT50, kT50There, kT10, kT10There, kKnee, kFirstDose };
constexpr std::size_t kElasticity = 0, kRise = 1, kSlope = 2, kFamilySlope = 3, kADose = kFamilySlope + kFamilies;

// One family in place of the average, drawn with its weight.
ResponseCurve one_family(const ResponseCurve& average, double unit) {
  std::size_t f = 0, last = 0;
  for (; f < kFamilies; ++f) {
    if (average.weight[f] <= 0) continue;
    last = f;
    if (unit < average.weight[f]) break;
    unit -= average.weight[f];
  }
  return ResponseCurve::of(average.curve[last]);
}

double or_none(std::optional<double> figure) { return figure ? *figure : kNone; }

// @param curve  that points are read from: the average over families, or one of them.
void fill(const ResponseFit& fit, const ResponseCurve& curve, const ResponseFitter& fitter,
          std::span<const double> doses, std::span<double> figures) {
  const double range = fitter.range();
  const auto t50 = falls_to_share_of_first_hour(curve, 0.5, range);
  const auto t10 = falls_to_share_of_first_hour(curve, 0.1, range);
  figures[kT50] = t50 ? *t50 : beyond(range);
  figures[kT50There] = or_none(t50);
  figures[kT10] = t10 ? *t10 : beyond(range);
  figures[kT10There] = or_none(t10);
  figures[kKnee] = or_none(knee(curve, range, fitter.cells()));
  for (std::size_t d = 0; d < doses.size(); ++d) {
    const auto at = figures.subspan(kFirstDose + d * kADose, kADose);
    at[kElasticity] = or_none(elasticity(curve, doses[d]));
    at[kRise] = or_none(elasticity_of_rise(curve, doses[d]));
    at[kSlope] = curve.slope(doses[d]);
    for (std::size_t f = 0; f < kFamilies; ++f) at[kFamilySlope + f] = fit.family[f].curve.slope(doses[d]);
  }
}

PointInterval plain(const FigureInterval& figure) {
  PointInterval point;
  point.probability = figure.probability;
  point.resamples = figure.resamples;
  if (!figure.exists) return point;
  point.estimate = figure.interval.estimate;
  point.known = figure.interval.known;
  if (point.known) {
    point.low = figure.interval.low;
    point.high = figure.interval.high;
  }
  return point;
}

PointInterval within(const FigureInterval& placed, const FigureInterval& there, double range) {
  const auto inside = [&](double t) { return t <= range ? std::optional(t) : std::nullopt; };
  PointInterval point;
  point.probability = there.probability;
  point.resamples = there.resamples;
  point.estimate = inside(placed.interval.estimate);
  point.known = placed.interval.known;
  if (point.known) {
    point.low = inside(std::max(0.0, placed.interval.low));  // of few worlds an interval is symmetric
    point.high = inside(placed.interval.high);
  }
  return point;
}

}  // namespace

bool PointInterval::holds(std::optional<double> truth) const {
  if (!truth) return (known && !high) || (resamples > 0 && probability < 0.975);
  return known && low && *low <= *truth && (!high || *truth <= *high);
}

ResponseFigures response_figures(const ResponseFitter& fitter, std::span<const double> world_means,
                                 std::span<const double> doses, const BootstrapParams& params) {
  const std::size_t cells = fitter.cells(), worlds = world_means.size() / cells;
  if (worlds == 0 || world_means.size() != worlds * cells)
    throw std::invalid_argument("response_figures: one mean a world and cell");
  ResponseFigures figures;
  std::vector<double> means(cells);
  const auto fit_to = [&](std::span<const double> world_weight) {
    for (std::size_t c = 0; c < cells; ++c) {
      double sum = 0, weights = 0;
      for (std::size_t w = 0; w < worlds; ++w) {
        sum += world_weight[w] * world_means[w * cells + c];
        weights += world_weight[w];
      }
      means[c] = sum / weights;
    }
    return fitter.fit(means);
  };
  figures.fit = fit_to(std::vector<double>(worlds, 1));
  std::size_t calls = 0;  // the first is the estimate
  const std::vector<FigureInterval> all =
      bootstrap_worlds(worlds, kFirstDose + doses.size() * kADose, params,
                       [&](std::span<const double> world_weight, std::span<double> out) {
                         const ResponseFit fit = fit_to(world_weight);
                         const double unit = to_unit(draw(make_key(params.seed, Stream::measure), calls));
                         fill(fit, calls++ == 0 ? fit.average : one_family(fit.average, unit), fitter, doses, out);
                       });
  figures.t50 = within(all[kT50], all[kT50There], fitter.range());
  figures.t10 = within(all[kT10], all[kT10There], fitter.range());
  figures.knee = plain(all[kKnee]);
  if (figures.knee.low) figures.knee.low = std::max(0.0, *figures.knee.low);
  for (std::size_t d = 0; d < doses.size(); ++d) {
    const std::size_t at = kFirstDose + d * kADose;
    figures.elasticity.push_back(plain(all[at + kElasticity]));
    figures.elasticity_of_rise.push_back(plain(all[at + kRise]));
    figures.slope.push_back(plain(all[at + kSlope]));
    figures.family_slope.emplace_back();
    for (std::size_t f = 0; f < kFamilies; ++f) figures.family_slope[d][f] = plain(all[at + kFamilySlope + f]);
  }
  return figures;
}

}  // namespace clout
