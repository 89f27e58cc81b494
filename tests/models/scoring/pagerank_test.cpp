#include "models/scoring/pagerank.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <vector>

#include "sim/core/random.h"

using namespace clout;

namespace {

struct Edge {
  AgentId from, to;
};

// About `degree` links an agent; the last fifth follows nobody, and low ids are followed more.
std::vector<Edge> skewed_links(std::uint32_t n, double degree, std::uint64_t seed) {
  std::vector<Edge> links;
  for (AgentId u = 0; u < n - n / 5; ++u) {
    Rng rng(seed, Stream::test, u);
    for (AgentId v = 0; v < n; ++v)
      if (v != u && rng.uniform() < degree / n * (v < n / 10 ? 4 : 1)) links.push_back({u, v});
  }
  return links;
}

FollowGraph graph_of_edges(std::uint32_t n, const std::vector<Edge>& links) {
  FollowGraph follows(n);
  for (const Edge& link : links) follows.follow(link.from, link.to, 0);
  return follows;
}

// PR(X) = (1-d)/N + d [sum over followers Y of PR(Y)/followees(Y) + dangling/N], iterated 2000 times from the uniform
// vector. Shares nothing with what it checks but the list of links.
std::vector<long double> by_formula(std::uint32_t n, const std::vector<Edge>& links, long double d) {
  std::vector<long double> followees(n, 0), rank(n, 1.0L / n);
  for (const Edge& link : links) followees[link.from] += 1;
  for (int round = 0; round < 2000; ++round) {
    long double dangling = 0;
    for (std::uint32_t i = 0; i < n; ++i)
      if (followees[i] == 0) dangling += rank[i];
    std::vector<long double> next(n, (1 - d) / n + d * dangling / n);
    for (const Edge& link : links) next[link.to] += d * rank[link.from] / followees[link.from];
    rank = next;
  }
  return rank;
}

struct Scored {
  std::vector<double> exact;
  std::vector<float> scores;
  int iterations = 0;
  bool converged = false;
};

Scored score(const FollowGraph& follows, const PageRankParams& params = {}) {
  const Ledger ledger(follows.agents());
  ThreadPool pool(2);
  PageRank algorithm(params);
  Scored result;
  result.scores.resize(follows.agents());
  algorithm.start({0, follows.agents(), follows, ledger}, pool, result.scores);
  result.exact.assign(algorithm.exact().begin(), algorithm.exact().end());
  result.iterations = algorithm.iterations();
  result.converged = algorithm.converged();
  return result;
}

}  // namespace

TEST_CASE("pagerank agrees with the formula in long double") {
  for (std::uint64_t seed : {1u, 2u, 3u})
    for (double damping : {0.5, 0.85, 0.95}) {
      const std::uint32_t n = 300;
      const std::vector<Edge> links = skewed_links(n, 6, seed);
      PageRankParams params;
      params.damping = damping;
      params.tolerance = 1e-13;  // what is left is up to damping / (1 - damping) times as much
      const Scored scored = score(graph_of_edges(n, links), params);
      REQUIRE(scored.converged);
      const std::vector<long double> expected = by_formula(n, links, damping);
      long double l1 = 0, relative = 0, sum = 0;
      for (std::uint32_t i = 0; i < n; ++i) {
        l1 += std::abs(scored.exact[i] - expected[i]);
        relative = std::max(relative, std::abs(scored.exact[i] - expected[i]) / expected[i]);
        sum += scored.exact[i];
        CHECK(scored.scores[i] == doctest::Approx(n * scored.exact[i]).epsilon(1e-6));
      }
      CHECK(static_cast<double>(l1) < 1e-9);
      CHECK(static_cast<double>(relative) < 1e-8);
      CHECK(static_cast<double>(sum) == doctest::Approx(1).epsilon(1e-12));
    }
}

TEST_CASE("at its default tolerance pagerank is within 1e-9 of the formula") {
  const std::uint32_t n = 300;
  const std::vector<Edge> links = skewed_links(n, 6, 4);
  const Scored scored = score(graph_of_edges(n, links));
  const std::vector<long double> expected = by_formula(n, links, 0.85L);
  long double l1 = 0, relative = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    l1 += std::abs(scored.exact[i] - expected[i]);
    relative = std::max(relative, std::abs(scored.exact[i] - expected[i]) / expected[i]);
  }
  CHECK(static_cast<double>(l1) < 1e-9);
  CHECK(static_cast<double>(relative) < 1e-8);
}

TEST_CASE("an agent nobody follows gets the teleport share and its share of the dangling") {
  // 0 -> 1, 1 follows nobody: p0 = t + .85 p1 / 2, p1 = t + .85 p0 + .85 p1 / 2 with t = .15 / 2.
  const Scored scored = score(graph_of_edges(2, {{0, 1}}));
  const double p0 = 1 / (2 + 0.85), p1 = 1 - p0;
  CHECK(scored.exact[0] == doctest::Approx(p0).epsilon(1e-9));
  CHECK(scored.exact[1] == doctest::Approx(p1).epsilon(1e-9));
}

TEST_CASE("in a ring everybody is average, and score flows to the followee") {
  const Scored ring = score(graph_of_edges(4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}));
  for (float s : ring.scores) CHECK(s == doctest::Approx(1));
  const Scored star = score(graph_of_edges(4, {{1, 0}, {2, 0}, {3, 0}, {0, 1}}));
  CHECK(star.scores[0] > star.scores[1]);
  CHECK(star.scores[1] > star.scores[2]);
  CHECK(star.exact[2] == doctest::Approx(0.15 / 4).epsilon(1e-9));  // nobody follows 2, and nobody dangles
}

TEST_CASE("a warm start needs fewer iterations and ends at the same scores") {
  const std::uint32_t n = 400;
  FollowGraph follows = graph_of_edges(n, skewed_links(n, 8, 5));
  const Ledger ledger(n);
  ThreadPool pool(1);
  PageRank algorithm({});
  std::vector<float> scores(n);
  algorithm.start({0, n, follows, ledger}, pool, scores);
  const int cold = algorithm.iterations();
  follows.follow(5, 200, 1);
  algorithm.update({1, n, follows, ledger}, pool, scores);
  CHECK(algorithm.iterations() < cold);
  const Scored anew = score(follows);
  for (std::uint32_t i = 0; i < n; ++i) CHECK(algorithm.exact()[i] == doctest::Approx(anew.exact[i]).epsilon(1e-7));
}

TEST_CASE("the cue of pagerank is 1 for the highest score") {
  const Scored scored = score(graph_of_edges(4, {{1, 0}, {2, 0}, {3, 0}, {0, 1}}));
  std::vector<float> cues(4);
  PageRank({}).cues(scored.scores, cues);
  CHECK(cues[0] == 1);
  CHECK(cues[2] == doctest::Approx(std::log1p(0.15) / std::log1p(scored.scores[0])));
}

TEST_CASE("not converged is a result") {
  PageRankParams params;
  params.max_iterations = 2;
  const Scored scored = score(graph_of_edges(300, skewed_links(300, 6, 1)), params);
  CHECK_FALSE(scored.converged);
  CHECK(scored.iterations == 2);
}

// For pagerank_igraph_test.py: with CLOUT_PAGERANK_FILE set, writes a graph and its scores there.
TEST_CASE("pagerank of a graph for igraph") {
  const std::uint32_t n = 2000;
  const std::vector<Edge> links = skewed_links(n, 10, 8);
  const Scored scored = score(graph_of_edges(n, links));
  CHECK(scored.converged);
  const char* path = std::getenv("CLOUT_PAGERANK_FILE");
  if (path == nullptr) return;
  std::ofstream file(path);
  file << n << ' ' << links.size() << '\n';
  for (const Edge& link : links) file << link.from << ' ' << link.to << '\n';
  for (double p : scored.exact) file << std::setprecision(17) << p << '\n';
  CHECK(file.good());
}

TEST_CASE("of reactions: one link from each who reacted of late, however often") {
  // 1 and 2 reacted to 0, 2 also to 1; the same as if they followed.
  const FollowGraph follows = graph_of_edges(3, {{1, 0}, {2, 0}, {2, 1}}), none(3);
  Ledger ledger(3), empty(3);
  ledger.engagers.push_back(0, {1, 5, 100, 40});
  ledger.engagers.push_back(0, {2, 1, 100, 1});
  ledger.engagers.push_back(1, {2, 1, 100, 1});
  ThreadPool pool(1);
  std::vector<float> by_reactions(3), by_follows(3), last(3), later(3);
  PageRank score({.of = "reactions", .window_days = 30});
  score.start({.day = 110, .agents = 3, .follows = none, .ledger = ledger}, pool, by_reactions);
  PageRank({}).start({.agents = 3, .follows = follows, .ledger = empty}, pool, by_follows);
  CHECK(by_reactions == by_follows);
  CHECK(by_reactions[0] > by_reactions[1]);
  CHECK(score.memory_days(30) == 30);
  score.update({.day = 130, .agents = 3, .follows = none, .ledger = ledger}, pool, last);
  CHECK(last[0] > last[1]);  // 130 days lived: days 100 to 129 are thirty
  score.update({.day = 131, .agents = 3, .follows = none, .ledger = ledger}, pool, later);
  CHECK(later == std::vector<float>{1, 1, 1});
}
