#include "sim/analysis/response_fit.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

const std::vector<double> kHours{0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 8};

std::vector<double> at(const FamilyCurve& curve, const std::vector<double>& hours = kHours) {
  std::vector<double> y;
  for (const double t : hours) y.push_back(curve.value(t));
  return y;
}

// One curve of each family that has something to find.
const std::array<FamilyCurve, kFamilies> kCurves{{{Family::linear, 1, -2, 1, 1},
                                                  {Family::power, 1, 2, 1, 0.5},
                                                  {Family::log, -3, 2, 1.5, 1},
                                                  {Family::exponential, 10, -4, 2, 1},
                                                  {Family::michaelis_menten, 0, 5, 1, 1},
                                                  {Family::hill, 2, 3, 3, 2.5}}};

}  // namespace

TEST_CASE("values and slopes of the six families by hand") {
  CHECK(FamilyCurve{Family::linear, 1, 2, 1, 1}.value(3) == 1 + 2 * 3);
  CHECK(FamilyCurve{Family::power, 1, 2, 1, 0.5}.value(9) == doctest::Approx(1 + 2 * 3));
  CHECK(FamilyCurve{Family::log, 1, 2, 4, 1}.value(4) == doctest::Approx(1 + 2 * std::log(2.0)));
  CHECK(FamilyCurve{Family::exponential, 1, 2, 4, 1}.value(4) == doctest::Approx(1 + 2 * (1 - std::exp(-1.0))));
  CHECK(FamilyCurve{Family::michaelis_menten, 1, 6, 2, 1}.value(4) == doctest::Approx(1 + 6.0 * 4 / (2 + 4)));
  CHECK(FamilyCurve{Family::hill, 1, 6, 2, 2}.value(4) == doctest::Approx(1 + 6.0 * 16 / (4 + 16)));
  for (const FamilyCurve& curve : kCurves) {
    CHECK(curve.value(0) == doctest::Approx(curve.baseline));
    for (const double t : {0.3, 1.0, 6.0}) {
      const double h = 1e-5;
      CHECK(curve.slope(t) == doctest::Approx((curve.value(t + h) - curve.value(t - h)) / (2 * h)).epsilon(1e-6));
    }
  }
}

TEST_CASE("slopes at no dose: infinite where the exponent is below 1, nothing above") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(FamilyCurve{Family::power, 0, 2, 1, 0.5}.slope(0) == infinity);
  CHECK(FamilyCurve{Family::power, 0, -2, 1, 0.5}.slope(0) == -infinity);
  CHECK(FamilyCurve{Family::power, 0, 0, 1, 0.5}.slope(0) == 0);
  CHECK(FamilyCurve{Family::power, 0, 2, 1, 1}.slope(0) == 2);
  CHECK(FamilyCurve{Family::power, 0, 2, 1, 2}.slope(0) == 0);
  CHECK(FamilyCurve{Family::hill, 0, 2, 4, 0.5}.slope(0) == infinity);
  CHECK(FamilyCurve{Family::hill, 0, 2, 4, 1}.slope(0) == 2.0 / 4);
  CHECK(FamilyCurve{Family::hill, 0, 2, 4, 3}.slope(0) == 0);
  CHECK(FamilyCurve{Family::michaelis_menten, 0, 2, 4, 1}.slope(0) == 2.0 / 4);
  CHECK(FamilyCurve{Family::exponential, 0, 2, 4, 1}.slope(0) == 2.0 / 4);
  CHECK(FamilyCurve{Family::log, 0, 2, 4, 1}.slope(0) == 2.0 / 4);
}

TEST_CASE("each family is found again in its own values, and is the best") {
  const ResponseFitter fitter(kHours);
  for (const FamilyCurve& truth : kCurves) {
    CAPTURE(kFamilyNames[static_cast<std::size_t>(truth.family)]);
    const ResponseFit fit = fitter.fit(at(truth));
    CHECK(fit.best() == truth.family);
    CHECK(fit.of(truth.family).weight > 0.9);
    const FamilyCurve& found = fit.of(truth.family).curve;
    CHECK(found.baseline == doctest::Approx(truth.baseline).epsilon(1e-6));
    CHECK(found.scale == doctest::Approx(truth.scale).epsilon(1e-6));
    CHECK(found.hours == doctest::Approx(truth.hours).epsilon(1e-6));
    CHECK(found.shape == doctest::Approx(truth.shape).epsilon(1e-6));
    for (const double t : {0.0, 0.7, 3.3, 8.0})
      CHECK(fit.average.value(t) == doctest::Approx(truth.value(t)).epsilon(1e-6));
    for (const double t : {0.7, 3.3, 8.0}) CHECK(fit.average.slope(t) == doctest::Approx(truth.slope(t)).epsilon(1e-5));
  }
}

TEST_CASE("no point near a fit is better: least squares holds for every family on values of another") {
  const ResponseFitter fitter(kHours);
  const auto rss_of = [](const FamilyCurve& curve, const std::vector<double>& y) {
    double sum = 0;
    for (std::size_t c = 0; c < y.size(); ++c) sum += (y[c] - curve.value(kHours[c])) * (y[c] - curve.value(kHours[c]));
    return sum;
  };
  for (const FamilyCurve& truth : kCurves) {
    std::vector<double> y = at(truth);
    for (std::size_t c = 0; c < y.size(); ++c) y[c] += c % 3 == 0 ? 0.3 : -0.1;  // no family goes through these
    for (const FamilyFit& fit : fitter.fit(y).family) {
      CAPTURE(kFamilyNames[static_cast<std::size_t>(fit.curve.family)]);
      const double rss = rss_of(fit.curve, y);
      CHECK(fit.rss == doctest::Approx(rss).epsilon(1e-9));
      for (const double by : {-1e-3, 1e-3}) {
        const bool has_hours = fit.curve.family != Family::linear && fit.curve.family != Family::power;
        const bool has_shape = fit.curve.family == Family::power || fit.curve.family == Family::hill;
        FamilyCurve moved = fit.curve;
        moved.baseline += by;
        CHECK(rss_of(moved, y) > rss);
        moved = fit.curve;
        moved.scale *= 1 + by;
        CHECK(rss_of(moved, y) >= rss);
        // Inside its bounds: from half of .25 to 10 * 8 hours, exponents of .1 to 4 and .5 to 6.
        moved = fit.curve;
        moved.hours *= 1 + by;
        if (has_hours && fit.curve.hours > 0.126 && fit.curve.hours < 79) CHECK(rss_of(moved, y) >= rss * (1 - 1e-6));
        moved = fit.curve;
        moved.shape *= 1 + by;
        if (has_shape && fit.curve.shape > 0.51 && fit.curve.shape < 3.9) CHECK(rss_of(moved, y) >= rss * (1 - 1e-6));
      }
    }
  }
}

TEST_CASE("a cell of weight two counts like two cells") {
  const std::vector<double> hours{0, 1, 2, 3, 4, 5, 6, 7}, y{0, 1.1, 1.7, 2.4, 2.5, 2.9, 3.0, 3.4};
  std::vector<double> weights(8, 1.0), twice_hours = hours, twice_y = y;
  weights[3] = 2;
  twice_hours.push_back(3);
  twice_y.push_back(2.4);
  const ResponseFit weighted = ResponseFitter(hours, weights).fit(y), twice = ResponseFitter(twice_hours).fit(twice_y);
  for (std::size_t f = 0; f < kFamilies; ++f) {
    CHECK(weighted.family[f].curve.value(4.5) == doctest::Approx(twice.family[f].curve.value(4.5)).epsilon(1e-4));
    CHECK(weighted.family[f].rss / 8 == doctest::Approx(twice.family[f].rss / 9).epsilon(1e-4));  // weights have mean 1
  }
}

TEST_CASE("AICc and Akaike weights by their formula") {
  const std::vector<double> hours{0, 1, 2, 3, 4, 5, 6, 7}, y{0, 1.1, 1.7, 2.4, 2.5, 2.9, 3.0, 3.4};
  const ResponseFit fit = ResponseFitter(hours).fit(y);
  const std::array<double, kFamilies> k{3, 4, 4, 4, 4, 5};  // baseline, scale, variance and what bends the curve
  const double n = 8;
  double sum = 0, least = fit.family[0].aicc;
  for (std::size_t f = 0; f < kFamilies; ++f) {
    const double expected = n * std::log(fit.family[f].rss / n) + 2 * k[f] + 2 * k[f] * (k[f] + 1) / (n - k[f] - 1);
    CHECK(fit.family[f].aicc == doctest::Approx(expected));
    sum += fit.family[f].weight;
    least = std::min(least, fit.family[f].aicc);
  }
  CHECK(sum == doctest::Approx(1));
  for (const FamilyFit& family : fit.family)
    CHECK(family.weight / fit.of(fit.best()).weight == doctest::Approx(std::exp((least - family.aicc) / 2)));
  double value = 0, slope = 0;
  for (const FamilyFit& family : fit.family) {
    value += family.weight * family.curve.value(2.5);
    slope += family.weight * family.curve.slope(2.5);
  }
  CHECK(fit.average.value(2.5) == doctest::Approx(value).epsilon(1e-5));
  CHECK(fit.average.slope(2.5) == doctest::Approx(slope).epsilon(1e-5));
}

TEST_CASE("means that are all alike give a level and no slope") {
  const ResponseFit fit = ResponseFitter(kHours).fit(std::vector<double>(kHours.size(), 7));
  for (const double t : {0.0, 1.0, 8.0}) {
    CHECK(fit.average.value(t) == doctest::Approx(7));
    CHECK(fit.average.slope(t) == doctest::Approx(0));
  }
}

TEST_CASE("a fit is worth as much in other units of outcomes and of doses") {
  std::vector<double> y = at(kCurves[4]), hours = kHours;
  for (std::size_t c = 0; c < y.size(); ++c) y[c] += c % 2 ? 0.05 : -0.05;
  const ResponseFit fit = ResponseFitter(hours).fit(y);
  for (double& v : y) v = 100 + 1000 * v;
  for (double& t : hours) t *= 3;
  const ResponseFit other = ResponseFitter(hours).fit(y);
  for (std::size_t f = 0; f < kFamilies; ++f)
    CHECK(other.family[f].weight == doctest::Approx(fit.family[f].weight).epsilon(1e-3));
  CHECK(other.average.value(3 * 2.2) == doctest::Approx(100 + 1000 * fit.average.value(2.2)).epsilon(1e-4));
}

TEST_CASE("cells that no curve can be fitted to are a caller's mistake") {
  const std::vector<double> six{0, 1, 2, 3, 4, 5};
  CHECK_THROWS_AS(ResponseFitter{six}, std::invalid_argument);
  CHECK_THROWS_AS((ResponseFitter{std::vector<double>{0, 1, 2, 2, 2, 1, 0, 1}}), std::invalid_argument);
  CHECK_THROWS_AS((ResponseFitter{std::vector<double>{-1, 1, 2, 3, 4, 5, 6}}), std::invalid_argument);
  CHECK_THROWS_AS((ResponseFitter{std::vector<double>{std::nan(""), 1, 2, 3, 4, 5, 6}}), std::invalid_argument);
  CHECK_THROWS_AS((ResponseFitter{kHours, std::vector<double>(kHours.size(), 0.0)}), std::invalid_argument);
  CHECK_THROWS_AS((ResponseFitter{kHours, std::vector<double>{1, 2}}), std::invalid_argument);
  const ResponseFitter fitter(kHours);
  CHECK_THROWS_AS((void)fitter.fit(std::vector<double>{1, 2}), std::invalid_argument);
  CHECK_THROWS_AS((void)fitter.fit(std::vector<double>(kHours.size(), std::nan(""))), std::invalid_argument);
}
