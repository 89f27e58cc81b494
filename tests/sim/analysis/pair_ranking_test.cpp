#include "sim/analysis/pair_ranking.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

using namespace clout;

TEST_CASE("agreement and AUC of a hand example") {
  const std::vector<float> first = {2, 1, 0}, second = {0, 0, 1};  // differences 2, 1, -1
  const std::vector<std::uint8_t> leads = {1, 0, 1};
  const PairRanking r = judge_pairs(first, second, leads);
  CHECK(r.agreement.estimate == doctest::Approx(1.0 / 3));
  REQUIRE(r.auc.has_value());
  CHECK(r.auc->estimate == doctest::Approx(0.5));
}

TEST_CASE("of few pairs the interval of the AUC is wide and stays in [0, 1]") {
  const double z2 = 1.959963984540054 * 1.959963984540054;
  const std::vector<float> right = {2, 1}, wrong = {1, 2}, none = {0, 0};
  const std::vector<std::uint8_t> leads = {1, 0};
  const Interval one = judge_pairs(right, none, leads).auc.value(), zero = judge_pairs(wrong, none, leads).auc.value();
  CHECK(one.estimate == 1);
  CHECK(one.low == doctest::Approx(1 / (1 + z2)));  // Wilson's, of one of one
  CHECK(one.high == 1);
  CHECK(zero.low == 0);
  CHECK(zero.high == doctest::Approx(z2 / (1 + z2)));
  const std::vector<float> ties(3, 0.0f);
  const Interval tied = judge_pairs(ties, ties, std::vector<std::uint8_t>{1, 1, 0}).auc.value();
  CHECK(tied.estimate == 0.5);
  CHECK(tied.low > 0);
  CHECK(tied.low < 0.15);
  CHECK(tied.high == doctest::Approx(1 - tied.low));
}

TEST_CASE("a score that says nothing has one half of both, one that knows has all") {
  const std::vector<float> none(40, 3.0f);
  std::vector<float> knows(40);
  std::vector<std::uint8_t> leads(40);
  for (std::size_t k = 0; k < 40; ++k) {
    leads[k] = k % 3 == 0;
    knows[k] = leads[k] != 0 ? 9 : 1;
  }
  const PairRanking blind = judge_pairs(none, none, leads), right = judge_pairs(knows, none, leads);
  CHECK(blind.agreement.estimate == 0.5);
  CHECK(blind.auc->estimate == 0.5);
  CHECK(right.agreement.estimate == 1);
  CHECK(right.auc->estimate == 1);
  CHECK(right.agreement.low < 1);
}

TEST_CASE("where all were judged alike there is no AUC; bad columns are refused") {
  const std::vector<float> first = {2, 1}, second = {0, 3};
  CHECK(!judge_pairs(first, second, std::vector<std::uint8_t>{1, 1}).auc);
  CHECK_THROWS_AS(judge_pairs(first, second, std::vector<std::uint8_t>{1}), std::invalid_argument);
  const std::vector<float> infinite = {1.0f / 0.0f, 1};
  CHECK_THROWS_AS(judge_pairs(infinite, second, std::vector<std::uint8_t>{1, 0}), std::invalid_argument);
  CHECK(!judge_pairs({}, {}, {}).agreement.known);
}

TEST_CASE("the interval of the AUC is as wide as its known standard error") {
  // Scores of pairs are normal-like sums; Hanley and McNeil 1982: for AUC A and m against n pairs
  // se^2 = (A(1-A) + (m-1)(A/(2-A) - A^2) + (n-1)(2A^2/(1+A) - A^2)) / (m n) for negative exponential scores.
  std::vector<float> first, second;
  std::vector<std::uint8_t> leads;
  std::uint64_t state = 88172645463325252ull;
  const auto uniform = [&] {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (static_cast<double>(state >> 11) + 0.5) / 9007199254740992.0;
  };
  for (std::size_t k = 0; k < 2000; ++k) {
    leads.push_back(k % 2 == 0);
    first.push_back(static_cast<float>(-std::log(uniform()) * (leads.back() != 0 ? 3 : 1)));
    second.push_back(0);
  }
  const PairRanking r = judge_pairs(first, second, leads);
  const double A = 0.75, n = 1000;  // exponential means 3 and 1: P = 3 / (3 + 1)
  const double se = std::sqrt((A * (1 - A) + (n - 1) * (A / (2 - A) - A * A + 2 * A * A / (1 + A) - A * A)) / (n * n));
  CHECK(r.auc->estimate == doctest::Approx(A).epsilon(0.04));
  CHECK((r.auc->high - r.auc->low) / (2 * 1.96) == doctest::Approx(se).epsilon(0.15));
}
