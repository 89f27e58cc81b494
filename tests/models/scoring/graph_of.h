// Small follow graphs from lists of links.
#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

#include "sim/core/random.h"
#include "sim/plugin/scoring.h"
#include "sim/world/follow_graph.h"
#include "sim/world/ledger.h"

namespace clout::test {

using Links = std::vector<std::pair<AgentId, AgentId>>;  ///< who follows whom

inline FollowGraph graph_of(std::size_t n, const Links& links) {
  FollowGraph follows(n);
  for (const auto& [from, to] : links) follows.follow(from, to, 0);
  return follows;
}

/// About `degree` links an agent; the last fifth follows nobody.
inline Links random_links(std::uint32_t n, double degree, std::uint64_t seed) {
  Links links;
  for (AgentId u = 0; u < n - n / 5; ++u) {
    Rng rng(seed, Stream::test, u);
    for (AgentId v = 0; v < n; ++v)
      if (v != u && rng.uniform() < degree / n) links.emplace_back(u, v);
  }
  return links;
}

/// A graph score of a graph, at once.
template <class Score>
std::vector<float> scores_of(Score& score, const FollowGraph& follows, unsigned threads = 2) {
  ThreadPool pool(threads);
  const Ledger ledger(follows.agents());
  std::vector<float> scores(follows.agents());
  score.start({.agents = follows.agents(), .follows = follows, .ledger = ledger}, pool, scores);
  return scores;
}

}  // namespace clout::test
