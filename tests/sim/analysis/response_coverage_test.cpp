#include "sim/analysis/response_coverage.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/analysis/interval.h"

using namespace clout;

namespace {

const EstimatorRow& row(const std::vector<EstimatorRow>& rows, const std::string& estimator) {
  for (const EstimatorRow& r : rows)
    if (r.estimator == estimator) return r;
  FAIL("no row " << estimator);
  return rows.front();
}

}  // namespace

TEST_CASE("limits of coverage are the binomial's, less three points below") {
  // Of 200: P(X <= 180) = .0027, P(X <= 181) = .0058; P(X <= 196) = .9910, P(X <= 197) = .9977, from the sum itself.
  CHECK(coverage_limits(200).low == doctest::Approx(181.0 / 200 - 0.03));
  CHECK(coverage_limits(200).high == doctest::Approx(197.0 / 200));
  // Of 1: it holds or it does not.
  CHECK(coverage_limits(1).low == 0);
  CHECK(coverage_limits(1).high == 1);
  CHECK_THROWS_AS((void)coverage_limits(0), std::invalid_argument);
}

TEST_CASE("known curves rise by one, and doses are those of a square design") {
  for (const FamilyCurve& curve : known_curves(20)) CHECK(curve.value(20) - curve.value(0) == doctest::Approx(1));
  ResponseCoverageParams params;
  const std::vector<double> doses = known_doses(params);
  REQUIRE(doses.size() == 12);
  CHECK(doses[0] == doctest::Approx(20 * 1.0 / (3 * 144)));  // mean of 20 u^2 over [0, 1/12]
  double sum = 0;
  for (const double t : doses) sum += t;
  CHECK(sum / 12 == doctest::Approx(20.0 / 3));  // mean of 20 u^2
}

TEST_CASE("noise of made-up worlds has the sd that is asked for, a tenth of its variance in common") {
  ResponseCoverageParams params;
  params.world_share = 0.1;
  const FamilyCurve curve = known_curves(20)[0];
  const std::vector<double> doses = known_doses(params), means = known_worlds(curve, params, 0.2, 4000, 0);
  std::vector<double> one, other, sum;
  for (std::size_t w = 0; w < 4000; ++w) {
    one.push_back(means[w * 12 + 3] - curve.value(doses[3]));
    other.push_back(means[w * 12 + 9] - curve.value(doses[9]));
    sum.push_back(one.back() + other.back());
  }
  CHECK(sample_sd(one) == doctest::Approx(0.2).epsilon(0.04));
  const double covariance =
      (std::pow(sample_sd(sum), 2) - std::pow(sample_sd(one), 2) - std::pow(sample_sd(other), 2)) / 2;
  CHECK(covariance / (0.2 * 0.2) == doctest::Approx(0.1).epsilon(0.5));
  CHECK(known_worlds(curve, params, 0.2, 3, 1) != known_worlds(curve, params, 0.2, 3, 2));
}

TEST_CASE("without noise every estimator finds every truth within 2 %") {
  ResponseCoverageParams params;
  params.noises = {0};
  params.worlds = {2};
  params.repetitions = 1;
  params.resamples = 40;
  ThreadPool pool(1);
  const auto rows = response_coverage(params, pool);
  REQUIRE(rows.size() == 5 + kFamilies);
  int none = 0;
  for (const EstimatorRow& r : rows) {
    CAPTURE(r.estimator);
    CHECK(r.largest_error < 0.02);
    CHECK(r.exists_share == 1);
    if (!r.none_open) continue;
    CHECK(*r.none_open == 1);
    ++none;
  }
  CHECK(none > 0);
}

TEST_CASE("at a signal to noise of 20 with 30 worlds the median error is at most 5 %") {
  ResponseCoverageParams params;
  params.noises = {0.05};
  params.worlds = {30};
  params.repetitions = 200;
  params.resamples = 40;  // errors are of estimates: intervals are tested below and by `clout calibrate estimators`
  ThreadPool pool(2);
  const auto rows = response_coverage(params, pool);
  REQUIRE(rows.size() == 5 + kFamilies);
  for (const EstimatorRow& r : rows) {
    CAPTURE(r.estimator);
    CHECK(r.median_error <= 0.05);
    CHECK(r.largest_error <= (r.estimator == "t50" ? 0.07 : 0.05));  // t50 of log, which cannot be told from power
  }
}

TEST_CASE("coverage lies inside its limits, and the table is the same on any number of threads") {
  ResponseCoverageParams params;
  params.noises = {0.1};
  params.worlds = {10};
  params.repetitions = 40;
  params.resamples = 199;
  ThreadPool one(1), three(3);
  const auto rows = response_coverage(params, one), again = response_coverage(params, three);
  REQUIRE(rows.size() == 5 + kFamilies);
  REQUIRE(again.size() == rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    CAPTURE(rows[k].estimator);
    CHECK(rows[k].inside_limits);
    CHECK(rows[k].lowest <= rows[k].coverage);
    CHECK(rows[k].highest >= rows[k].coverage);
    CHECK(rows[k].coverage == again[k].coverage);
    CHECK(rows[k].median_error == again[k].median_error);
    CHECK(rows[k].noise == 0.1);
    CHECK(rows[k].worlds == 10);
  }
  CHECK(row(rows, "t10").none_open.has_value());  // linear, log, power, hill: beyond the range
  CHECK_FALSE(row(rows, "elasticity").none_open.has_value());
  CHECK(row(rows, "slope of hill").lowest_of == "hill");
}

TEST_CASE("a table of nothing is refused") {
  ThreadPool pool(1);
  ResponseCoverageParams params;
  params.noises = {};
  CHECK_THROWS_AS((void)response_coverage(params, pool), std::invalid_argument);
  params = {};
  params.repetitions = 0;
  CHECK_THROWS_AS((void)response_coverage(params, pool), std::invalid_argument);
}
