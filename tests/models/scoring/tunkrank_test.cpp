#include "models/scoring/tunkrank.h"

#include <doctest/doctest.h>

#include <Eigen/Dense>

#include "tests/models/scoring/graph_of.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("a chain of followers by hand") {
  TunkRank half({.pass_on_prob = 0.5});
  const auto scores = scores_of(half, graph_of(3, {{1, 0}, {2, 1}}));  // 2 follows 1 follows 0
  CHECK(scores == std::vector<float>{1.5f, 1, 0});
}

TEST_CASE("without passing on it is the attention that followers divide") {
  TunkRank none({.pass_on_prob = 0});
  const auto scores = scores_of(none, graph_of(4, {{1, 0}, {2, 0}, {2, 1}, {3, 0}, {3, 1}, {3, 2}}));
  CHECK(scores[0] == doctest::Approx(1 + 1.0 / 2 + 1.0 / 3));
  CHECK(scores[1] == doctest::Approx(1.0 / 2 + 1.0 / 3));
  CHECK(scores[3] == 0);
}

TEST_CASE("it solves the linear system") {
  const std::uint32_t n = 60;
  const Links links = random_links(n, 6, 3);
  const FollowGraph follows = graph_of(n, links);
  for (const double p : {0.05, 0.6}) {
    // (1 - p M) x = M 1, M = 1 / |follows of y| where y follows x.
    Eigen::MatrixXd m = Eigen::MatrixXd::Zero(n, n);
    for (const auto& [from, to] : links) m(to, from) += 1.0 / static_cast<double>(follows.followee_count(from));
    const Eigen::VectorXd x =
        (Eigen::MatrixXd::Identity(n, n) - p * m).partialPivLu().solve(m * Eigen::VectorXd::Ones(n));
    TunkRank score({.pass_on_prob = p, .tolerance = 1e-13});
    scores_of(score, follows);
    for (std::uint32_t i = 0; i < n; ++i) CHECK(score.exact()[i] == doctest::Approx(x[i]).epsilon(1e-9));
  }
}

TEST_CASE("it goes on from its last result and forgets links that are gone") {
  ThreadPool pool(1);
  const Ledger ledger(3);
  TunkRank score({.pass_on_prob = 0.5});
  scores_of(score, graph_of(3, {{1, 0}, {2, 1}}));
  const FollowGraph fewer = graph_of(3, {{1, 0}});
  std::vector<float> scores(3);
  score.update({.agents = 3, .follows = fewer, .ledger = ledger}, pool, scores);
  CHECK(scores == std::vector<float>{1, 0, 0});
}
