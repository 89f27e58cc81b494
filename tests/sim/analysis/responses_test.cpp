#include "sim/analysis/responses.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("a point that always fails costs itself, a round that is not done costs its world") {
  const std::vector<double> y = {1, 2, 3, kNone, kNone, kNone};
  const CompleteResponses all = complete_responses({3, 2, y});
  CHECK(all.points == std::vector<std::size_t>{0, 1});
  CHECK(all.worlds == std::vector<std::size_t>{0});
  CHECK(all.points_left_out == 1);
  const CompleteResponses first = complete_responses({3, 2, y}, std::vector<std::size_t>{0});
  CHECK(first.worlds == std::vector<std::size_t>{0, 1});
  const CompleteResponses none = complete_responses({3, 2, y}, std::vector<std::size_t>{2});
  CHECK(none.points.empty());
  CHECK(none.worlds.empty());
  CHECK_THROWS_AS((void)complete_responses({2, 2, y}), std::invalid_argument);
  CHECK_THROWS_AS((void)complete_responses({3, 2, y}, std::vector<std::size_t>{3}), std::invalid_argument);
}

TEST_CASE("a table has the mean of each point over the worlds it has") {
  const std::vector<double> y = {1, 2, 3, 7, kNone, kNone, kNone, kNone, kNone};
  const std::vector<Interval> table = response_table({3, 3, y});
  REQUIRE(table.size() == 3);
  CHECK(table[0].estimate == 2);
  CHECK(table[0].high == doctest::Approx(2 + 4.302653 / std::sqrt(3.0)));
  CHECK(table[1].estimate == 7);
  CHECK(table[1].worlds == 1);
  CHECK_FALSE(table[1].known);
  CHECK(table[2].worlds == 0);
}

TEST_CASE("points are compared world by world: what a seed brings to both falls out") {
  const std::vector<double> y = {3, 105, 1000, 1, 101, kNone};
  const Interval difference = point_contrast({2, 3, y}, 0, 1);
  CHECK(difference.estimate == 3);  // of 2 and 4
  CHECK(difference.worlds == 2);
  CHECK(difference.high == doctest::Approx(3 + 12.706205 * std::sqrt(2.0) / std::sqrt(2.0)));
  CHECK_THROWS_AS((void)point_contrast({2, 3, y}, 0, 2), std::invalid_argument);
}
