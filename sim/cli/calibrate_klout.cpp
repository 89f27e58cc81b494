#include "sim/cli/calibrate_klout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "models/scoring/klout.h"
#include "sim/cli/figure_text.h"
#include "sim/core/section.h"
#include "sim/core/table.h"
#include "sim/engine/build_world.h"

namespace clout {
namespace {

const std::string kKlout = KloutParams::kName;

KloutParams klout_params(const ScoreSpec& spec) {
  ParamWriter writer;
  spec.setup->visit(writer);
  Faults faults;
  const Document document = Document::parse(writer.yaml(), kKlout, faults);
  KloutParams params;
  ParamReader reader(document.root(), faults);
  params.visit(reader);
  if (!faults.empty()) throw std::logic_error("klout's own parameters do not read back: " + faults.text());
  return params;
}

const ScoreSpec& klout_of(const Scenario& scenario) {
  for (const ScoreSpec& spec : scenario.scores)
    if (spec.model == kKlout) return spec;
  throw std::invalid_argument("the scenario keeps no score of the model klout");
}

KloutSample sample_world(const RunSetup& setup, std::uint64_t seed, ThreadPool& pool, const RunHooks& hooks) {
  if (hooks.stop && hooks.stop->load(std::memory_order_relaxed)) return {};
  const Scenario& scenario = setup.scenario;
  Branch branch(setup, build_world(scenario, seed, pool), pool);
  DayScratch scratch;
  const auto last = static_cast<Day>(scenario.burn_in_days + scenario.horizon_days);
  while (branch.world().day < last) {
    if (hooks.stop && hooks.stop->load(std::memory_order_relaxed)) return {};
    branch.live(pool, scratch);
    if (hooks.progress) hooks.progress(branch.world().agents());
  }
  KloutSample sample;
  for (const ScoreColumn& score : branch.scores()) {
    const auto* klout = dynamic_cast<const Klout*>(score.algorithm.get());
    if (score.name != kKlout || klout == nullptr) continue;
    for (const AgentId a : branch.world().society->present) {
      sample.raw.push_back(klout->raw()[a]);
      sample.published.push_back(score.scores[a]);
    }
  }
  return sample;
}

// Nearest rank of sorted values.
double quantile(const std::vector<double>& sorted, double share) {
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(sorted.size()))) - 1];
}

std::vector<std::string> distribution_row(const std::string& what, std::vector<double> values) {
  std::vector<std::string> cells{what};
  std::sort(values.begin(), values.end());
  double sum = 0, squares = 0;
  for (const double v : values) sum += v;
  const double mean = sum / static_cast<double>(values.size());
  for (const double v : values) squares += (v - mean) * (v - mean);
  cells.push_back(fixed_number(mean, 2));
  cells.push_back(fixed_number(std::sqrt(squares / static_cast<double>(values.size())), 2));
  for (const double share : {0.0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0})
    cells.push_back(fixed_number(quantile(values, share), 2));
  return cells;
}

}  // namespace

Scenario with_klout_map(const Scenario& scenario, const KloutMap& map) {
  KloutParams params = klout_params(klout_of(scenario));
  params.centre = map.centre;
  params.spread = map.spread;
  Scenario changed = scenario;
  for (ScoreSpec& spec : changed.scores)
    if (spec.model == kKlout) spec.setup = std::make_shared<SetupOf<ScoringAlgorithm, KloutParams, Klout>>(params);
  return changed;
}

KloutSample sample_klout(const Scenario& scenario, unsigned threads, const RunHooks& hooks) {
  klout_of(scenario);
  const RunSetup setup(scenario);
  std::vector<KloutSample> worlds(static_cast<std::size_t>(scenario.worlds.count));
  ThreadPool pool(threads);
  pool.for_chunks(worlds.size(), 1, [&](std::size_t k, std::size_t, std::size_t, unsigned) {
    ThreadPool alone(1);
    worlds[k] = sample_world(setup, static_cast<std::uint64_t>(scenario.worlds.seed) + k, alone, hooks);
  });
  KloutSample all;
  for (const KloutSample& world : worlds) {
    all.raw.insert(all.raw.end(), world.raw.begin(), world.raw.end());
    all.published.insert(all.published.end(), world.published.begin(), world.published.end());
  }
  return all;
}

KloutFit calibrate_klout(const Scenario& scenario, unsigned threads, const RunHooks& hooks, int rounds_max) {
  const KloutParams params = klout_params(klout_of(scenario));
  KloutFit fit;
  fit.map = {params.centre, params.spread, true};
  while (fit.rounds < rounds_max && !fit.settled) {
    fit.sample = sample_klout(with_klout_map(scenario, fit.map), threads, hooks);
    if (hooks.stop && hooks.stop->load(std::memory_order_relaxed)) return fit;
    if (fit.sample.raw.size() < kKloutAgentsMin) return fit;
    const KloutMap next = fit_klout_map(fit.sample.raw, kKloutMean, kKloutP95);
    ++fit.rounds;
    fit.moved = std::max(std::fabs(next.centre - fit.map.centre), std::fabs(next.spread - fit.map.spread));
    fit.map = next;
    if (!next.converged) return fit;  // no map has that mean: a further round would start from an arbitrary one
    fit.settled = fit.moved < kKloutSettled;
  }
  return fit;
}

std::string klout_fit_text(const KloutFit& fit) {
  const std::size_t agents = fit.sample.raw.size();
  if (agents < kKloutAgentsMin)
    return std::to_string(agents) + (agents == 1 ? " agent is" : " agents are") +
           " present in all worlds together: too few to fit; " + std::to_string(kKloutAgentsMin) +
           " would do, with more population.agents or --worlds\n";
  Table table({"", "mean", "sd", "min", "5 %", "25 %", "50 %", "75 %", "90 %", "95 %", "99 %", "max"});
  std::vector<double> daily;
  for (const float raw : fit.sample.raw) daily.push_back(klout_daily(raw, fit.map));
  table.add(distribution_row("raw", {fit.sample.raw.begin(), fit.sample.raw.end()}));
  if (!fit.map.converged)
    return table.text() + '\n' + std::to_string(agents) +
           " agents; nothing is fitted: no spread gives their daily scores the mean " + fixed_number(kKloutMean, 0) +
           " where their 95 % is " + fixed_number(kKloutP95, 0) + ".\n";
  Table constants({"constant", "value"});
  constants.add({"centre", fixed_number(fit.map.centre, 3)});
  constants.add({"spread", fixed_number(fit.map.spread, 3)});
  table.add(distribution_row("daily score", daily));
  table.add(distribution_row("published score", {fit.sample.published.begin(), fit.sample.published.end()}));
  std::string text = constants.text() + '\n' + table.text() + '\n' + std::to_string(agents) +
                     " agents; wanted of the daily score: mean " + fixed_number(kKloutMean, 0) + ", 95 % " +
                     fixed_number(kKloutP95, 0) + ". ";
  return text + (fit.settled ? "Settled" : "Not settled") + " after " + std::to_string(fit.rounds) +
         (fit.rounds == 1 ? " round" : " rounds") + "; the last moved the constants by " + fixed_number(fit.moved, 4) +
         ".\n";
}

}  // namespace clout
