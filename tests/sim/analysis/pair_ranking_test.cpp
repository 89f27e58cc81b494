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
  CHECK(r.auc.exists);
  CHECK(r.auc.interval.estimate == doctest::Approx(0.5));
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
  CHECK(blind.auc.interval.estimate == 0.5);
  CHECK(right.agreement.estimate == 1);
  CHECK(right.auc.interval.estimate == 1);
  CHECK(right.agreement.low < 1);
}

TEST_CASE("where all were judged alike there is no AUC; bad columns are refused") {
  const std::vector<float> first = {2, 1}, second = {0, 3};
  CHECK(!judge_pairs(first, second, std::vector<std::uint8_t>{1, 1}).auc.exists);
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
  CHECK(r.auc.interval.estimate == doctest::Approx(A).epsilon(0.04));
  CHECK((r.auc.interval.high - r.auc.interval.low) / (2 * 1.96) == doctest::Approx(se).epsilon(0.15));
}
