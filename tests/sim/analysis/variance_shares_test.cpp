#include "sim/analysis/variance_shares.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

#include "sim/analysis/variance_split.h"
#include "sim/core/distributions.h"

using namespace clout;

namespace {

void as_they_are(std::span<const double> expected, std::span<double> parts) {
  for (std::size_t k = 0; k < parts.size(); ++k) parts[k] = expected[k];
}

bool holds(const Interval& interval, double truth) { return interval.low <= truth && truth <= interval.high; }

}  // namespace

TEST_CASE("the share of one of two mean squares follows Fisher's F") {
  // Equal, ten degrees each: the share is R / (1 + R) with R of F(10, 10), whose quantile of .975 is 3.717.
  const std::vector<MeanSquare> equal = {{2, 10}, {2, 10}};
  const VarianceComponent first = variance_components(equal, 2, 7, as_they_are)[0];
  CHECK(first.variance == 2);
  CHECK(first.share.known);
  CHECK(first.share.worlds == 7);
  CHECK(first.share.estimate == 0.5);
  CHECK(first.share.low == doctest::Approx(1 / 4.717).epsilon(0.15));
  CHECK(first.share.high == doctest::Approx(3.717 / 4.717).epsilon(0.05));
  // Of many degrees nothing is in doubt.
  const std::vector<MeanSquare> sure = {{3, 1e6}, {1, 1e6}};
  const VarianceComponent known = variance_components(sure, 2, 7, as_they_are)[0];
  CHECK(known.share.low == doctest::Approx(0.75).epsilon(0.01));
  CHECK(known.share.high == doctest::Approx(0.75).epsilon(0.01));
}

TEST_CASE("no variance has no shares, and no degree of freedom says nothing") {
  const std::vector<MeanSquare> none = {{0, 3}, {0, 3}};
  CHECK_FALSE(variance_components(none, 2, 4, as_they_are)[1].share.known);
  const std::vector<MeanSquare> empty = {{1, 0}};
  CHECK_THROWS_AS((void)variance_components(empty, 1, 4, as_they_are), std::invalid_argument);
}

TEST_CASE("intervals of shares hold the truth, also of a seed that four worlds were lived of") {
  constexpr std::size_t kPoints = 20, kWorlds = 4, kTimes = 200;
  constexpr double kPointSd = 2, kSeedSd = 1, kRestSd = 1.5;
  constexpr double kSum = kPointSd * kPointSd + kSeedSd * kSeedSd + kRestSd * kRestSd;
  int point = 0, seed = 0, rest = 0;
  double width_of_seed = 0, width_of_point = 0;
  for (std::size_t time = 0; time < kTimes; ++time) {
    std::vector<double> y, of_world;
    Rng rng(11, Stream::test, time);
    for (std::size_t w = 0; w < kWorlds; ++w) of_world.push_back(kSeedSd * normal(rng));
    for (std::size_t p = 0; p < kPoints; ++p) {
      const double of_point = kPointSd * normal(rng);
      for (std::size_t w = 0; w < kWorlds; ++w) y.push_back(of_point + of_world[w] + kRestSd * normal(rng));
    }
    const VarianceSplit split = variance_split({kPoints, kWorlds, y});
    point += holds(split.point.share, kPointSd * kPointSd / kSum);
    seed += holds(split.seed.share, kSeedSd * kSeedSd / kSum);
    rest += holds(split.remainder.share, kRestSd * kRestSd / kSum);
    width_of_seed += split.seed.share.high - split.seed.share.low;
    width_of_point += split.point.share.high - split.point.share.low;
  }
  // 190 of 200 are asked for; 99 of 100 such series have 182 to 197.
  for (const int covered : {point, seed, rest}) {
    CAPTURE(covered);
    CHECK(covered >= 182);
  }
  CHECK(width_of_seed / kTimes > 0.4);   // three degrees of freedom
  CHECK(width_of_point / kTimes < 0.7);  // limited by the seed's
}
