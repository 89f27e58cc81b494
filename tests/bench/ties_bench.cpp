// Ties: hours of a level (a table), a look-up, a touch.
#include <benchmark/benchmark.h>

#include <cmath>
#include <stdexcept>

#include "sim/core/random.h"
#include "sim/world/ties.h"

namespace clout {
namespace {

std::vector<std::int32_t> levels(const TieClock& clock) {
  std::vector<std::int32_t> all;
  for (std::uint32_t i = 0; i < 4096; ++i)  // .01 to 300 h, evenly in the logarithm
    all.push_back(clock.level(0.01 * std::exp(10.3 * to_unit(draw(make_key(1, Stream::test), i)))));
  return all;
}

void BM_hours(benchmark::State& state) {
  const TieClock clock{TieParams{}};
  const std::vector<std::int32_t> all = levels(clock);
  for (const std::int32_t level : all) {
    const double x = clock.hours(level) / TieParams{}.strong_hours;
    if (std::abs(x + std::log(x) - level / 1048576.0) > 1e-4 * (1 + x)) throw std::logic_error("hours are wrong");
  }
  for (auto _ : state) {
    double sum = 0;
    for (const std::int32_t level : all) sum += clock.hours(level);
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(all.size()));
}
BENCHMARK(BM_hours);

// 100 k agents with 40 ties each; agents in random order, so that records are not in the near caches.
struct Village {
  static constexpr AgentId kAgents = 100'000;
  TieClock clock{TieParams{}};
  Ties ties{kAgents};
  Village() {
    for (AgentId a = 0; a < kAgents; ++a)
      for (AgentId k = 1; k <= 40; ++k) ties.touch(a, (a + 997 * k) % kAgents, 3600 * k, 0, 0, 0, clock, 150);
    for (AgentId a = 0; a < kAgents; a += 101)
      for (AgentId k = 1; k <= 40; ++k)
        if (std::abs(clock.hours(ties.find(a, (a + 997 * k) % kAgents)->level) / k - 1) > 1e-4)
          throw std::logic_error("a touch is wrong");
  }
};

void BM_find(benchmark::State& state) {
  const Village village;
  std::uint64_t i = 0;
  for (auto _ : state) {
    const std::uint64_t bits = draw(make_key(2, Stream::test), ++i);
    const AgentId a = bounded(bits, Village::kAgents);
    benchmark::DoNotOptimize(village.ties.find(a, (a + 997 * static_cast<AgentId>(1 + bits % 64)) % Village::kAgents));
  }
}
BENCHMARK(BM_find);

void BM_touch(benchmark::State& state) {
  Village village;
  std::uint64_t i = 0;
  for (auto _ : state) {
    const std::uint64_t bits = draw(make_key(2, Stream::test), ++i);
    const AgentId a = bounded(bits, Village::kAgents);
    benchmark::DoNotOptimize(village.ties.touch(a, (a + 997 * static_cast<AgentId>(1 + bits % 40)) % Village::kAgents,
                                                300, 0, 0, 10, village.clock, 150));
  }
}
BENCHMARK(BM_touch);

}  // namespace
}  // namespace clout
