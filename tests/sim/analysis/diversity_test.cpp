#include "sim/analysis/diversity.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>

using namespace clout;

TEST_CASE("n circles alike are n effective circles") {
  CHECK(effective_number(std::array{1.0, 1.0, 1.0}) == doctest::Approx(3));
  CHECK(effective_number(std::array{3.0, 1.0}) == doctest::Approx(4 / std::pow(3.0, 0.75)));
  CHECK(effective_number(std::array{5.0, 0.0}) == doctest::Approx(1));
  CHECK(effective_number({}) == 0);
}

TEST_CASE("from sums of w and w log w comes the same effective number") {
  const double w_log_w = 3 * std::log(3.0);
  CHECK(effective_number(4, w_log_w) == doctest::Approx(effective_number(std::array{3.0, 1.0})));
  CHECK(effective_number(0, 0) == 0);
}

TEST_CASE("a circle that stands there twice is one circle") {
  CHECK(effective_circles(std::array<std::uint32_t, 3>{4, 9, 4}, std::array{1.0, 2.0, 1.0}) == doctest::Approx(2));
}

TEST_CASE("people who know different circles: beta is their number") {
  const std::array<std::size_t, 3> begin{0, 1, 2};
  const std::array<std::uint32_t, 2> circle{0, 1};
  const std::array weight{7.0, 2.0};
  const Diversity d = diversity_partition({begin, circle, weight});
  CHECK(d.alpha == doctest::Approx(1));
  CHECK(d.gamma == doctest::Approx(2));
  CHECK(d.beta == doctest::Approx(2));
  CHECK(d.agents == 2);
}

TEST_CASE("people who know the same circles: beta is one, and those without contacts do not count") {
  const std::array<std::size_t, 4> begin{0, 2, 2, 4};
  const std::array<std::uint32_t, 4> circle{0, 1, 1, 0};
  const std::array weight{1.0, 3.0, 6.0, 2.0};
  const Diversity d = diversity_partition({begin, circle, weight});
  CHECK(d.agents == 2);
  CHECK(d.beta == doctest::Approx(1));
  CHECK(d.alpha == doctest::Approx(effective_number(std::array{1.0, 3.0})));
  CHECK(diversity_partition({std::array<std::size_t, 1>{0}, {}, {}}).agents == 0);
  CHECK_THROWS_AS((void)diversity_partition({begin, circle, {}}), std::invalid_argument);
}

TEST_CASE("a pool is the same bits in any order and any split") {
  const std::array<std::array<std::uint32_t, 3>, 3> circle{{{0, 1, 2}, {2, 2, 5}, {1, 5, 0}}};
  const std::array<std::array<double, 3>, 3> weight{{{1, 2, 3}, {0.1, 7, 0.3}, {4, 1, 1}}};
  DiversityPool forward, left, right;
  for (std::size_t k = 0; k < 3; ++k) forward.add(circle[k], weight[k]);
  left.add(circle[2], weight[2]);
  right.add(circle[1], weight[1]);
  right.add(circle[0], weight[0]);
  right.add({}, {});  // knows nobody
  left.merge(right);
  CHECK(left.result().agents == 3);
  CHECK(left.result().alpha == forward.result().alpha);
  CHECK(left.result().gamma == forward.result().gamma);
  // alpha: the geometric mean of each one's circles
  const double each = effective_circles(circle[0], weight[0]) * effective_circles(circle[1], weight[1]) *
                      effective_circles(circle[2], weight[2]);
  CHECK(forward.result().alpha == doctest::Approx(std::cbrt(each)).epsilon(1e-8));
  CHECK_THROWS_AS(left.add(circle[0], {}), std::invalid_argument);
}
