#include "sim/analysis/response_figures.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/core/distributions.h"

using namespace clout;

namespace {

const std::vector<double> kHours{0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8};
const std::array<double, 2> kDoses{2, 5};

// Worlds that see a curve with noise of sd `noise` in each cell, and each a level of its own.
std::vector<double> worlds_of(const FamilyCurve& curve, std::size_t worlds, double noise) {
  std::vector<double> means;
  for (std::size_t w = 0; w < worlds; ++w) {
    Rng rng(7, Stream::test, w);
    const double level = noise * normal(rng);
    for (const double t : kHours) means.push_back(curve.value(t) + level + noise * normal(rng));
  }
  return means;
}

const FamilyCurve kMichaelisMenten{Family::michaelis_menten, 2, 3, 1, 1};

}  // namespace

TEST_CASE("worlds that are all alike leave no doubt") {
  const ResponseFigures figures =
      response_figures(ResponseFitter(kHours), worlds_of(kMichaelisMenten, 8, 0), kDoses, {99, 1});
  CHECK(figures.fit.best() == Family::michaelis_menten);
  REQUIRE(figures.t50.known);
  CHECK(*figures.t50.estimate == doctest::Approx(2 - 1));  // sqrt(2 / .5) - 1
  CHECK(*figures.t50.low == doctest::Approx(1));
  CHECK(*figures.t50.high == doctest::Approx(1));
  CHECK(figures.t50.probability == 1);
  CHECK(*figures.t10.estimate == doctest::Approx(std::sqrt(20.0) - 1));
  CHECK(*figures.knee.estimate == doctest::Approx(2).epsilon(1e-4));
  CHECK(*figures.elasticity_of_rise[0].high == doctest::Approx(1.0 / 3));
  CHECK(*figures.slope[1].low == doctest::Approx(3.0 / 36));
  CHECK(*figures.elasticity[1].estimate == doctest::Approx(5 * (3.0 / 36) / (2 + 3 * 5.0 / 6)));
  CHECK(*figures.family_slope[1][static_cast<std::size_t>(Family::michaelis_menten)].estimate ==
        doctest::Approx(3.0 / 36));
}

TEST_CASE("intervals shrink with worlds and hold the truth of this sample") {
  const ResponseFitter fitter(kHours);
  const ResponseFigures few = response_figures(fitter, worlds_of(kMichaelisMenten, 8, 0.15), kDoses, {399, 1}),
                        many = response_figures(fitter, worlds_of(kMichaelisMenten, 128, 0.15), kDoses, {399, 1});
  CHECK(many.t50.holds(1));
  CHECK(many.knee.holds(2));
  CHECK(many.elasticity_of_rise[0].holds(1.0 / 3));
  CHECK(*many.knee.high - *many.knee.low < (*few.knee.high - *few.knee.low) / 2);
}

TEST_CASE("a point beyond the range leaves the interval open, and is no point") {
  // Log: t10 at 1 / (.1 ln 2) - 1 = 13.4 hours, the range ends at 8.
  const ResponseFigures log =
      response_figures(ResponseFitter(kHours), worlds_of({Family::log, 0, 3, 1, 1}, 10, 0.01), kDoses, {199, 1});
  CHECK_FALSE(log.t10.estimate);
  CHECK(log.t10.known);
  CHECK_FALSE(log.t10.low);
  CHECK_FALSE(log.t10.high);
  CHECK(log.t10.probability == 0);
  CHECK(log.t10.holds(std::nullopt));
  CHECK_FALSE(log.t10.holds(5));
  const ResponseFigures line =
      response_figures(ResponseFitter(kHours), worlds_of({Family::linear, 0, 3, 1, 1}, 10, 0.01), kDoses, {199, 1});
  CHECK_FALSE(line.t50.estimate);
  CHECK_FALSE(line.knee.estimate);
  CHECK(line.knee.probability == 0);
  CHECK(line.knee.holds(std::nullopt));
  CHECK_FALSE(line.knee.holds(2));
  CHECK(line.elasticity_of_rise[1].holds(1));
}

TEST_CASE("in noise the chance that there is a point is neither none nor all") {
  // Log, tau = .5: t10 at 1 / (.1 ln 3) - .5 = 8.6 hours, just beyond the range of 8.
  const ResponseFigures figures =
      response_figures(ResponseFitter(kHours), worlds_of({Family::log, 0, 3, 0.5, 1}, 10, 0.6), kDoses, {399, 1});
  CHECK(figures.t10.probability > 0.02);
  CHECK(figures.t10.probability < 0.98);
  CHECK(figures.t10.resamples == 399);
  CHECK_FALSE(figures.t10.high);  // some have none: the interval reaches beyond the range
}

TEST_CASE("of few and noisy worlds no interval of hours begins below no hours") {
  const ResponseFigures figures =
      response_figures(ResponseFitter(kHours), worlds_of(kMichaelisMenten, 3, 0.4), kDoses, {199, 1});
  REQUIRE(figures.t50.known);
  REQUIRE(figures.t50.low);
  CHECK(*figures.t50.low >= 0);
  REQUIRE(figures.knee.low);
  CHECK(*figures.knee.low >= 0);
}

TEST_CASE("one world has estimates and no intervals") {
  const ResponseFigures one =
      response_figures(ResponseFitter(kHours), worlds_of(kMichaelisMenten, 1, 0), kDoses, {99, 1});
  CHECK(one.t50.estimate.has_value());
  CHECK_FALSE(one.t50.known);
  CHECK_FALSE(one.t50.low);
  CHECK(one.t50.resamples == 0);
  CHECK_FALSE(one.t50.holds(1));
  CHECK_FALSE(one.t50.holds(std::nullopt));
}

TEST_CASE("what is not a mean a world and cell is a caller's mistake") {
  const ResponseFitter fitter(kHours);
  CHECK_THROWS_AS((void)response_figures(fitter, {}, kDoses, {99, 1}), std::invalid_argument);
  CHECK_THROWS_AS((void)response_figures(fitter, std::vector<double>(13), kDoses, {99, 1}), std::invalid_argument);
  CHECK_THROWS_AS((void)response_figures(fitter, std::vector<double>(12), std::array{0.0}, {99, 1}),
                  std::invalid_argument);
}
