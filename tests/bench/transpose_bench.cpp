// Followers of everybody out of the lists of followees: FollowGraph::transpose, and matrix beside it.
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "sim/world/follow_graph.h"
#include "tests/bench/heavy_tailed_graph.h"
#include "tests/bench/seconds_per.h"

namespace clout {
namespace {

const FollowGraph& graph() {
  static const FollowGraph g = [] {
    const FollowGraph made = heavy_tailed_graph(20, 20);
    ThreadPool pool(usable_threads());
    const Csr t = made.transpose(pool);
    std::vector<std::vector<AgentId>> followers(made.agents());
    for (AgentId u = 0; u < made.agents(); ++u)
      for (const Follow& link : made.followees(u)) followers[link.who].push_back(u);
    for (AgentId v = 0; v < made.agents(); ++v)
      if (!std::equal(followers[v].begin(), followers[v].end(), t.row(v).begin(), t.row(v).end()))
        throw std::logic_error("transpose differs from its verifier");
    return FollowGraph(made);
  }();
  return g;
}

void report(benchmark::State& state) {
  const auto edges = static_cast<double>(graph().edges());
  state.counters["edges"] = edges;
  state.counters["bytes_per_edge"] = static_cast<double>(graph().memory_bytes()) / edges;
  state.counters["seconds_per_edge"] = seconds_per(edges);
}

void BM_transpose(benchmark::State& state) {
  graph();
  ThreadPool pool(static_cast<unsigned>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(graph().transpose(pool));
  report(state);
}
BENCHMARK(BM_transpose)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

void BM_matrix(benchmark::State& state) {
  graph();
  ThreadPool pool(static_cast<unsigned>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(graph().matrix(pool));
  report(state);
}
BENCHMARK(BM_matrix)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace clout
