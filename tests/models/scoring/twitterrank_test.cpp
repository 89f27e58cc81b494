#include "models/scoring/twitterrank.h"

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <numeric>

#include "tests/models/scoring/graph_of.h"

using namespace clout;
using namespace clout::test;

namespace {

std::vector<float> ranked(const FollowGraph& follows, const std::vector<std::uint32_t>& posts,
                          const std::vector<std::uint64_t>& topics, unsigned threads = 2) {
  ThreadPool pool(threads);
  Ledger ledger(follows.agents());
  std::copy(posts.begin(), posts.end(), ledger.posts.begin());
  std::vector<float> scores(follows.agents());
  TwitterRank({.tolerance = 1e-14})
      .start({.agents = follows.agents(), .follows = follows, .ledger = ledger, .bios = {{}, {}, topics}}, pool,
             scores);
  return scores;
}

}  // namespace

TEST_CASE("two people and one topic by hand") {
  const auto scores = ranked(graph_of(2, {{1, 0}}), {3, 0}, {});
  CHECK(scores[1] == doctest::Approx(0.15));
  CHECK(scores[0] == doctest::Approx(0.15 + 0.85 * 0.15));
}

TEST_CASE("readers divide by posts, and go only to whom they are like") {
  // 2 follows 0 and 1, of whom 0 posts three times as much.
  const auto posts = ranked(graph_of(3, {{2, 0}, {2, 1}}), {3, 1, 0}, {});
  CHECK((posts[0] - 0.15) / (posts[1] - 0.15) == doctest::Approx(3));
  // 2 has topic 0 alone, as 0; 1 has topic 1 alone: of 2's rank nothing comes to it.
  const auto alike = ranked(graph_of(3, {{2, 0}, {2, 1}}), {1, 1, 0}, {1, 2, 1});
  // Topic 0 has half of the posts, and two people start in it; 1 has only its start, alone in topic 1.
  CHECK(alike[0] == doctest::Approx(3 * 0.5 * (0.075 + 0.85 * 0.5 * 0.075)));
  CHECK(alike[1] == doctest::Approx(3 * 0.5 * 0.15));
}

TEST_CASE("topics are folded to eight") {
  CHECK(ranked(graph_of(3, {{2, 0}, {2, 1}}), {1, 1, 0}, {1, 1u << 8, 1}) ==
        ranked(graph_of(3, {{2, 0}, {2, 1}}), {1, 1, 0}, {1, 1, 1}));
}

TEST_CASE("it solves the linear system of one topic") {
  const std::uint32_t n = 40;
  const Links links = random_links(n, 6, 9);
  std::vector<std::uint32_t> posts(n);
  std::iota(posts.begin(), posts.end(), 1u);
  Eigen::VectorXd seen = Eigen::VectorXd::Zero(n);
  for (const auto& [from, to] : links) seen(from) += posts[to];
  Eigen::MatrixXd p = Eigen::MatrixXd::Zero(n, n);
  for (const auto& [from, to] : links) p(to, from) = posts[to] / seen(from);
  const Eigen::VectorXd x =
      (Eigen::MatrixXd::Identity(n, n) - 0.85 * p).partialPivLu().solve(Eigen::VectorXd::Constant(n, 0.15 / n));
  const auto scores = ranked(graph_of(n, links), posts, {});
  for (std::uint32_t i = 0; i < n; ++i) CHECK(scores[i] == doctest::Approx(n * x(i)).epsilon(1e-6));
}
