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
