#include "sim/analysis/gems.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("a gem has worth and no visibility") {
  std::vector<float> worth(100), visibility(100);
  for (std::size_t a = 0; a < 100; ++a) worth[a] = visibility[a] = static_cast<float>(a);
  CHECK(find_gems(worth, visibility).empty());  // the worthiest one is the most visible one
  CHECK(find_gems(worth, {}) == std::vector<AgentId>{99});
  visibility[99] = 5;
  CHECK(find_gems(worth, visibility) == std::vector<AgentId>{99});
  CHECK(find_gems(worth, visibility, {0.05, 0.9}) == std::vector<AgentId>{99});
}

TEST_CASE("where nine in ten are followed by nobody, they count as below") {
  std::vector<float> worth(200, 1), visibility(200, 0);
  worth[7] = worth[3] = 9;
  visibility[3] = 50;
  CHECK(find_gems(worth, visibility) == std::vector<AgentId>{7});
  CHECK_THROWS_AS((void)find_gems(worth, std::vector<float>(3)), std::invalid_argument);
}

TEST_CASE("equal worth: lower ids first") {
  CHECK(find_gems(std::vector<float>(150, 1), {}) == std::vector<AgentId>{0, 1});  // ceil(1.5)
}

TEST_CASE("a gem costs all the hours in which it was met, and nothing is said where none was met") {
  CHECK(hours_per_gem(3, 1500) == 500);
  CHECK_FALSE(hours_per_gem(0, 1500));
  CHECK_FALSE(hours_per_gem(3, 0));
}

TEST_CASE("lift is gems an hour against those of a control") {
  CHECK(gem_lift(6, 1000, 2, 500) == doctest::Approx((6.0 / 1000) / (2.0 / 500)));
  CHECK(gem_lift(0, 1000, 2, 500) == 0);
  CHECK_FALSE(gem_lift(6, 1000, 0, 500));  // the control met none
  CHECK_FALSE(gem_lift(6, 0, 2, 500));
}

TEST_CASE("by chance each contact is a gem as often as there are gems among the others") {
  CHECK(gems_by_chance(std::array{10.0, 20.0}, std::array{0.0, 1.0}, 5, 101) ==
        doctest::Approx(10 * 5 / 100.0 + 20 * 4 / 100.0));
  CHECK(gems_by_chance({}, {}, 5, 101) == 0);
  CHECK(gems_by_chance(std::array{1.0}, std::array{0.0}, 0, 1) == 0);
  CHECK_THROWS_AS((void)gems_by_chance(std::array{1.0}, {}, 5, 101), std::invalid_argument);
}

TEST_CASE("a score hides the gems below its quantile") {
  const std::array score{1.0f, 2.0f, 3.0f, 4.0f};  // median 2.5
  CHECK(hidden_share(std::array<std::uint8_t, 4>{1, 0, 0, 1}, score, 0.5) == 0.5);
  CHECK(hidden_share(std::array<std::uint8_t, 4>{1, 1, 0, 0}, score, 0.5) == 1);
  CHECK(hidden_share(std::array<std::uint8_t, 4>{1, 0, 0, 0}, std::array{0.0f, 0.0f, 0.0f, 9.0f}, 0.5) == 1);
  CHECK_FALSE(hidden_share(std::array<std::uint8_t, 4>{}, score, 0.5));
  CHECK_FALSE(hidden_share({}, {}));
  CHECK_THROWS_AS((void)hidden_share(std::array<std::uint8_t, 1>{1}, score), std::invalid_argument);
}
