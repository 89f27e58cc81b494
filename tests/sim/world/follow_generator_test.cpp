#include "sim/world/follow_generator.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <stdexcept>

#include "sim/world/population_generator.h"
#include "tests/sim/world/graph_measures.h"

using namespace clout;

namespace {

std::shared_ptr<Society> people(std::int64_t n, unsigned threads = 2, double present = -1) {
  PopulationParams p;
  p.agents = n;
  for (RoleParams& r : p.roles) {
    r.offline_contacts_mean = 1;
    if (present >= 0) r.present = present;
  }
  ThreadPool pool(threads);
  return generate_society(p, {}, {}, 0.5, 3, pool);
}

FollowGraph drawn(const Society& s, const NetworkParams& n = {}, unsigned threads = 2, std::uint64_t seed = 3) {
  ThreadPool pool(threads);
  return generate_follow_graph(s, n, seed, pool);
}

std::uint64_t digest(FollowGraph& g) {
  StateDigest d;
  g.visit_state(d);
  return d.digest();
}

void check_sound(const FollowGraph& g, const Society& s) {
  std::vector<std::uint32_t> followers(g.agents());
  for (AgentId u = 0; u < g.agents(); ++u) {
    AgentId last = kNoAgent;
    for (const Follow& f : g.followees(u)) {
      CHECK_UNARY(s.has(u, kPresent));
      CHECK_UNARY(s.has(f.who, kPresent));
      CHECK_UNARY(f.who != u);
      CHECK_UNARY(last == kNoAgent || f.who > last);
      last = f.who;
      ++followers[f.who];
    }
  }
  for (AgentId u = 0; u < g.agents(); ++u) CHECK_UNARY(g.follower_count(u) == followers[u]);
}

}  // namespace

TEST_CASE("the default graph of 10,000 agents is within the bands of Twitter-like networks") {
  const auto s = people(10000);
  const FollowGraph g = drawn(*s);
  check_sound(g, *s);
  const auto b = measured::bands(g, s->present);
  CHECK(b.mean_following == doctest::Approx(40).epsilon(0.03));
  CHECK(b.mutual_pairs >= 0.18);  // G1
  CHECK(b.mutual_pairs <= 0.36);
  CHECK(b.reciprocity >= 0.30);  // G2
  CHECK(b.reciprocity <= 0.53);
  CHECK(b.alpha >= 1.9);  // G3
  CHECK(b.alpha <= 2.6);
  CHECK(b.gini_in >= 0.60);  // G4
  CHECK(b.gini_in <= 0.90);
  CHECK(b.top_1 >= 0.12);
  CHECK(b.top_1 <= 0.65);
  CHECK(b.top_10 >= 0.45);
  CHECK(b.top_10 <= 0.90);
  CHECK(b.mean_over_median >= 2);  // G5
  CHECK(b.clustering >= 0.10);     // G7
  CHECK(b.clustering <= 0.60);
  CHECK(b.assortativity >= -0.25);  // G8
  CHECK(b.assortativity <= 0.05);
  CHECK(b.most_followed < 0.5);
}

TEST_CASE("the same content on 1, 2 and 3 threads, another with another seed") {
  const auto s = people(3000);
  FollowGraph one = drawn(*s, {}, 1), two = drawn(*s, {}, 2), three = drawn(*s, {}, 3), other = drawn(*s, {}, 1, 4);
  CHECK(digest(two) == digest(one));
  CHECK(digest(three) == digest(one));
  CHECK(digest(other) != digest(one));
}

TEST_CASE("tiny worlds: nobody, one, two, and fewer agents than one wants to follow") {
  for (const std::int64_t n : {0, 1, 2, 3, 10, 45}) {
    const auto s = people(n, 2, 1.0);
    const FollowGraph g = drawn(*s);
    check_sound(g, *s);
    CHECK(g.agents() == static_cast<std::size_t>(n));
    CHECK(g.edges() <= static_cast<std::uint64_t>(n * std::max<std::int64_t>(n - 1, 0)));
    if (n == 2) CHECK(g.edges() == 2);
    if (n == 10) CHECK(g.edges() == 90);
  }
  const auto absent = people(100, 2, 0.0);
  CHECK(drawn(*absent).edges() == 0);
}

TEST_CASE("the mean number of followees is the one asked for, in small worlds and for any reciprocity") {
  for (const double r : {0.0, 0.2, 0.6, 1.0})
    for (const double mean : {1.0, 5.0, 20.0}) {
      const auto s = people(1500);
      NetworkParams n;
      n.reciprocity = r;
      n.following_mean = mean;
      const FollowGraph g = drawn(*s, n);
      CHECK(static_cast<double>(g.edges()) / static_cast<double>(s->present.size()) ==
            doctest::Approx(mean).epsilon(0.03));
    }
}

TEST_CASE("reciprocity: 0 leaves what is mutual by chance, more gives more") {
  const auto s = people(10000);
  double last = -1;
  for (const double r : {0.0, 0.2, 0.4, 0.5}) {
    NetworkParams n;
    n.reciprocity = r;
    const double found = measured::links_of(drawn(*s, n), s->present).reciprocity();
    CHECK(found > last);
    CHECK(found >= r - 0.04);
    CHECK(found <= r + (r > 0 ? 0.08 : 0.15));  // by chance, in a small world
    last = found;
  }
}

TEST_CASE("same_city 0 and same_topic 0 leave what is met by chance; closure 0 leaves fewer triangles") {
  const auto s = people(10000);
  const auto share = [&](const FollowGraph& g, auto&& alike) {
    double n = 0;
    for (AgentId u = 0; u < g.agents(); ++u)
      for (const Follow& f : g.followees(u)) n += alike(u, f.who);
    return n / static_cast<double>(g.edges());
  };
  const auto city = [&](AgentId u, AgentId v) { return s->city[u] == s->city[v]; };
  const auto topic = [&](AgentId u, AgentId v) { return (s->topics[u] & s->topics[v]) != 0; };
  NetworkParams open;
  open.same_city = open.same_topic = open.closure = 0;
  const FollowGraph base = drawn(*s, open);
  NetworkParams cities = open, topics = open, closed = open;
  cities.same_city = 0.5;
  topics.same_topic = 0.5;
  closed.closure = 0.5;
  CHECK(share(drawn(*s, cities), city) > share(base, city) + 0.25);
  CHECK(share(drawn(*s, topics), topic) > share(base, topic) + 0.1);
  CHECK(share(drawn(*s, topics), city) == doctest::Approx(share(base, city)).epsilon(0.15));
  const auto clustering = [&](const FollowGraph& g) {
    return measured::clustering_all_of(measured::undirected(g), s->present);
  };
  CHECK(clustering(drawn(*s, closed)) > 1.02 * clustering(base));
}

TEST_CASE("fame decides followers; following_fame_corr 0 makes followees independent of it") {
  const auto s = people(10000);
  const auto corr = [&](const FollowGraph& g) {
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, n = 0;
    for (const AgentId u : s->present) {
      const double x = s->fame[u], y = std::log1p(static_cast<double>(g.followee_count(u)));
      sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y, ++n;
    }
    return (sxy - sx * sy / n) / std::sqrt((sxx - sx * sx / n) * (syy - sy * sy / n));
  };
  NetworkParams n;
  const FollowGraph g = drawn(*s, n);
  CHECK(corr(g) == doctest::Approx(n.following_fame_corr).epsilon(0.06));
  n.following_fame_corr = 0;
  CHECK(std::abs(corr(drawn(*s, n))) < 0.05);
  double famous = 0, obscure = 0, many = 0, few = 0;
  for (const AgentId u : s->present) {
    if (s->fame[u] > 1.5) famous += g.follower_count(u), ++many;
    if (s->fame[u] < 0) obscure += g.follower_count(u), ++few;
  }
  CHECK(famous / many > 8 * obscure / few);
}

TEST_CASE("kind empty has no links; an edge list is not drawn") {
  const auto s = people(100);
  NetworkParams n;
  n.kind = "empty";
  CHECK(drawn(*s, n).edges() == 0);
  n.kind = "edge_list";
  CHECK_THROWS_AS(drawn(*s, n), std::invalid_argument);
}
