#include "sim/world/communities.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/core/distributions.h"
#include "sim/world/edge_list.h"

using namespace clout;

namespace {

FollowGraph graph_of(std::size_t n, std::vector<std::pair<AgentId, AgentId>> links) {
  FollowGraph g(n);
  for (const auto& [u, v] : links) g.follow(u, v, 0);
  return g;
}

/// `groups` cliques of `size`, each in a ring with the next one by a single link.
FollowGraph ring_of_cliques(std::size_t groups, std::size_t size) {
  FollowGraph g(groups * size);
  for (std::size_t k = 0; k < groups; ++k) {
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j)
        if (i != j) g.follow(static_cast<AgentId>(k * size + i), static_cast<AgentId>(k * size + j), 0);
    g.follow(static_cast<AgentId>(k * size), static_cast<AgentId>((k + 1) % groups * size + 1), 0);
  }
  return g;
}

/// Q = sum over pairs of (w_ij - resolution k_i k_j / 2m) / 2m within communities, from its definition.
double modularity(const FollowGraph& g, const std::vector<std::uint32_t>& of, double resolution) {
  const std::size_t n = g.agents();
  std::vector<double> k(n);
  double all = 0, q = 0;
  for (AgentId u = 0; u < n; ++u)
    for (const Follow& f : g.followees(u)) ++k[u], ++k[f.who], all += 2;
  for (AgentId u = 0; u < n; ++u)
    for (AgentId v = 0; v < n; ++v) {
      if (of[u] != of[v]) continue;
      const double w = (g.follows(u, v) ? 1 : 0) + (g.follows(v, u) ? 1 : 0);
      q += (w - resolution * k[u] * k[v] / all) / all;
    }
  return q;
}

}  // namespace

TEST_CASE("cliques in a ring are found, and the modularity is that of the definition") {
  ThreadPool pool(2);
  const FollowGraph g = ring_of_cliques(6, 5);
  const Communities c = find_communities(g, 1, pool);
  REQUIRE(c.sizes == std::vector<std::uint32_t>(6, 5));
  for (AgentId u = 0; u < 30; ++u) CHECK(c.of[u] == c.of[u / 5 * 5]);
  CHECK(c.of[0] == 0);  // equal sizes: the smallest member decides
  CHECK(c.modularity == doctest::Approx(modularity(g, c.of, 1)).epsilon(1e-12));
}

TEST_CASE("a higher resolution gives at least as many communities, a low one few") {
  ThreadPool pool(1);
  const FollowGraph g = ring_of_cliques(12, 4);
  const auto count = [&](double r) { return find_communities(g, r, pool).sizes.size(); };
  CHECK(count(0.05) < count(1));
  CHECK(count(1) <= count(8));
  CHECK_THROWS_AS(find_communities(g, 0, pool), std::invalid_argument);
}

TEST_CASE("no agents, no links, the same result on any number of threads") {
  ThreadPool one(1), three(3);
  CHECK(find_communities(FollowGraph(0), 1, one).of.empty());
  const Communities lonely = find_communities(FollowGraph(3), 1, one);
  CHECK(lonely.of == std::vector<std::uint32_t>{0, 1, 2});
  CHECK(lonely.modularity == 0);
  const FollowGraph g = ring_of_cliques(9, 7);
  CHECK(find_communities(g, 1, one).of == find_communities(g, 1, three).of);
}

TEST_CASE("cities are communities, the smallest merged in the last; fame is the normal score of followers' rank") {
  // 0 is followed by 1, 2, 3; 4 by 5; 6 and 7 stand alone.
  const FollowGraph g = graph_of(8, {{1, 0}, {2, 0}, {3, 0}, {5, 4}});
  ThreadPool pool(1);
  const Communities c = find_communities(g, 1, pool);
  CHECK(c.sizes == std::vector<std::uint32_t>{4, 2, 1, 1});
  PopulationParams p;
  p.cities = 2;
  const GivenAgents two = assign_from_communities(g, c, p, 0, 1);
  CHECK(two.cities == 2);
  CHECK(two.city == std::vector<std::uint16_t>{0, 0, 0, 0, 1, 1, 1, 1});
  p.cities = 20;
  CHECK(assign_from_communities(g, c, p, 0, 1).cities == 4);
  CHECK(two.fame[0] == doctest::Approx(normal_quantile(7.5 / 8)));
  CHECK(two.fame[4] == doctest::Approx(normal_quantile(6.5 / 8)));
  std::vector<float> sorted = two.fame;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t r = 0; r < 8; ++r)
    CHECK(sorted[r] == doctest::Approx(normal_quantile((static_cast<double>(r) + 0.5) / 8)));
}

TEST_CASE("a population for a graph: everybody present, the graph's cities and fame, all else drawn") {
  ThreadPool pool(2);
  NetworkParams n;
  n.file = CLOUT_SOURCE_DIR "/scenarios/data/congress_twitter_influence.csv";
  n.direction = "target_follows_source";
  Faults faults;
  const EdgeList e = read_edge_list(n, pool, faults);
  REQUIRE(faults.empty());
  PopulationParams p;
  const auto s = generate_society_for_graph(e.graph, p, {}, {}, n, 0.5, 9, pool);
  REQUIRE(s->agents() == 475);
  CHECK(s->present.size() == 475);
  CHECK(s->cities >= 2);
  CHECK(s->in_city(0).size() >= s->in_city(1).size());
  const auto most = std::max_element(s->fame.begin(), s->fame.end()) - s->fame.begin();
  for (AgentId u = 0; u < 475; ++u)
    CHECK(e.graph.follower_count(u) <= e.graph.follower_count(static_cast<AgentId>(most)));
  double xy = 0;
  for (AgentId u = 0; u < 475; ++u) xy += double{s->fame[u]} * s->activity[u] / 475;
  CHECK(xy == doctest::Approx(p.activity_fame_corr).epsilon(0.12));
  CHECK(s->offline.records() > 475);

  GivenAgents wrong;
  wrong.agents = 3;
  CHECK_THROWS_AS((void)generate_society_for_graph(e.graph, p, {}, {}, n, 0.5, 9, pool, &wrong), std::invalid_argument);
}

TEST_CASE("role_by_community: 0 draws roles as for a graph that is drawn, 1 gives a community one role") {
  ThreadPool pool(1);
  const FollowGraph g = ring_of_cliques(8, 5);
  const auto society = [&](double role_by_community) {
    NetworkParams n;
    n.role_by_community = role_by_community;
    return generate_society_for_graph(g, {}, {}, {}, n, 0.5, 3, pool);
  };
  PopulationParams p;
  p.agents = 40;
  const auto drawn = generate_society(p, {}, {}, 0.5, 3, pool), off = society(0), on = society(1);
  CHECK(off->role == drawn->role);
  for (AgentId u = 0; u < 40; ++u) CHECK(on->role[u] == on->role[u / 5 * 5]);
  CHECK(on->role != off->role);
  CHECK(on->city == off->city);
  CHECK(on->quality == off->quality);

  GivenAgents given;
  given.agents = 40;
  given.role.assign(40, 1);
  NetworkParams n;
  n.role_by_community = 1;
  CHECK(generate_society_for_graph(g, {}, {}, {}, n, 0.5, 3, pool, &given)->role == Column<std::uint8_t>(40, 1));
}

TEST_CASE("role_by_community: people of a community share a role more often than by chance, and shares hold") {
  ThreadPool pool(1);
  const std::size_t groups = 40, size = 25, n = groups * size;
  const FollowGraph g = ring_of_cliques(groups, size);
  const Communities c = find_communities(g, 1, pool);
  REQUIRE(c.sizes == std::vector<std::uint32_t>(groups, size));
  const PopulationParams params;
  const double by_community = 0.5;
  const int seeds = 40;
  double alike = 0, pairs = 0;
  std::vector<double> share(params.roles.size());
  for (int seed = 0; seed < seeds; ++seed) {
    const auto role = assign_from_communities(g, c, params, by_community, static_cast<std::uint64_t>(seed)).role;
    REQUIRE(role.size() == n);
    for (std::size_t u = 0; u < n; ++u) share[role[u]] += 1.0 / static_cast<double>(n * seeds);
    for (std::size_t u = 0; u < n; ++u)
      for (std::size_t v = u + 1; v < n && c.of[v] == c.of[u]; ++v) {
        alike += role[u] == role[v];
        ++pairs;
      }
  }
  double by_chance = 0;
  for (std::size_t k = 0; k < share.size(); ++k) {
    const double s = params.roles[k].share;
    by_chance += s * s;
    // A share of groups that have one role, and one of people who draw their own.
    const double variance = s * (1 - s) * (by_community * by_community / (groups * seeds) + 1.0 / (n * seeds));
    CHECK(std::abs(share[k] - s) < 4 * std::sqrt(variance));
  }
  // Two share a role for sure if both have their community's, else by chance.
  const double both = by_community * by_community;
  CHECK(alike / pairs == doctest::Approx(both + (1 - both) * by_chance).epsilon(0.03));
  CHECK(both + (1 - both) * by_chance > 1.1 * by_chance);
}

TEST_CASE("parties of the Congress network are communities: modularity is high") {
  ThreadPool pool(1);
  NetworkParams n;
  n.file = CLOUT_SOURCE_DIR "/scenarios/data/congress_twitter_influence.csv";
  Faults faults;
  const EdgeList e = read_edge_list(n, pool, faults);
  const Communities c = find_communities(e.graph, 1, pool);
  CHECK(c.modularity == doctest::Approx(modularity(e.graph, c.of, 1)).epsilon(1e-9));
  CHECK(c.modularity > 0.3);
}
