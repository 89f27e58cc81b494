#include "sim/analysis/compare.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

using namespace clout;

namespace {

Measure gain(double value, const std::string& strategy = "a") {
  return {kBackground, strategy, "gain", "average people", value};
}

// One world a seed, each with the gain of strategy a.
RunMeasures run(std::vector<std::uint64_t> seeds, const std::vector<double>& gains) {
  RunMeasures measures;
  measures.seeds = std::move(seeds);
  for (const double g : gains) measures.worlds.push_back({{gain(g)}});
  return measures;
}

}  // namespace

TEST_CASE("worlds of one seed are pairs, by hand: 10, 20, 30 and 11, 22, 33") {
  const RunComparison c = compare_runs(run({1, 2, 3}, {10, 20, 30}), run({1, 2, 3}, {11, 22, 33}));
  CHECK(c.paired);
  CHECK(c.pairs == 3);
  CHECK(c.first_alone == 0);
  CHECK(c.second_alone == 0);
  REQUIRE(c.rows.size() == 1);
  const ComparisonRow& row = c.rows[0];
  const double half = student_t_quantile(0.975, 2) * 1 / std::sqrt(3.0);  // differences 1, 2, 3: sd 1
  CHECK(row.compared);
  CHECK(row.pairs == 3);
  CHECK(row.first.estimate == 20);
  CHECK(row.second.estimate == 22);
  CHECK(row.difference.estimate == 2);
  CHECK(row.difference.low == doctest::Approx(2 - half));
  CHECK(row.difference.high == doctest::Approx(2 + half));
  CHECK(row.unit == "average people");
}

TEST_CASE("worlds without a partner count for the means and not for the difference") {
  const RunComparison c = compare_runs(run({1, 2, 3}, {10, 20, 60}), run({2, 3, 4, 5}, {23, 65, 90, 7}));
  CHECK(c.pairs == 2);
  CHECK(c.first_alone == 1);
  CHECK(c.second_alone == 2);
  CHECK(c.rows[0].pairs == 2);
  CHECK(c.rows[0].difference.estimate == (3 + 5) / 2.0);
  CHECK(c.rows[0].first.estimate == (10 + 20 + 60) / 3.0);
  CHECK(c.rows[0].second.worlds == 4);
}

TEST_CASE("one pair has a difference and no interval, and is never filled up with unpaired worlds") {
  const RunComparison c = compare_runs(run({1, 2}, {10, 20}), run({2, 3}, {23, 90}));
  CHECK(c.paired);
  CHECK(c.rows[0].difference.estimate == 3);
  CHECK_FALSE(c.rows[0].difference.known);
}

TEST_CASE("without a seed in common the difference is Welch's, over all worlds") {
  const RunComparison c = compare_runs(run({1, 2, 3}, {1, 2, 3}), run({11, 12, 13}, {2, 4, 6}));
  CHECK_FALSE(c.paired);
  CHECK(c.pairs == 0);
  const std::vector<double> a{1, 2, 3}, b{2, 4, 6};
  const Interval expected = welch_difference(b, a);
  CHECK(c.rows[0].compared);
  CHECK(c.rows[0].pairs == 0);
  CHECK(c.rows[0].difference.estimate == 2);
  CHECK(c.rows[0].difference.low == expected.low);
  CHECK(c.rows[0].difference.high == expected.high);
}

TEST_CASE("a measure that no pair has in both is not compared, though others are") {
  RunMeasures a = run({1, 2}, {1, 2}), b = run({1, 2}, {1, 2});
  a.worlds[0].rows.push_back({kBackground, "a", "gem_lift", "times chance", 5});
  b.worlds[1].rows.push_back({kBackground, "a", "gem_lift", "times chance", 7});
  const RunComparison c = compare_runs(a, b);
  REQUIRE(c.rows.size() == 2);
  CHECK(c.rows[0].compared);
  CHECK(c.rows[1].measure == "gem_lift");
  CHECK_FALSE(c.rows[1].compared);
  CHECK(c.rows[1].pairs == 0);
  CHECK(c.rows[1].second.estimate == 7);
}

TEST_CASE("strategies, measures and units that one run lacks are listed and not compared") {
  RunMeasures a = run({1, 2}, {1, 2}), b = run({1, 2}, {1, 2});
  a.worlds[0].rows.push_back(gain(3, "chaser"));
  b.worlds[1].rows.push_back(gain(3, "lurker"));
  a.worlds[0].rows.push_back({kBackground, "a", "cost", "h", 1});
  b.worlds[0].rows.push_back({kBackground, "a", "cost", "min", 60});
  const RunComparison c = compare_runs(a, b);
  REQUIRE(c.rows.size() == 1);
  CHECK(c.rows[0].strategy == "a");
  REQUIRE(c.first_only.size() == 2);
  CHECK(c.first_only[0].strategy == "chaser");
  CHECK(c.first_only[1].measure == "cost");
  REQUIRE(c.second_only.size() == 2);
  CHECK(c.second_only[0].measure == "cost");
  CHECK(c.second_only[1].strategy == "lurker");
}

TEST_CASE("a run compared with itself differs by exactly nothing") {
  const RunMeasures a = run({1, 2, 3}, {0.1, 0.7, 0.3});
  const ComparisonRow row = compare_runs(a, a).rows[0];
  CHECK(row.difference.known);
  CHECK(row.difference.low == 0);
  CHECK(row.difference.high == 0);
}

TEST_CASE("runs whose seeds do not rise, or that lack a world, are refused; none at all is an empty comparison") {
  const RunMeasures good = run({1, 2}, {1, 2});
  CHECK_THROWS_AS(compare_runs(run({2, 1}, {1, 2}), good), std::invalid_argument);
  CHECK_THROWS_AS(compare_runs(good, run({1, 1}, {1, 2})), std::invalid_argument);
  CHECK_THROWS_AS(compare_runs(good, run({1, 2}, {1})), std::invalid_argument);
  CHECK(compare_runs({}, {}).rows.empty());
}

TEST_CASE("measures of the score that is visible have a second row, those of other scores do not") {
  RunMeasures a;
  a.seeds = {1};
  a.worlds.resize(1);
  double value = 0;
  for (const char* measure : {"score_club", "score_club_2", "gini_score_club", "payoff_club_circles",
                              "payoff_club_2_circles", "gini_value_club", "precision_gems_club_crowded",
                              "marginal_online_score_club_90d", "marginal_online_score_club_7d_90d", "posts"})
    a.worlds[0].rows.push_back({kBackground, "a", measure, "x", ++value});
  const std::vector<std::string> values{"circles"};
  add_visible(a, "club", values);
  std::vector<std::string> added;
  for (std::size_t k = 1; k < a.worlds[0].rows.size(); ++k)
    if (a.worlds[0].rows[k].value == a.worlds[0].rows[k - 1].value) added.push_back(a.worlds[0].rows[k].measure);
  CHECK(added == std::vector<std::string>{"score_visible", "gini_score_visible", "payoff_visible_circles",
                                          "precision_gems_visible_crowded", "marginal_online_score_visible_90d"});
  CHECK(a.worlds[0].rows.size() == 10 + added.size());
  for (const std::string& measure : added) CHECK(is_of_visible(measure));
  CHECK_FALSE(is_of_visible("score_club"));
}

TEST_CASE("runs in which two scores are visible are compared in the one that is: 1, 2, 3 against 3, 5, 7") {
  RunMeasures a = run({1, 2, 3}, {0, 0, 0}), b = a;
  for (std::size_t w = 0; w < 3; ++w) {
    const auto k = static_cast<double>(w);
    a.worlds[w].rows.push_back({kEveryone, kAllStrategies, "validity_club", "Spearman", 1 + k});
    b.worlds[w].rows.push_back({kEveryone, kAllStrategies, "validity_league", "Spearman", 3 + 2 * k});
  }
  CHECK(compare_runs(a, b).rows.size() == 1);
  add_visible(a, "club", {});
  add_visible(b, "league", {});
  const RunComparison c = compare_runs(a, b);
  REQUIRE(c.rows.size() == 2);
  CHECK(c.rows[1].measure == "validity_visible");
  CHECK(c.rows[1].pairs == 3);
  CHECK(c.rows[1].difference.estimate == 3);  // 2, 3, 4
  CHECK(c.rows[1].difference.low == doctest::Approx(3 - student_t_quantile(0.975, 2) / std::sqrt(3.0)));
  CHECK(c.first_only.size() == 1);  // validity_club stays what it is
}
