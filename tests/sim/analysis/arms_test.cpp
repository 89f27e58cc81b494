#include "sim/analysis/arms.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

using namespace clout;

namespace {

WorldMeasures world(double chaser, double networker, const char* cohort = kBackground) {
  return {{{cohort, "chaser", "gain", "average people", chaser},
           {cohort, "networker", "gain", "average people", networker},
           {cohort, "chaser", "answer_share", "share", 0.5}}};  // which the networker lacks
}

}  // namespace

TEST_CASE("arms: means over worlds and differences to the first arm, paired by seed") {
  const std::vector<ArmWorlds> arms = {{"base", {1, 2, 3}, {world(3, 10), world(5, 11), world(7, 15)}},
                                       {"hidden", {2, 3, 4}, {world(4, 11), world(7, 16), world(100, 200)}}};
  const auto rows = compare_arms(arms, {});
  REQUIRE(rows.size() == 6);
  const ArmRow* base = find_arm_row(rows, "base", kBackground, "chaser", "gain");
  REQUIRE(base);
  CHECK(base->mean.estimate == 5);
  CHECK(base->mean.low == doctest::Approx(5 - 4.3026527297 * 2 / std::sqrt(3.0)));
  CHECK(base->difference.worlds == 0);
  CHECK_FALSE(base->difference.known);
  const ArmRow* hidden = find_arm_row(rows, "hidden", kBackground, "chaser", "gain");
  REQUIRE(hidden);
  CHECK(hidden->unit == "average people");
  CHECK(hidden->mean.estimate == 37);
  // Seeds 2 and 3 only: 4 - 5 and 7 - 7.
  CHECK(hidden->difference.worlds == 2);
  CHECK(hidden->difference.estimate == -0.5);
  CHECK(hidden->difference.high == doctest::Approx(-0.5 + 12.7062047364 * std::sqrt(0.5) / std::sqrt(2.0)));
  CHECK(find_arm_row(rows, "hidden", kProbes, "chaser", "gain") == nullptr);
}

TEST_CASE("arms: the pair of strategies is a row of its own, taken within each world") {
  const StrategyPair pair{"chaser", "networker"};
  const std::vector<ArmWorlds> arms = {{"base", {1, 2}, {world(3, 10), world(5, 11)}},
                                       {"hidden", {1, 2}, {world(4, 10), world(6, 11)}}};
  const auto rows = compare_arms(arms, {&pair, 1});
  CHECK(pair.text() == "chaser - networker");
  const ArmRow* base = find_arm_row(rows, "base", kBackground, pair.text(), "gain");
  REQUIRE(base);
  CHECK(base->mean.estimate == (3 - 10 + 5 - 11) / 2.0);
  const ArmRow* hidden = find_arm_row(rows, "hidden", kBackground, pair.text(), "gain");
  REQUIRE(hidden);
  CHECK(hidden->difference.estimate == 1);
  CHECK(hidden->difference.low == 1);  // the same in both worlds
  CHECK(find_arm_row(rows, "base", kBackground, pair.text(), "answer_share") == nullptr);
}

TEST_CASE("arms: a twin differs by exactly 0, and a measure that base lacks has no difference") {
  const std::vector<ArmWorlds> arms = {{"base", {1, 2}, {world(0.1, 10), world(0.3, 11)}},
                                       {"twin", {1, 2}, {world(0.1, 10), world(0.3, 11)}},
                                       {"probes", {1, 2}, {world(1, 2, kProbes), world(1, 2, kProbes)}}};
  const StrategyPair pair = {"chaser", "networker"};
  const auto rows = compare_arms(arms, {&pair, 1});
  std::size_t twins = 0, probes = 0;
  for (const ArmRow& row : rows) {
    if (row.arm == "twin") {
      ++twins;
      CHECK(row.difference.known);
      CHECK(row.difference.estimate == 0);
      CHECK(row.difference.low == 0);
      CHECK(row.difference.high == 0);
    }
    if (row.arm == "probes") {
      ++probes;
      CHECK(row.difference.worlds == 0);
    }
  }
  CHECK(twins > 0);
  CHECK(probes > 0);
  CHECK_THROWS_AS(compare_arms(std::vector<ArmWorlds>{{"base", {1}, {}}}, {}), std::invalid_argument);
}
