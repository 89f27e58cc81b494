// The store of a sweep: a run of 300 figures that lands, and the resuming of a finished sweep of 10,000 runs.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "sim/output/sweep_figures.h"
#include "tests/bench/seconds_per.h"
#include "tests/sim/output/sweep_samples.h"

namespace clout {
namespace {

constexpr std::size_t kPoints = 500, kWorlds = 20, kFigures = 300;

std::filesystem::path folder() {
  return std::filesystem::temp_directory_path() / ("clout-bench-" + std::to_string(::getpid()));
}

// Figures once more, from their formula.
void verify(const SweepStore& store, std::size_t runs) {
  const SweepStatus status = store.reader().status();
  if (status.done != runs) throw std::logic_error("runs are missing");
  const auto run = store.reader().run(0, 1);
  if (!run || !figures_difference(run->figures, test::sample_run(0, 1, run->figures.size()).figures).empty())
    throw std::logic_error("figures differ from what was recorded");
}

void BM_record(benchmark::State& state) {
  const StoredDesign design = test::sample_design(kPoints, kWorlds);
  std::size_t landed = 0;
  {
    SweepStore store(folder() / "record", test::sample_identity(), design, SweepStore::Opening::overwrite);
    for (auto _ : state) {
      if (landed == design.wanted.size()) state.SkipWithError("more iterations than runs");
      const WantedRun& wanted = design.wanted[landed++];
      store.record(test::sample_run(wanted.point, wanted.seed, kFigures));
    }
    verify(store, landed);
  }
  std::filesystem::remove_all(folder());
  state.counters["seconds_per_run"] = seconds_per(1);
}
BENCHMARK(BM_record)->Iterations(2000)->UseRealTime()->Unit(benchmark::kMillisecond);

void BM_resume_finished(benchmark::State& state) {
  const StoredDesign design = test::sample_design(kPoints, kWorlds);
  {
    SweepStore store(folder() / "resume", test::sample_identity(), design, SweepStore::Opening::overwrite);
    for (const WantedRun& wanted : design.wanted) store.record(test::sample_run(wanted.point, wanted.seed, 10));
    verify(store, design.wanted.size());
  }
  for (auto _ : state) {
    const SweepStore store(folder() / "resume", test::sample_identity(), design);
    if (!store.pending(design.wanted).empty()) throw std::logic_error("a finished run is pending");
  }
  std::filesystem::remove_all(folder());
}
BENCHMARK(BM_resume_finished)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace clout
