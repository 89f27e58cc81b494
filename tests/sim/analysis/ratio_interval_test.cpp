#include "sim/analysis/ratio_interval.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

#include "sim/core/distributions.h"
#include "sim/core/random.h"

using namespace clout;

TEST_CASE("a ratio that is the same in every world has no width, one of a constant that of the mean") {
  const std::vector<double> above = {11, 12, 13}, below = {22, 24, 26}, ten = {10, 10, 10};
  const Interval same = ratio_interval(above, below);
  CHECK(same.estimate == 0.5);
  CHECK(same.low == doctest::Approx(0.5));
  CHECK(same.high == doctest::Approx(0.5));
  const Interval tenth = ratio_interval(above, ten), mean = mean_interval(above);
  CHECK(tenth.low == doctest::Approx(mean.low / 10));
  CHECK(tenth.high == doctest::Approx(mean.high / 10));
}

TEST_CASE("nothing is known of a ratio to what may be nothing, of one world, or of none") {
  const std::vector<double> above = {1, 2, 3}, around_0 = {-1, 0, 1}, one = {1};
  CHECK(!ratio_interval(above, around_0).known);
  CHECK(!ratio_interval(one, one).known);
  CHECK(!ratio_interval({}, {}).known);
  CHECK_THROWS_AS(ratio_interval(above, one), std::invalid_argument);
}

TEST_CASE("of 2000 samples whose ratio is known, about 95 in 100 intervals hold it") {
  int held = 0;
  for (std::uint64_t sample = 0; sample < 2000; ++sample) {
    Rng rng(7, Stream::test, sample);
    std::vector<double> above, below;
    for (int world = 0; world < 10; ++world) {
      const double common = normal(rng);
      above.push_back(1 + 0.5 * common);
      below.push_back(4 + common + normal(rng));
    }
    const Interval ratio = ratio_interval(above, below);
    held += ratio.known && ratio.low <= 0.25 && ratio.high >= 0.25;
  }
  CHECK(held >= 1868);  // 99.9 in 100 of a binomial of .95 lie within
  CHECK(held <= 1932);
}
