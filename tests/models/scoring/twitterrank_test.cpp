#include "models/scoring/twitterrank.h"

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <bit>
#include <cmath>
#include <numeric>

#include "tests/models/scoring/graph_of.h"

using namespace clout;
using namespace clout::test;

namespace {

std::vector<float> ranked(const FollowGraph& follows, const std::vector<std::uint32_t>& posts,
                          const std::vector<std::uint64_t>& topics,
                          const TwitterRankParams& params = {.tolerance = 1e-14}) {
  ThreadPool pool(2);
  Ledger ledger(follows.agents());
  std::copy(posts.begin(), posts.end(), ledger.posts.begin());
  std::vector<float> scores(follows.agents());
  TwitterRank(params).start(
      {.agents = follows.agents(), .follows = follows, .ledger = ledger, .bios = {{}, {}, topics}}, pool, scores);
  return scores;
}

/// The scores by a direct solution of the linear system of each topic.
template <class Interest>
Eigen::VectorXd solved(std::uint32_t n, const Links& links, const std::vector<std::uint32_t>& posts,
                       const Interest& interest) {
  Eigen::VectorXd seen = Eigen::VectorXd::Zero(n), scores = Eigen::VectorXd::Zero(n);
  for (const auto& [from, to] : links) seen(from) += posts[to];
  double all_posts = 0;
  for (const std::uint32_t k : posts) all_posts += k;
  for (int t = 0; t < 8; ++t) {
    Eigen::MatrixXd p = Eigen::MatrixXd::Zero(n, n);
    for (const auto& [from, to] : links)
      p(to, from) = posts[to] / seen(from) * (1 - std::abs(interest(from, t) - interest(to, t)));
    Eigen::VectorXd begin(n);
    double written = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
      begin(i) = interest(i, t);
      written += posts[i] * interest(i, t);
    }
    if (begin.sum() == 0) continue;
    begin *= 0.15 / begin.sum();
    scores += n * written / all_posts * (Eigen::MatrixXd::Identity(n, n) - 0.85 * p).partialPivLu().solve(begin);
  }
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

TEST_CASE("it solves the linear systems of all topics, and soon") {
  const std::uint32_t n = 60;
  const Links links = random_links(n, 6, 9);
  std::vector<std::uint32_t> posts(n);
  std::iota(posts.begin(), posts.end(), 1u);
  std::vector<std::uint64_t> topics(n);
  for (std::uint32_t i = 0; i < n; ++i) topics[i] = (draw(Key{3}, i) & 0xff) | 1u << i % 8;
  for (const bool alike : {true, false}) {
    CAPTURE(alike);
    const auto interest = [&](std::uint32_t i, int t) {
      return alike ? static_cast<double>(t == 0) : static_cast<double>(topics[i] >> t & 1) / std::popcount(topics[i]);
    };
    const Eigen::VectorXd expected = solved(n, links, posts, interest);
    const auto mine = alike ? std::vector<std::uint64_t>{} : topics;
    const auto exact = ranked(graph_of(n, links), posts, mine);
    // Steps alone, each .85 of the one before, would be off by 2 % after 24.
    const auto soon = ranked(graph_of(n, links), posts, mine, {.tolerance = 1e-14, .max_iterations = 24});
    for (std::uint32_t i = 0; i < n; ++i) {
      CHECK(exact[i] == doctest::Approx(expected(i)).epsilon(2e-6));
      CHECK(soon[i] == doctest::Approx(expected(i)).epsilon(1e-4));
    }
  }
}

TEST_CASE("ranks that swing between a hub and those who follow each other converge too") {
  Links links = {{0, 1}, {0, 2}, {0, 3}, {1, 0}, {2, 0}, {3, 0}};  // steps change their sign
  const std::vector<std::uint32_t> posts(44, 2);
  for (const auto& [from, to] : random_links(40, 3, 5)) links.emplace_back(from + 4, to + 4);
  const Eigen::VectorXd expected = solved(44, links, posts, [](std::uint32_t, int t) { return double(t == 0); });
  const auto scores = ranked(graph_of(44, links), posts, {}, {.tolerance = 1e-6, .max_iterations = 100});
  for (std::uint32_t i = 0; i < 44; ++i) CHECK(scores[i] == doctest::Approx(expected(i)).epsilon(1e-4));
}
