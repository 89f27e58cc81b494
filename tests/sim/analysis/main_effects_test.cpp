#include "sim/analysis/main_effects.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

const std::vector<std::size_t> kValue = {0, 0, 1, 1};

}  // namespace

TEST_CASE("a main effect is a mean within each world, and its interval is over worlds") {
  // Worlds differ by 100 and 400; in each, value 1 gives 10 and 12 more.
  const std::vector<double> y = {1, 101, 3, 103, 11, 113, 13, 115};
  const std::vector<MainEffect> effects = main_effects({4, 2, y}, kValue, 2);
  REQUIRE(effects.size() == 2);
  CHECK(effects[0].response.estimate == (2.0 + 102) / 2);
  CHECK(effects[0].response.worlds == 2);
  CHECK(effects[0].response.high == doctest::Approx(52 + 12.706205 * 100 / std::sqrt(2.0) / std::sqrt(2.0)));
  CHECK_FALSE(effects[0].less_first.known);
  CHECK(effects[1].less_first.estimate == 11);
  CHECK(effects[1].less_first.high == doctest::Approx(11 + 12.706205 * std::sqrt(2.0) / std::sqrt(2.0)));
  CHECK(effects[1].points == 2);
}

TEST_CASE("a world counts at a value if it has all points of the value; points that always fail are left out") {
  const std::vector<double> y = {1, kNone, 3, 103, 11, 113, kNone, kNone};
  const std::vector<MainEffect> effects = main_effects({4, 2, y}, kValue, 3);
  CHECK(effects[0].response.estimate == 2);
  CHECK(effects[0].response.worlds == 1);
  CHECK(effects[1].response.estimate == (11.0 + 113) / 2);
  CHECK(effects[1].points == 1);
  CHECK(effects[1].points_left_out == 1);
  CHECK(effects[1].less_first.estimate == 11 - 2);
  CHECK(effects[1].less_first.worlds == 1);
  CHECK(effects[2].points == 0);
  CHECK(effects[2].response.worlds == 0);
}

TEST_CASE("values that the axis has not are refused") {
  const std::vector<double> y(4);
  CHECK_THROWS_AS((void)main_effects({4, 1, y}, kValue, 1), std::invalid_argument);
  CHECK_THROWS_AS((void)main_effects({2, 2, y}, kValue, 2), std::invalid_argument);
}
