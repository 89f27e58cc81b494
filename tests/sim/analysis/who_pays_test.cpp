#include "sim/analysis/who_pays.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <stdexcept>

using namespace clout;

TEST_CASE("what probes gain and others lose, an hour") {
  const std::array base{1.0, 2.0, 5.0}, branch{3.0, 1.0, 5.0};
  const std::array<std::uint8_t, 3> probe{1, 0, 0};
  const auto r = return_per_hour(base, branch, probe, 2);
  REQUIRE(r);
  CHECK(r->own == (3.0 - 1) / 2);
  CHECK(r->others == (1.0 - 2) / 2);  // negative: they pay
  CHECK(r->social() == 0.5);
}

TEST_CASE("two branches alike: nobody pays, nobody profits") {
  const std::array base{1.0, 2.0};
  const auto r = return_per_hour(base, base, std::array<std::uint8_t, 2>{0, 1}, 1);
  REQUIRE(r);
  CHECK(r->own == 0);
  CHECK(r->others == 0);
}

TEST_CASE("without hours or probes nothing is said") {
  const std::array base{1.0, 2.0};
  CHECK_FALSE(return_per_hour(base, base, std::array<std::uint8_t, 2>{0, 1}, 0));
  CHECK_FALSE(return_per_hour(base, base, std::array<std::uint8_t, 2>{0, 0}, 1));
  CHECK_THROWS_AS((void)return_per_hour(base, {}, std::array<std::uint8_t, 2>{0, 0}, 1), std::invalid_argument);
}
