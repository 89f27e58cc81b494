// At a signal to noise of 20 with 30 worlds and 200 repetitions: intervals hold the truth as often as they say, and
// estimates miss it by at most 5 %. The whole table, with other noises and fewer worlds, prints `clout calibrate
// estimators`.
#include <doctest/doctest.h>

#include "sim/analysis/margin_coverage.h"
#include "sim/analysis/response_coverage.h"

using namespace clout;

namespace {

constexpr std::size_t kRepetitions = 200, kWorlds = 30;
constexpr double kMostError = 0.05;

}  // namespace

TEST_CASE("margins and what is read off them are covered, and known to 5 %") {
  CoverageParams params;
  params.snr = 20;
  params.worlds = kWorlds;
  params.repetitions = kRepetitions;
  const CoverageLimits limits = coverage_limits(kRepetitions);
  for (const CoverageRow& row : margin_coverage(params)) {
    CAPTURE(row.estimator);
    CHECK(row.with_interval == kRepetitions);
    CHECK(row.coverage >= limits.low);
    CHECK(row.coverage <= limits.high);
    CHECK(row.median_relative_error <= kMostError);
  }
}

TEST_CASE("figures of response curves are covered over all curves, and known to 5 % over them") {
  ThreadPool pool(2);
  ResponseCoverageParams params;
  params.noises = {0.05};
  params.worlds = {kWorlds};
  params.repetitions = kRepetitions;
  for (const EstimatorRow& row : response_coverage(params, pool)) {
    CAPTURE(row.estimator);
    CHECK(row.inside_limits);
    CHECK(row.median_error <= kMostError);
  }
}
