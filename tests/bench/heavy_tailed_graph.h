// A follow graph for benchmarks: in-degrees with a power-law tail of exponent 2.2, lognormal-like followee counts,
// agents in no order. Some agents follow nobody.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/core/parallel.h"
#include "sim/core/random.h"
#include "sim/world/follow_graph.h"

namespace clout {

/// About `mean` followees for each of 2^log2_agents agents.
inline FollowGraph heavy_tailed_graph(int log2_agents, double mean) {
  const std::size_t n = std::size_t{1} << log2_agents;
  FollowGraph graph(n);
  ThreadPool pool(usable_threads());
  pool.for_chunks(n, 4096, [&](std::size_t, std::size_t first, std::size_t last, unsigned) {
    std::vector<Follow> links;
    for (std::size_t u = first; u < last; ++u) {
      Rng rng(1, Stream::test, u);
      const double skew = rng.uniform();
      const auto wanted = static_cast<std::size_t>(mean * 0.25 / (1.05 - skew) * 1.3);
      links.clear();
      if (rng.uniform() < 0.02) continue;
      for (std::size_t i = 0; i < wanted; ++i) {
        const double x = rng.uniform();
        const double x2 = x * x;
        const auto rank = static_cast<std::size_t>(static_cast<double>(n) * x2 * x2 * x2);  // density ~ rank^(-5/6)
        const auto v = static_cast<AgentId>((rank * 0x9e3779b1u + 12345) & (n - 1));
        if (v != u) links.push_back({v, 0});
      }
      std::sort(links.begin(), links.end(), [](const Follow& x, const Follow& y) { return x.who < y.who; });
      const auto same = [](const Follow& x, const Follow& y) { return x.who == y.who; };
      links.erase(std::unique(links.begin(), links.end(), same), links.end());
      graph.assign(static_cast<AgentId>(u), links);
    }
  });
  return graph;
}

}  // namespace clout
