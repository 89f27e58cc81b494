#include "models/scoring/hits.h"

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <cmath>

#include "tests/models/scoring/days_of.h"
#include "tests/models/scoring/graph_of.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("two followers and an authority of one of them, by hand") {
  // 0 and 1 follow 2, 1 follows 3: a2 = h0 + h1, a3 = h1, h0 = a2, h1 = a2 + a3; a2 / a3 is the golden ratio.
  const FollowGraph follows = graph_of(4, {{0, 2}, {1, 2}, {1, 3}});
  Hits score({});
  const auto a = scores_of(score, follows);
  const double golden = (1 + std::sqrt(5)) / 2;
  CHECK(a[2] / a[3] == doctest::Approx(golden));
  CHECK(a[0] == 0);
  CHECK(a[2] * a[2] + a[3] * a[3] == doctest::Approx(4));  // root of the number of agents
  Hits hubs({.publish = "hub"});
  const auto h = scores_of(hubs, follows);
  CHECK(h[1] / h[0] == doctest::Approx(golden));
  CHECK(h[2] == 0);
}

TEST_CASE("authorities are the leading eigenvector") {
  const std::uint32_t n = 50;
  const Links links = random_links(n, 8, 5);
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(n, n);
  for (const auto& [from, to] : links) a(from, to) = 1;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(a.transpose() * a);
  const Eigen::VectorXd leading = solver.eigenvectors().col(n - 1).cwiseAbs();
  Hits score({.tolerance = 1e-13});
  const auto scores = scores_of(score, graph_of(n, links));
  for (std::uint32_t i = 0; i < n; ++i) CHECK(scores[i] == doctest::Approx(std::sqrt(n) * leading[i]).epsilon(1e-6));
}

TEST_CASE("where nobody follows anybody all have nothing") {
  Hits score({});
  CHECK(scores_of(score, FollowGraph(3)) == std::vector<float>{0, 0, 0});
}

TEST_CASE("the links count, not which of them was first") {
  // 0 follows 1 from the first day on; 2 and 4 follow 3 later, a component of its own with more weight.
  Days<Hits> days(Hits({}), 5);
  days.follows.follow(0, 1, 0);
  CHECK(days.next()[1] == doctest::Approx(std::sqrt(5)));
  days.follows.follow(2, 3, 1);
  const auto alike = days.next();
  CHECK(alike[1] == doctest::Approx(std::sqrt(5.0 / 2)));
  CHECK(alike[3] == alike[1]);
  days.follows.follow(4, 3, 2);
  Hits at_once({});
  CHECK(days.next() == scores_of(at_once, graph_of(5, {{0, 1}, {2, 3}, {4, 3}})));
  CHECK(days.scores[3] == doctest::Approx(std::sqrt(5)));
}
