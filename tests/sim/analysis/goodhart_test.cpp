#include "sim/analysis/goodhart.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <optional>
#include <string>

using namespace clout;

namespace {

// Two people a kind: 0 strives for the score, 1 for value, 2 for neither (scores 0 and 2, gains 4 and 8).
AgentColumns world(double score_of_0, double gain_of_0, double score_of_1, double gain_of_1) {
  AgentColumns c;
  c.agent = {0, 1, 2, 3, 4, 5, 6};
  c.strategy = {0, 0, 1, 1, 2, 2, 0};
  c.present.assign(7, 1);
  c.probe = {0, 0, 0, 0, 0, 0, 1};  // the last one is a probe and does not count
  c.score = {{static_cast<float>(score_of_0), static_cast<float>(score_of_0), static_cast<float>(score_of_1),
              static_cast<float>(score_of_1), 0, 2, 99}};
  c.gain = {{gain_of_0, gain_of_0, gain_of_1, gain_of_1, 4, 8, 99}};
  return c;
}

std::optional<double> figure(const AgentColumns& c, const std::string& name) {
  for (const Measure& m : goodhart_measures(c, {.score_twin = 0, .value_twin = 1}))
    if (m.measure == name) return m.value;
  return std::nullopt;
}

}  // namespace

TEST_CASE("regret is the share of what striving for value brings that striving for the score does not") {
  CHECK(*figure(world(10, 6, 1, 10), "goodhart_regret") == doctest::Approx(0.4));
  CHECK(*figure(world(10, 10, 1, 10), "goodhart_regret") == 0);
  CHECK(*figure(world(10, -5, 1, 10), "goodhart_regret") == doctest::Approx(1.5));
  CHECK_FALSE(figure(world(10, 6, 1, 0), "goodhart_regret"));
}

TEST_CASE("the wedge compares directions in units of those who strive for neither: mean 1 and 6, sd 1.414 and 2.828") {
  // One sd of each: 45 degrees. The other one sd of score and none of gain: 0 degrees.
  const double sd_score = std::numbers::sqrt2, sd_gain = 2 * std::numbers::sqrt2;
  CHECK(*figure(world(1 + sd_score, 6, 1 + sd_score, 6 + sd_gain), "wedge") == doctest::Approx(1));
  CHECK(*figure(world(1 + 2 * sd_score, 6 + 2 * sd_gain, 1 + sd_score, 6 + sd_gain), "wedge") == doctest::Approx(0));
  CHECK(*figure(world(1 + sd_score, 6 - sd_gain, 1 + sd_score, 6 + sd_gain), "wedge") == doctest::Approx(2));
  // Whoever strives for value has no more points than the rest: 90 degrees.
  CHECK(*figure(world(1 + sd_score, 6 + sd_gain, 1, 6 + sd_gain), "wedge") == doctest::Approx(0.5));
  CHECK_FALSE(figure(world(2, 6, 1, 5), "wedge"));  // value fell
}

TEST_CASE("without both kinds, or without the score, there is nothing to say") {
  AgentColumns c = world(1, 1, 1, 1);
  c.strategy = {0, 0, 0, 0, 2, 2, 0};
  CHECK(goodhart_measures(c, {.score_twin = 0, .value_twin = 1}).empty());
  CHECK(goodhart_measures(world(1, 1, 1, 1), {.score_twin = 0, .value_twin = 1, .score = 1}).empty());
}
