// What the answers of a run cost beside its worlds: margins and curves of 20 worlds of 200 probes, four strategies,
// measures and horizons as of the main scenario. The surface is known, and what is estimated is held against it.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "sim/analysis/curves.h"
#include "sim/analysis/margin_coverage.h"
#include "sim/analysis/margins.h"

using namespace clout;

namespace {

constexpr std::size_t kWorlds = 20, kStrategies = 4, kColumns = 12;

CoverageParams known() {
  CoverageParams params;
  params.snr = 0;
  params.probes = 200;
  params.worlds = kWorlds;
  return params;
}

const std::vector<ProbeOutcomes>& worlds() {
  static const std::vector<ProbeOutcomes> all = [] {
    std::vector<ProbeOutcomes> made;
    for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
      ProbeOutcomes world = known_outcomes(known(), seed);
      const ProbeColumn column = world.columns.front();
      world.columns.assign(kColumns, column);
      for (std::size_t c = 0; c < kColumns; ++c) world.columns[c].measure = "gain_" + std::to_string(c);
      for (std::size_t k = 0; k < world.probes(); ++k) world.strategy[k] = static_cast<std::uint8_t>(k % kStrategies);
      made.push_back(std::move(world));
    }
    return made;
  }();
  return all;
}

std::vector<StrategyBackground> backgrounds() {
  std::vector<StrategyBackground> all(kStrategies);
  for (std::size_t s = 0; s < kStrategies; ++s) {
    all[s].strategy = std::to_string(s);
    all[s].index = static_cast<std::uint8_t>(s);
  }
  return all;
}

void verify(const MarginTables& tables) {
  const KnownSurface surface = known().surface;
  for (const MarginRow& row : tables.margins) {
    if (!row.known || row.hours_online != 4 || row.hours_offline != 4) continue;
    const double truth = surface.marginal_offline(row.hours_offline, 1);
    if (std::fabs(row.marginal_offline.estimate / truth - 1) > 0.05) std::abort();
  }
}

void margins(benchmark::State& state) {
  const auto& made = worlds();
  const auto background = backgrounds();
  ThreadPool pool(1);
  for (auto _ : state) {
    const MarginTables tables = margin_tables(made, background, {}, pool);
    verify(tables);
    benchmark::DoNotOptimize(tables.answers.size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kStrategies * kColumns));
}
BENCHMARK(margins)->Unit(benchmark::kMillisecond)->UseRealTime();

void curves(benchmark::State& state) {
  const auto& made = worlds();
  const std::vector<std::string> names{"0", "1", "2", "3"};
  ThreadPool pool(usable_threads());
  for (auto _ : state) {
    const auto rows = curve_rows(made, names, {}, pool);
    if (rows.empty()) std::abort();
    benchmark::DoNotOptimize(rows.size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(2 * kStrategies * kColumns));
}
BENCHMARK(curves)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
