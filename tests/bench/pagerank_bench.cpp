// PageRank on a heavy-tailed graph of a million agents. Peers on the same machine: GAP 1.5 ns an arc and iteration on
// two cores with float32 (sources of 31 M arcs), LAGraph the same.
#include <benchmark/benchmark.h>

#include <cmath>
#include <stdexcept>

#include "sim/world/graph_kernels.h"
#include "tests/bench/heavy_tailed_graph.h"
#include "tests/bench/seconds_per.h"

namespace clout {
namespace {

struct Fixture {
  FollowGraph graph = heavy_tailed_graph(20, 20);
  Csr followers;
  std::vector<std::uint32_t> counts;
  Fixture() {
    ThreadPool pool(usable_threads());
    followers = graph.transpose(pool);
    for (AgentId u = 0; u < graph.agents(); ++u) counts.push_back(static_cast<std::uint32_t>(graph.followee_count(u)));
    verify(pool);
  }
  // Pushes along the lists of followees, from the formula; until the last bits stand.
  void verify(ThreadPool& pool) const {
    const auto result = pagerank(followers, counts, 0.85, 1e-13, 1000, {}, pool);
    const std::size_t n = graph.agents();
    std::vector<double> score(n, 1.0 / static_cast<double>(n)), next(n);
    for (int i = 0; i < 220; ++i) {
      double lost = 0;
      std::fill(next.begin(), next.end(), 0.0);
      for (AgentId u = 0; u < n; ++u) {
        const auto links = graph.followees(u);
        if (links.empty()) lost += score[u];
        for (const Follow& link : links) next[link.who] += score[u] / static_cast<double>(links.size());
      }
      for (double& s : next) s = (0.15 + 0.85 * lost) / static_cast<double>(n) + 0.85 * s;
      score.swap(next);
    }
    double distance = 0, worst = 0;
    for (std::size_t v = 0; v < n; ++v) {
      distance += std::abs(result.scores[v] - score[v]);
      worst = std::max(worst, std::abs(result.scores[v] / score[v] - 1));
    }
    if (!result.converged || distance > 1e-9 || worst > 1e-8)
      throw std::logic_error("pagerank differs from its verifier");
  }
};

void BM_pagerank(benchmark::State& state) {
  static const Fixture fixture;
  ThreadPool pool(static_cast<unsigned>(state.range(0)));
  constexpr int kIterations = 10;
  for (auto _ : state)
    benchmark::DoNotOptimize(pagerank(fixture.followers, fixture.counts, 0.85, 1e-300, kIterations, {}, pool));
  const double arcs = static_cast<double>(fixture.followers.columns.size()) * kIterations;
  state.counters["arcs"] = arcs / kIterations;
  state.counters["seconds_per_arc_iteration"] = seconds_per(arcs);
}
BENCHMARK(BM_pagerank)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace clout
