#include "sim/analysis/precision.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("the top share is flagged, of equals the first") {
  CHECK(top_flags(std::array{3.0f, 9.0f, 9.0f, 1.0f}, 0.25) == std::vector<std::uint8_t>{0, 1, 0, 0});
  CHECK(top_flags(std::array{3.0f, 9.0f, 9.0f, 1.0f}, 0.3) == std::vector<std::uint8_t>{0, 1, 1, 0});  // ceil(1.2)
  CHECK(top_flags({}, 0.5).empty());
  CHECK_THROWS_AS((void)top_flags({}, 1.5), std::invalid_argument);
}

TEST_CASE("precision counts hits among the first k, crowded those who answer") {
  const std::array<AgentId, 4> list{4, 2, 7, 1};
  std::vector<std::uint8_t> hit(8);
  hit[2] = hit[7] = 1;
  const std::array answer{0.5, 0.1, 1.0, 1.0};
  const Precision two = precision_at_k(list, hit, 2, answer);
  CHECK(two.precision == 0.5);
  CHECK(two.crowded == 0.1 / 2);
  CHECK(two.listed == 2);
  const Precision all = precision_at_k(list, hit, 20, answer);  // the list is shorter
  CHECK(all.precision == 2.0 / 4);
  CHECK(all.crowded == (0.1 + 1.0) / 4);
  CHECK(all.listed == 4);
  CHECK(precision_at_k(list, hit, 3).crowded == 2.0 / 3);  // everybody answers
}

TEST_CASE("an empty list finds nobody; what does not fit is refused") {
  const std::vector<std::uint8_t> hit(3);
  CHECK(precision_at_k({}, hit, 20).listed == 0);
  CHECK(precision_at_k({}, hit, 20).precision == 0);
  const std::array<AgentId, 1> stranger{3};
  CHECK_THROWS_AS((void)precision_at_k(stranger, hit, 1), std::invalid_argument);
  CHECK_THROWS_AS((void)precision_at_k({}, hit, 0), std::invalid_argument);
  CHECK_THROWS_AS((void)precision_at_k({}, hit, 1, std::array{0.5}), std::invalid_argument);
}
