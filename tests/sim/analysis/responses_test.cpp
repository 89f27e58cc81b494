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
  const CompleteResponses first = complete_worlds({3, 2, y}, std::vector<std::size_t>{0});
  CHECK(first.worlds == std::vector<std::size_t>{0, 1});
  const CompleteResponses none = complete_worlds({3, 2, y}, std::vector<std::size_t>{2});
  CHECK(none.points.empty());
  CHECK(none.worlds.empty());
  CHECK_THROWS_AS((void)complete_responses({2, 2, y}), std::invalid_argument);
  CHECK_THROWS_AS((void)complete_worlds({3, 2, y}, std::vector<std::size_t>{3}), std::invalid_argument);
}

TEST_CASE("a few failures cost their points, and a round that has just begun its world") {
  constexpr std::size_t kPoints = 20, kWorlds = 3;
  std::vector<double> y(kPoints * kWorlds, 1);
  for (const std::size_t p : {2, 7, 12}) y[p * kWorlds + p % kWorlds] = kNone;  // one in each world
  const CompleteResponses failed = complete_responses({kPoints, kWorlds, y});
  CHECK(failed.worlds.size() == kWorlds);
  CHECK(failed.points.size() == kPoints - 3);
  CHECK(failed.points_left_out == 3);
  for (std::size_t p = 5; p < kPoints; ++p) y[p * kWorlds + 2] = kNone;
  const CompleteResponses begun = complete_responses({kPoints, kWorlds, y});
  CHECK(begun.worlds == std::vector<std::size_t>{0, 1});
  CHECK(begun.points_left_out == 2);  // 7 and 12, which lack one of them
  // Equal shares, 6 of 10 points and 3 of 5 worlds: the world goes.
  std::vector<double> equal(50, 1);
  for (std::size_t p = 0; p < 6; ++p) equal[p * 5] = kNone;
  equal[1] = equal[2] = kNone;
  CHECK(complete_responses({10, 5, equal}).worlds == std::vector<std::size_t>{1, 2, 3, 4});
  const std::vector<double> nothing(6, kNone);
  CHECK(complete_responses({3, 2, nothing}).points.empty());
  CHECK(complete_responses({3, 2, nothing}).worlds.empty());
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
