#include "sim/world/graph_kernels.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <vector>

#include "sim/core/random.h"

using namespace clout;

namespace {

using Links = std::vector<std::pair<AgentId, AgentId>>;

struct Graph {
  Csr followees, followers;
  std::vector<std::uint32_t> counts;
};

Graph graph_of(std::size_t agents, const Links& links) {
  FollowGraph graph(agents);
  for (const auto& [u, v] : links) graph.follow(u, v, 0);
  ThreadPool pool(1);
  Graph g{graph.matrix(pool), graph.transpose(pool), {}};
  for (AgentId u = 0; u < agents; ++u) g.counts.push_back(static_cast<std::uint32_t>(graph.followee_count(u)));
  return g;
}

Links random_links(std::size_t n, int links, std::uint64_t seed) {
  Rng rng(seed, Stream::test);
  Links list;
  for (int i = 0; i < links; ++i) {
    const double x = rng.uniform(), y = rng.uniform();
    const auto u = static_cast<AgentId>(static_cast<double>(n) * y * (0.3 + 0.7 * y));
    list.emplace_back(u, static_cast<AgentId>(static_cast<double>(n) * x * x));
  }
  return list;
}

PageRankResult rank(const Graph& g, unsigned threads = 1, double tolerance = 1e-14,
                    std::span<const double> start = {}) {
  ThreadPool pool(threads);
  return pagerank(g.followers, g.counts, 0.85, tolerance, 2000, start, pool);
}

// Solves (I - d P) s = (1 - d) / n with P's dangling columns even, by elimination on the dense matrix.
std::vector<double> solved(const Graph& g, double d) {
  const std::size_t n = g.counts.size();
  std::vector<std::vector<double>> m(n, std::vector<double>(n + 1));
  for (std::size_t v = 0; v < n; ++v) {
    m[v][v] = 1;
    m[v][n] = (1 - d) / static_cast<double>(n);
  }
  for (std::size_t u = 0; u < n; ++u) {
    if (g.counts[u] == 0)
      for (std::size_t v = 0; v < n; ++v) m[v][u] -= d / static_cast<double>(n);
    for (const AgentId v : g.followees.row(u)) m[v][u] -= d / g.counts[u];
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i; r < n; ++r)
      if (std::abs(m[r][i]) > std::abs(m[pivot][i])) pivot = r;
    std::swap(m[i], m[pivot]);
    for (std::size_t r = 0; r < n; ++r) {
      if (r == i || m[r][i] == 0) continue;
      const double f = m[r][i] / m[i][i];
      for (std::size_t c = i; c <= n; ++c) m[r][c] -= f * m[i][c];
    }
  }
  std::vector<double> s(n);
  for (std::size_t i = 0; i < n; ++i) s[i] = m[i][n] / m[i][i];
  return s;
}

}  // namespace

TEST_CASE("an agent nobody follows gets the teleport share only") {
  const auto result = rank(graph_of(3, {{0, 1}, {1, 0}, {2, 0}}));
  CHECK(result.converged);
  CHECK(result.scores[2] == doctest::Approx(0.15 / 3));
  CHECK(result.scores[0] + result.scores[1] + result.scores[2] == doctest::Approx(1));
}

TEST_CASE("on a ring all are equal") {
  const auto result = rank(graph_of(4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}));
  for (const double s : result.scores) CHECK(s == doctest::Approx(0.25));
  CHECK(result.iterations == 1);
}

TEST_CASE("who follows nobody spreads the score evenly") {
  // 0 follows 1: s0 = (1 - d)/2 + d s1/2, s1 = s0 + d s0.
  const auto result = rank(graph_of(2, {{0, 1}}));
  CHECK(result.scores[0] == doctest::Approx(1 / 2.85));
  CHECK(result.scores[1] == doctest::Approx(1.85 / 2.85));
}

TEST_CASE("a graph without links ranks all alike; a graph without agents is ranked") {
  const auto result = rank(graph_of(5, {}));
  for (const double s : result.scores) CHECK(s == doctest::Approx(0.2));
  CHECK(rank(graph_of(0, {})).converged);
}

TEST_CASE("PageRank is the solution of its linear equations on random graphs with dangling agents") {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const std::size_t n = 50 + 37 * seed;
    const Graph g = graph_of(n, random_links(n, static_cast<int>(4 * n), seed));
    REQUIRE(std::count(g.counts.begin(), g.counts.end(), 0u) > 0);
    const auto result = rank(g);
    const auto expected = solved(g, 0.85);
    CHECK(result.converged);
    double distance = 0, worst = 0;
    for (std::size_t v = 0; v < n; ++v) {
      distance += std::abs(result.scores[v] - expected[v]);
      worst = std::max(worst, std::abs(result.scores[v] / expected[v] - 1));
    }
    CHECK(distance < 1e-12);
    CHECK(worst < 1e-11);
  }
}

TEST_CASE("the same bits on 1, 2 and 3 threads") {
  const Graph g = graph_of(30000, random_links(30000, 300000, 5));
  const auto one = rank(g, 1, 1e-10);
  for (const unsigned threads : {2u, 3u}) {
    const auto result = rank(g, threads, 1e-10);
    CHECK(result.scores == one.scores);
    CHECK(result.iterations == one.iterations);
    CHECK(result.residual == one.residual);
  }
}

TEST_CASE("a warm start ends at the same scores sooner; its scale does not matter") {
  Links links = random_links(2000, 20000, 9);
  const auto before = rank(graph_of(2000, links), 1, 1e-12);
  links.emplace_back(7, 1999);
  const Graph after = graph_of(2000, links);
  std::vector<double> start(before.scores.begin(), before.scores.end());
  for (double& s : start) s *= 1000;
  const auto cold = rank(after, 1, 1e-12), warm = rank(after, 1, 1e-12, start);
  CHECK(warm.iterations < cold.iterations);
  double distance = 0;
  for (std::size_t v = 0; v < 2000; ++v) distance += std::abs(warm.scores[v] - cold.scores[v]);
  CHECK(distance < 2 * 0.85 / 0.15 * 1e-12);
}

TEST_CASE("not converged is a result") {
  const Graph g = graph_of(3, {{0, 1}, {1, 0}, {2, 0}});
  ThreadPool pool(1);
  const auto result = pagerank(g.followers, g.counts, 0.85, 1e-12, 2, {}, pool);
  CHECK_FALSE(result.converged);
  CHECK(result.iterations == 2);
  CHECK(result.residual > 1e-12);
}

TEST_CASE("PageRank refuses what makes no sense") {
  const Graph g = graph_of(2, {{0, 1}});
  ThreadPool pool(1);
  const std::vector<double> zeros(2), negative = {2, -1}, three(3, 1.0);
  CHECK_THROWS_AS(pagerank(g.followers, g.counts, 1, 1e-9, 9, {}, pool), std::invalid_argument);
  CHECK_THROWS_AS(pagerank(g.followers, g.counts, 0.85, 0, 9, {}, pool), std::invalid_argument);
  CHECK_THROWS_AS(pagerank(g.followers, g.counts, 0.85, 1e-9, -1, {}, pool), std::invalid_argument);
  CHECK_THROWS_AS(pagerank(g.followers, g.counts, 0.85, 1e-9, 9, zeros, pool), std::invalid_argument);
  CHECK_THROWS_AS(pagerank(g.followers, g.counts, 0.85, 1e-9, 9, negative, pool), std::invalid_argument);
  CHECK_THROWS_AS(pagerank(g.followers, g.counts, 0.85, 1e-9, 9, three, pool), std::invalid_argument);
}

TEST_CASE("reciprocity counts links, mutual share counts pairs") {
  const Graph g = graph_of(4, {{0, 1}, {1, 0}, {0, 2}, {2, 3}, {3, 1}});  // one pair of four is mutual
  ThreadPool pool(2);
  CHECK(link_reciprocity(g.followees, g.followers, pool) == doctest::Approx(2.0 / 5));
  CHECK(mutual_pair_share(g.followees, g.followers, pool) == doctest::Approx(1.0 / 4));
  const Graph none = graph_of(3, {});
  CHECK(link_reciprocity(none.followees, none.followers, pool) == 0);
  CHECK(mutual_pair_share(none.followees, none.followers, pool) == 0);
}

TEST_CASE("reciprocity and assortativity of a random graph, from the list of links") {
  const std::size_t n = 300;
  const Links drawn = random_links(n, 3000, 2);
  const Graph g = graph_of(n, drawn);
  std::set<std::pair<AgentId, AgentId>> links(drawn.begin(), drawn.end());
  std::erase_if(links, [](const auto& link) { return link.first == link.second; });
  ThreadPool pool(2);
  double returned = 0;
  for (const auto& [u, v] : links) returned += links.count({v, u}) != 0;
  CHECK(link_reciprocity(g.followees, g.followers, pool) ==
        doctest::Approx(returned / static_cast<double>(links.size())));

  std::vector<double> in(n), out(n);
  for (const auto& [u, v] : links) ++out[u], ++in[v];
  const auto pearson = [&](auto&& x, auto&& y) {
    double m = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (const auto& [u, v] : links) {
      const double a = x(u), b = y(v);
      m += 1, sx += a, sy += b, sxx += a * a, syy += b * b, sxy += a * b;
    }
    return (m * sxy - sx * sy) / std::sqrt((m * sxx - sx * sx) * (m * syy - sy * sy));
  };
  const auto in_of = [&](AgentId a) { return in[a]; };
  const auto out_of = [&](AgentId a) { return out[a]; };
  const auto all_of = [&](AgentId a) { return in[a] + out[a]; };
  CHECK(degree_assortativity(g.followees, g.followers, Degree::followees, Degree::followers, pool) ==
        doctest::Approx(pearson(out_of, in_of)));
  CHECK(degree_assortativity(g.followees, g.followers, Degree::followers, Degree::followers, pool) ==
        doctest::Approx(pearson(in_of, in_of)));
  CHECK(degree_assortativity(g.followees, g.followers, Degree::total, Degree::total, pool) ==
        doctest::Approx(pearson(all_of, all_of)));
}

TEST_CASE("a star is as disassortative as can be; alike ends have no correlation") {
  ThreadPool pool(1);
  const Graph star = graph_of(4, {{0, 1}, {1, 0}, {0, 2}, {2, 0}, {0, 3}, {3, 0}});
  CHECK(degree_assortativity(star.followees, star.followers, Degree::total, Degree::total, pool) ==
        doctest::Approx(-1));
  const Graph ring = graph_of(3, {{0, 1}, {1, 2}, {2, 0}});
  CHECK(degree_assortativity(ring.followees, ring.followers, Degree::total, Degree::total, pool) == 0);
}

TEST_CASE("local clustering by hand") {
  ThreadPool pool(2);
  const Graph triangle = graph_of(3, {{0, 1}, {1, 2}, {2, 0}});
  CHECK(local_clustering(triangle.followees, triangle.followers, Link::any, 1, 100, 10, pool) == 1);
  CHECK(local_clustering(triangle.followees, triangle.followers, Link::mutual, 1, 100, 10, pool) == 0);
  const Graph star = graph_of(4, {{1, 0}, {2, 0}, {3, 0}});
  CHECK(local_clustering(star.followees, star.followers, Link::any, 1, 100, 10, pool) == 0);
  const Graph nobody = graph_of(4, {});
  CHECK(local_clustering(nobody.followees, nobody.followers, Link::any, 1, 100, 10, pool) == 0);
}

TEST_CASE("the sampled clustering is that of all agents and pairs, within its standard error") {
  const std::size_t n = 200;
  const Graph g = graph_of(n, random_links(n, 2400, 4));
  const auto tied = [&](AgentId u, AgentId v, Link link) {
    const auto a = g.followees.row(u), b = g.followees.row(v);
    const bool there = std::find(a.begin(), a.end(), v) != a.end(), back = std::find(b.begin(), b.end(), u) != b.end();
    return link == Link::any ? there || back : there && back;
  };
  for (const Link link : {Link::any, Link::mutual}) {
    double sum = 0, agents = 0;
    for (AgentId a = 0; a < n; ++a) {
      double closed = 0, pairs = 0;
      for (AgentId i = 0; i < n; ++i)
        for (AgentId j = 0; j < i; ++j)
          if (i != a && j != a && tied(a, i, link) && tied(a, j, link)) {
            ++pairs;
            closed += tied(i, j, link);
          }
      if (pairs > 0) {
        sum += closed / pairs;
        ++agents;
      }
    }
    ThreadPool one(1), three(3);
    const double sampled = local_clustering(g.followees, g.followers, link, 3, 20000, 20, one);
    CHECK(sampled == doctest::Approx(sum / agents).epsilon(0.03));
    CHECK(local_clustering(g.followees, g.followers, link, 3, 20000, 20, three) == sampled);
  }
}
