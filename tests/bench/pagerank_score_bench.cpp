// An update of the pagerank score at a million agents with 20 followees each: transpose, iterations and publishing,
// from nothing and after one link in a thousand has changed.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "models/scoring/pagerank.h"
#include "sim/core/random.h"

using namespace clout;

namespace {

constexpr std::size_t kAgents = 1'000'000;

FollowGraph make_graph() {
  FollowGraph follows(kAgents);
  std::vector<Follow> links;
  for (AgentId u = 0; u < kAgents; ++u) {
    Rng rng(1, Stream::test, u);
    links.clear();
    const std::uint32_t count = rng.below(41);
    for (std::uint32_t k = 0; k < count; ++k) {
      const double x = rng.uniform();
      const auto who = static_cast<AgentId>(x * x * x * kAgents);  // low ids are followed more
      if (who != u) links.push_back({who, 0});
    }
    std::sort(links.begin(), links.end(), [](const Follow& a, const Follow& b) { return a.who < b.who; });
    links.erase(
        std::unique(links.begin(), links.end(), [](const Follow& a, const Follow& b) { return a.who == b.who; }),
        links.end());
    follows.assign(u, links);
  }
  return follows;
}

const FollowGraph& graph() {
  static const FollowGraph g = make_graph();
  return g;
}

// The scores must be a fixed point of the formula; pushed along followee lists, which the kernel does not use.
void verify(std::span<const double> rank, const FollowGraph& follows) {
  std::vector<double> next(kAgents, 0.0);
  double dangling = 0, change = 0;
  for (AgentId u = 0; u < kAgents; ++u) {
    const auto links = follows.followees(u);
    if (links.empty()) dangling += rank[u];
    for (const Follow& link : links) next[link.who] += 0.85 * rank[u] / static_cast<double>(links.size());
  }
  for (AgentId u = 0; u < kAgents; ++u) change += std::abs(next[u] + (0.15 + 0.85 * dangling) / kAgents - rank[u]);
  if (change > 1e-9) std::abort();
}

void pagerank_update(benchmark::State& state) {
  const bool warm = state.range(0) != 0;
  ThreadPool pool(static_cast<unsigned>(state.range(1)));
  static FollowGraph follows = graph();
  const Ledger ledger;
  ScoringView view{0, kAgents, follows, ledger};
  std::vector<float> scores(kAgents);
  PageRank algorithm({});
  algorithm.start(view, pool, scores);
  verify(algorithm.exact(), follows);
  AgentId next = 1;
  for (auto _ : state) {
    view.link_rows = std::make_shared<LinkRows>();
    if (warm) {
      state.PauseTiming();
      for (int k = 0; k < 20'000; ++k, next = (next * 69069u + 1) % kAgents) follows.follow(next, next / 7, 1);
      state.ResumeTiming();
      algorithm.update(view, pool, scores);
    } else {
      algorithm.start(view, pool, scores);
    }
  }
  verify(algorithm.exact(), follows);
  state.counters["iterations"] = algorithm.iterations();
  state.counters["links"] = static_cast<double>(follows.edges());
}
BENCHMARK(pagerank_update)
    ->ArgNames({"warm", "threads"})
    ->Args({0, 1})
    ->Args({0, 2})
    ->Args({1, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
