// A day of klout at a million agents: 15 % were reacted to today, and those have 12 engagers on average.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "models/scoring/klout.h"
#include "sim/core/random.h"
#include "tests/bench/seconds_per.h"

using namespace clout;

namespace {

constexpr std::size_t kAgents = 1'000'000;

struct KloutWorld {
  FollowGraph follows{kAgents};
  Ledger ledger{kAgents};

  KloutWorld() {
    std::vector<Engager> engagers;
    for (AgentId a = 0; a < kAgents; ++a) {
      Rng rng(1, Stream::test, a);
      if (rng.uniform() < 0.4) continue;
      ledger.posts_recent[a] = rng.below(50 * kRecentUnit);
      engagers.clear();
      const std::uint32_t count = rng.below(25);
      AgentId who = rng.below(kAgents / 32);
      for (std::uint32_t k = 0; k < count; ++k, who += 1 + rng.below(kAgents / 32))
        engagers.push_back(
            {who, static_cast<float>(5 * rng.uniform()), static_cast<std::uint16_t>(100 + rng.below(30)), 1});
      ledger.engagers.assign(a, engagers);
      ledger.reacted_to_today[a] = count > 0 && rng.uniform() < 0.25;
    }
  }
  ScoringView view() const { return {130, kAgents, follows, ledger}; }
};

const KloutWorld& world() {
  static const KloutWorld w;
  return w;
}

// The raw number from the header's formulas, serially and with libm, on the first day.
void verify() {
  ThreadPool pool(2);
  Klout klout({});
  std::vector<float> start(kAgents);
  klout.start(world().view(), pool, start);
  klout.observe(world().view(), pool);
  const KloutParams p;
  for (AgentId a = 0; a < kAgents; a += 97) {
    double reach = 0, weights = 0, network = 0;
    if (world().ledger.reacted_to_today[a])
      for (const Engager& e : world().ledger.engagers.of(a)) {
        const double w = e.weight * std::exp2(-(130 - e.day) / world().ledger.fade_days);
        reach += std::log1p(w);
        weights += w;
        network += w * start[e.who];
      }
    double raw = p.delta * std::log1p(world().follows.follower_count(a));
    if (reach > 0)
      raw += p.alpha * std::log1p(reach) +
             p.beta * std::log1p(reach / (world().ledger.posts_recent[a] / 4096.0 + p.prior_posts)) +
             p.gamma / 100 * network / weights * reach / (reach + p.prior_reach);
    if (std::abs(raw - klout.raw()[a]) > 1e-4) std::abort();
  }
}

void klout_observe(benchmark::State& state) {
  static const bool verified = (verify(), true);
  benchmark::DoNotOptimize(verified);
  ThreadPool pool(static_cast<unsigned>(state.range(0)));
  Klout klout({});
  std::vector<float> scores(kAgents);
  klout.start(world().view(), pool, scores);
  for (auto _ : state) klout.observe(world().view(), pool);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kAgents));
  state.counters["seconds_per_agent"] = seconds_per(kAgents);
  state.counters["bytes_per_agent"] = static_cast<double>(klout.memory_bytes()) / kAgents;
}
BENCHMARK(klout_observe)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void klout_update(benchmark::State& state) {
  ThreadPool pool(1);
  Klout klout({});
  std::vector<float> scores(kAgents);
  klout.start(world().view(), pool, scores);
  klout.observe(world().view(), pool);
  for (auto _ : state) klout.update(world().view(), pool, scores);
  state.counters["seconds_per_agent"] = seconds_per(kAgents);
}
BENCHMARK(klout_update)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
