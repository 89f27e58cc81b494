#include "sim/world/follow_graph.h"

#include <doctest/doctest.h>

#include <vector>

#include "sim/core/random.h"
#include "tests/sim/world/state_file.h"

using namespace clout;

namespace {

std::vector<AgentId> followees(const FollowGraph& graph, AgentId u) {
  std::vector<AgentId> who;
  for (const Follow& link : graph.followees(u)) who.push_back(link.who);
  return who;
}

FollowGraph random_graph(std::size_t n, std::uint32_t mean, std::uint64_t seed) {
  FollowGraph graph(n);
  for (AgentId u = 0; u < n; ++u) {
    Rng rng(seed, Stream::test, u);
    for (std::uint32_t i = rng.below(2 * mean); i > 0; --i) {
      const double x = rng.uniform();
      graph.follow(u, static_cast<AgentId>(static_cast<double>(n) * x * x * x), 0);
    }
  }
  return graph;
}

bool equal(const Csr& a, const Csr& b) { return a.begin == b.begin && a.columns == b.columns; }

}  // namespace

TEST_CASE("a followee list is sorted, without duplicates and without its owner") {
  FollowGraph graph(5);
  CHECK(graph.follow(0, 3, 7));
  CHECK(graph.follow(0, 1, 8));
  CHECK(graph.follow(0, 4, 9));
  CHECK_FALSE(graph.follow(0, 3, 10));
  CHECK_FALSE(graph.follow(0, 0, 10));
  CHECK(followees(graph, 0) == std::vector<AgentId>{1, 3, 4});
  CHECK(graph.followees(0)[1].since == 7);
  CHECK(graph.follows(0, 3));
  CHECK_FALSE(graph.follows(3, 0));
  CHECK_FALSE(graph.follows(0, 2));
  CHECK(graph.edges() == 3);
}

TEST_CASE("followers are counted through follow, unfollow and assign") {
  FollowGraph graph(4);
  graph.follow(0, 3, 0);
  graph.follow(1, 3, 0);
  CHECK(graph.follower_count(3) == 2);
  CHECK(graph.unfollow(0, 3));
  CHECK_FALSE(graph.unfollow(0, 3));
  CHECK(graph.follower_count(3) == 1);
  const std::vector<Follow> links = {{0, 0}, {2, 0}};
  graph.assign(1, links);
  CHECK(graph.follower_count(3) == 0);
  CHECK(graph.follower_count(0) == 1);
  CHECK(graph.follower_count(2) == 1);
}

TEST_CASE("a link remembers that its two have a tie; a new link starts without") {
  FollowGraph graph(3);
  graph.follow(0, 2, 0);
  graph.mark_tied(0, 2);
  graph.mark_tied(0, 1);  // no such link
  CHECK(graph.followees(0)[0].tied != 0);
  graph.unfollow(0, 2);
  graph.follow(0, 2, 1);
  CHECK(graph.followees(0)[0].tied == 0);
}

TEST_CASE("follower counts come out exact when all agents follow and unfollow at once") {
  constexpr std::size_t kAgents = 2000;
  FollowGraph graph(kAgents);
  ThreadPool pool(3);
  for (int round = 0; round < 3; ++round)
    pool.for_chunks(kAgents, 16, [&](std::size_t, std::size_t first, std::size_t last, unsigned) {
      for (std::size_t u = first; u < last; ++u) {
        Rng rng(1, Stream::test, u, static_cast<std::uint64_t>(round));
        for (int i = 0; i < 30; ++i) {
          const AgentId v = rng.below(20);
          rng.below(3) == 0 ? graph.unfollow(static_cast<AgentId>(u), v) : graph.follow(static_cast<AgentId>(u), v, 0);
        }
      }
    });
  std::vector<std::uint32_t> count(kAgents);
  for (AgentId u = 0; u < kAgents; ++u)
    for (const AgentId v : followees(graph, u)) ++count[v];
  CHECK(std::equal(count.begin(), count.end(), graph.follower_counts().begin()));
}

TEST_CASE("matrix and transpose by hand") {
  FollowGraph graph(4);  // 0 -> 1, 0 -> 3, 2 -> 1, 3 -> 0
  graph.follow(0, 1, 0);
  graph.follow(0, 3, 0);
  graph.follow(2, 1, 0);
  graph.follow(3, 0, 0);
  ThreadPool pool(1);
  const Csr m = graph.matrix(pool), t = graph.transpose(pool);
  CHECK(m.begin == Column<std::uint64_t>{0, 2, 2, 3, 4});
  CHECK(m.columns == RawColumn<AgentId>{1, 3, 1, 0});
  CHECK(t.begin == Column<std::uint64_t>{0, 1, 3, 3, 4});
  CHECK(t.columns == RawColumn<AgentId>{3, 0, 2, 0});
}

TEST_CASE("the transpose lists every link once, ascending, the same on 1, 2 and 3 threads") {
  for (const std::size_t n : {1u, 2u, 255u, 256u, 1000u, 5000u, 40000u}) {
    CAPTURE(n);
    const FollowGraph graph = random_graph(n, 8, n);
    std::vector<std::vector<AgentId>> followers(n);
    for (AgentId u = 0; u < n; ++u)
      for (const AgentId v : followees(graph, u)) followers[v].push_back(u);
    ThreadPool one(1), two(2), three(3);
    const Csr t = graph.transpose(one);
    REQUIRE(t.rows() == n);
    bool same = true;
    for (AgentId v = 0; v < n; ++v)
      same = same && std::equal(followers[v].begin(), followers[v].end(), t.row(v).begin(), t.row(v).end());
    CHECK(same);
    CHECK(equal(t, graph.transpose(two)));
    CHECK(equal(t, graph.transpose(three)));
    CHECK(equal(graph.matrix(one), graph.matrix(three)));
  }
}

TEST_CASE("an empty graph has an empty matrix") {
  ThreadPool pool(2);
  CHECK(FollowGraph().transpose(pool).rows() == 0);
  CHECK(FollowGraph(3).transpose(pool).rows() == 3);
  CHECK(FollowGraph(3).matrix(pool).columns.empty());
}

TEST_CASE("a follow edge takes at most 8.8 bytes after a copy, at 40 followees an agent") {
  FollowGraph graph(2000);
  for (AgentId u = 0; u < 2000; ++u) {
    std::vector<Follow> links;
    for (AgentId i = 0; i < 40; ++i) links.push_back({u % 50 + 50 * i, 0});
    std::erase_if(links, [&](const Follow& link) { return link.who == u; });
    graph.assign(u, links);
  }
  const FollowGraph copy(graph);
  CHECK(static_cast<double>(copy.memory_bytes()) < 8.8 * static_cast<double>(copy.edges()));
}

TEST_CASE("a saved graph loads to the same graph") {
  FollowGraph graph = random_graph(500, 10, 3);
  MemorySaver saver;
  graph.visit_state(saver);
  FollowGraph loaded;
  MemoryLoader loader(saver.bytes);
  loaded.visit_state(loader);
  CHECK(loader.at_end());
  CHECK(digest_of(loaded) == digest_of(graph));
  CHECK(loaded.follow(0, 499, 1) == graph.follow(0, 499, 1));
  CHECK(digest_of(loaded) == digest_of(graph));
}
