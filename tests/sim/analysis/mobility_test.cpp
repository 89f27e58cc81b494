#include "sim/analysis/mobility.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("mobility: 0 for the same order, 2 for the reverse") {
  const std::array before{1.0, 2.0, 3.0, 4.0};
  CHECK(mobility(before, std::array{10.0, 20.0, 30.0, 90.0}) == doctest::Approx(0));
  CHECK(mobility(before, std::array{4.0, 3.0, 2.0, 1.0}) == doctest::Approx(2));
  CHECK(mobility(before, std::array{1.0, 3.0, 2.0, 4.0}) == doctest::Approx(1 - (5.0 - 1) / 6));
  CHECK_FALSE(mobility(before, std::array{7.0, 7.0, 7.0, 7.0}));
  CHECK_THROWS_AS((void)mobility(before, std::array{1.0}), std::invalid_argument);
}

TEST_CASE("rank groups are of like size, and equals stay together") {
  CHECK(rank_groups(std::array{5.0, 1.0, 1.0, 9.0}, 2) == std::vector<std::uint32_t>{1, 0, 0, 1});
  CHECK(rank_groups(std::array{6.0, 5.0, 4.0, 3.0, 2.0, 1.0}, 3) == std::vector<std::uint32_t>{2, 2, 1, 1, 0, 0});
  CHECK(rank_groups(std::array{0.0, 0.0, 0.0}, 3) == std::vector<std::uint32_t>{1, 1, 1});  // rank 2 of 3
  CHECK(rank_groups({}, 3).empty());
  CHECK_THROWS_AS((void)rank_groups({}, 0), std::invalid_argument);
}

TEST_CASE("newcomers against incumbents who do the same") {
  const std::array score{10.0, 20.0, 30.0, 5.0, 5.0, 15.0};
  const std::array<std::uint8_t, 6> newcomer{1, 1, 0, 1, 0, 0};
  const std::array<std::uint32_t, 6> stratum{0, 0, 0, 1, 1, 1};
  CHECK(newcomer_parity(score, newcomer, stratum) == doctest::Approx((10.0 + 20 + 5) / (2 * 30 + 1 * (5.0 + 15) / 2)));
}

TEST_CASE("a stratum with newcomers alone says nothing of parity") {
  const std::array score{10.0, 99.0, 20.0};
  const std::array<std::uint8_t, 3> newcomer{1, 1, 0};
  CHECK(newcomer_parity(score, newcomer, std::array<std::uint32_t, 3>{0, 7, 0}) == 0.5);
  CHECK_FALSE(newcomer_parity(score, newcomer, std::array<std::uint32_t, 3>{0, 1, 2}));
  CHECK_FALSE(newcomer_parity(std::array{1.0, 1.0, 0.0}, newcomer, std::array<std::uint32_t, 3>{0, 0, 0}));
  CHECK_THROWS_AS((void)newcomer_parity(score, newcomer, {}), std::invalid_argument);
}

TEST_CASE("newcomers are the quarter with the fewest initial followers") {
  CHECK(newcomers_by_followers(std::array{0.0, 10.0, 20.0, 30.0, 40.0}) == std::vector<std::uint8_t>{1, 1, 0, 0, 0});
  CHECK(newcomers_by_followers({}).empty());
}
