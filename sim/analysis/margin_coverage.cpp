#include "sim/analysis/margin_coverage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "sim/analysis/inequality.h"
#include "sim/core/distributions.h"
#include "sim/core/math.h"
#include "sim/core/random.h"

namespace clout {
namespace {

constexpr double kStep = 1;
constexpr double kMixTotal = 10;
constexpr double kFrontierOffline = 4;

// Largest less smallest D over the design: D falls in hours offline and rises in hours online.
double range_of_difference(const KnownSurface& g, double hours_max) {
  const auto difference = [&](double online, double offline) {
    return g.marginal_offline(offline, kStep) - g.marginal_online(online, kStep);
  };
  return difference(hours_max, 0) - difference(0, hours_max);
}

// The place in [low, high] up to which `before` holds.
template <class Before>
double bisect(double low, double high, const Before& before) {
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (before(middle) ? low : high) = middle;
  }
  return (low + high) / 2;
}

struct Truth {
  const char* estimator;
  double value;
};

/// Shares of hours online, and losses at either end, of the best mix of kMixTotal hours.
std::vector<Truth> mix_truths(const KnownSurface& g) {
  const auto gain = [&](double online) { return g.gain(online, kMixTotal - online); };
  const double best = bisect(0, kMixTotal, [&](double x) {
    return g.online_gain / (g.online_hours + x) > g.offline_gain / (g.offline_hours + kMixTotal - x);
  });
  const double band = (1 - kBandShare) * gain(best);
  const double low = bisect(0, best, [&](double x) { return gain(x) < band; });
  const double high = bisect(best, kMixTotal, [&](double x) { return gain(x) >= band; });
  return {{"best_mix_share", best / kMixTotal},
          {"best_mix_share_low", low / kMixTotal},
          {"best_mix_share_high", high / kMixTotal},
          {"loss_all_online", 1 - gain(kMixTotal) / gain(best)},
          {"loss_all_offline", 1 - gain(0) / gain(best)}};
}

std::vector<Truth> truths(const CoverageParams& params) {
  const KnownSurface& g = params.surface;
  const double online = g.marginal_online(params.dose.hours_online, kStep);
  const double offline = g.marginal_offline(params.dose.hours_offline, kStep);
  const double average = (g.gain(params.median.hours_online, 0) - g.gain(0, 0)) / params.median.hours_online;
  // a log((h + 1 + c) / (h + c)) = average / 4
  const double dagger = kStep / det_expm1(kDaggerShare * average * kStep / g.online_gain) - g.online_hours;
  std::vector<Truth> all = {{"take_it_offline", g.crossing(0, kStep)},
                            {"marginal_online", online},
                            {"marginal_offline", offline},
                            {"difference", offline - online},
                            {"average_hour", average},
                            {"h_dagger", dagger},
                            {"frontier_at_4h", g.crossing(kFrontierOffline, kStep)}};
  const std::vector<Truth> mix = mix_truths(g);
  all.insert(all.end(), mix.begin(), mix.end());
  return all;
}

struct Estimate {
  FigureInterval figure;
  bool open_above = false;
};

// All worlds of one repetition are estimated as margin_tables does it; in the order of truths().
std::vector<Estimate> estimate(const CoverageParams& params, std::uint64_t repetition) {
  DoseProbes probes;
  std::array<std::vector<double>, 4> responses;  // margins online and offline, level, difference
  for (std::size_t w = 0; w < params.worlds; ++w) {
    const ProbeOutcomes world = known_outcomes(params, repetition * params.worlds + w);
    const ProbeColumn& column = world.columns[0];
    for (std::size_t p = 0; p < world.probes(); ++p) {
      probes.hours_online.push_back(world.hours_online[p]);
      probes.hours_offline.push_back(world.hours_offline[p]);
      const double base = column.of(ForkBranch::base)[p];
      responses[0].push_back((column.of(ForkBranch::online)[p] - base) / kStep);
      responses[1].push_back((column.of(ForkBranch::offline)[p] - base) / kStep);
      responses[2].push_back(base);
    }
    probes.begin.push_back(probes.probes());
  }
  probes.weight.assign(probes.probes(), 1.0);
  for (std::size_t p = 0; p < probes.probes(); ++p) responses[3].push_back(responses[1][p] - responses[0][p]);
  const std::array<std::span<const double>, 2> margins = {responses[0], responses[1]};
  const double bandwidth = choose_bandwidths(probes, margins, 2)[0];

  OfflineQuestion question;
  question.online_max = question.offline_max = params.hours_max;
  question.totals = {kMixTotal};
  question.frontier_offline = {kFrontierOffline};
  question.median = params.median;
  question.step = kStep;
  const OfflineReader reader(question);
  const auto surface = [&](const std::vector<double>& response, std::span<const Dose> nodes) {
    const std::array<std::span<const double>, 1> one = {response};
    return DoseSurface(probes, one, nodes, bandwidth);
  };
  const DoseSurface at_dose(probes, margins, std::span(&params.dose, 1), bandwidth);
  const DoseSurface online = surface(responses[0], reader.online_nodes());
  const DoseSurface level = surface(responses[2], reader.level_nodes());
  const DoseSurface difference = surface(responses[3], reader.difference_nodes());
  std::vector<double> d(difference.nodes()), on(online.nodes()), g(level.nodes());
  const auto compute = [&](std::span<const double> weight, std::span<double> figures) {
    at_dose.fit(weight, figures.first(2));
    figures[2] = figures[1] - figures[0];
    difference.fit(weight, d);
    online.fit(weight, on);
    level.fit(weight, g);
    reader.read(d, on, g, figures.subspan(3));
  };
  const auto figures =
      bootstrap_worlds(params.worlds, 3 + reader.figures(), {params.resamples, params.seed + repetition}, compute);
  const OfflineAnswers answers = reader.answers(std::span(figures).subspan(3));
  const auto of_point = [](const PointAnswer& point) { return Estimate{point.hours, point.open_above}; };
  const MixAnswer& mix = answers.mixes[0];
  return {of_point(answers.take_it_offline),
          {figures[0]},
          {figures[1]},
          {figures[2]},
          {answers.average_hour},
          of_point(answers.h_dagger),
          of_point(answers.frontier[0].online),
          {mix.best_share},
          {mix.low_share},
          {mix.high_share},
          {mix.loss_all_online},
          {mix.loss_all_offline}};
}

}  // namespace

double KnownSurface::gain(double online, double offline) const {
  return level + online_gain * det_log1p(online / online_hours) + offline_gain * det_log1p(offline / offline_hours);
}

double KnownSurface::marginal_online(double online, double step) const {
  return online_gain * det_log1p(step / (online_hours + online)) / step;
}

double KnownSurface::marginal_offline(double offline, double step) const {
  return offline_gain * det_log1p(step / (offline_hours + offline)) / step;
}

double KnownSurface::crossing(double offline, double step) const {
  return step / det_expm1(marginal_offline(offline, step) * step / online_gain) - online_hours;
}

ProbeOutcomes known_outcomes(const CoverageParams& params, std::uint64_t world_seed) {
  // Roots of x^3 = x + 1: the additive lattice of least gaps in two dimensions (Roberts 2018, "R2").
  constexpr double kFirst = 0.7548776662466927, kSecond = 0.5698402909980532;
  ProbeOutcomes world;
  world.seed = world_seed;
  world.step_hours = kStep;
  world.hours_online_max = world.hours_offline_max = params.hours_max;
  Rng rng(params.seed, Stream::design, world_seed);
  const double noise = params.snr > 0 ? range_of_difference(params.surface, params.hours_max) * kStep / params.snr : 0;
  // D is the difference of two branches, each with half of its variance.
  const double shared = noise * std::sqrt(params.world_share / 2),
               own = noise * std::sqrt((1 - params.world_share) / 2);
  const double shift_online = rng.uniform(), shift_offline = rng.uniform();
  const double world_online = shared * normal(rng), world_offline = shared * normal(rng);
  const double world_level = shared * normal(rng);
  ProbeColumn column;
  column.measure = "known_gain";
  column.unit = "average people";
  column.horizon_days = 365;
  const auto fraction = [](double x) { return x - std::floor(x); };
  for (std::size_t p = 0; p < params.probes; ++p) {
    const double u = fraction(shift_online + kFirst * static_cast<double>(p));
    const double v = fraction(shift_offline + kSecond * static_cast<double>(p));
    const auto online = static_cast<float>(params.hours_max * u * u);
    const auto offline = static_cast<float>(params.hours_max * v * v);
    world.agent.push_back(static_cast<std::uint32_t>(p));
    world.strategy.push_back(0);
    world.role.push_back(0);
    world.hours_online.push_back(online);
    world.hours_offline.push_back(offline);
    const KnownSurface& g = params.surface;
    const double base = g.gain(online, offline) + world_level + own * normal(rng);
    column.outcome[0].push_back(base);
    column.outcome[1].push_back(base + kStep * g.marginal_online(online, kStep) + world_online + own * normal(rng));
    column.outcome[2].push_back(base + kStep * g.marginal_offline(offline, kStep) + world_offline + own * normal(rng));
  }
  world.columns.push_back(std::move(column));
  return world;
}

std::vector<CoverageRow> margin_coverage(const CoverageParams& params) {
  if (params.worlds == 0 || params.probes == 0 || params.repetitions == 0)
    throw std::invalid_argument("margin_coverage: worlds, probes and repetitions must be at least 1");
  if (!(params.snr >= 0 && params.world_share >= 0 && params.world_share <= 1 && params.hours_max > 0))
    throw std::invalid_argument("margin_coverage: noise must not be negative, and its share of worlds in [0, 1]");
  const auto truth = truths(params);
  std::vector<CoverageRow> rows(truth.size());
  std::vector<std::vector<double>> errors(truth.size()), widths(truth.size());
  for (std::uint64_t repetition = 0; repetition < params.repetitions; ++repetition) {
    const auto estimates = estimate(params, repetition);
    for (std::size_t k = 0; k < truth.size(); ++k) {
      const auto& [figure, open_above] = estimates[k];
      const Interval& interval = figure.interval;
      const double size = std::abs(truth[k].value);
      if (!figure.exists) continue;
      errors[k].push_back(std::abs(interval.estimate - truth[k].value) / size);
      if (!interval.known) continue;
      rows[k].with_interval += 1;
      rows[k].covered += interval.low <= truth[k].value && (open_above || truth[k].value <= interval.high);
      widths[k].push_back((interval.high - interval.low) / size);
    }
  }
  for (std::size_t k = 0; k < truth.size(); ++k) {
    CoverageRow& row = rows[k];
    row.estimator = truth[k].estimator;
    row.truth = truth[k].value;
    row.repetitions = params.repetitions;
    row.with_estimate = errors[k].size();
    row.coverage =
        row.with_interval > 0 ? static_cast<double>(row.covered) / static_cast<double>(row.with_interval) : 0;
    row.median_relative_error = quantile(errors[k], 0.5);
    row.median_width = quantile(widths[k], 0.5);
  }
  return rows;
}

}  // namespace clout
