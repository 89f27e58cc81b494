#include "sim/analysis/diminishing.h"

#include <doctest/doctest.h>

#include <cmath>
#include <optional>
#include <stdexcept>
#include <vector>

using namespace clout;

namespace {

constexpr double kRange = 8;
constexpr std::size_t kCells = 12;

// The curve as it is, and what is found of it from twelve cells without noise.
struct Both {
  ResponseCurve known, fitted;
};

Both both(const FamilyCurve& curve) {
  std::vector<double> hours{0}, y;
  for (std::size_t c = 1; c < kCells; ++c)
    hours.push_back(kRange * std::pow(64.0, -(static_cast<double>(kCells - 1 - c)) / (kCells - 2)));
  for (const double t : hours) y.push_back(curve.value(t));
  return {ResponseCurve::of(curve), ResponseFitter(hours).fit(y).average};
}

void check_close(std::optional<double> found, double truth, double within) {
  REQUIRE(found.has_value());
  CHECK(std::abs(*found / truth - 1) <= within);
}

const FamilyCurve kMichaelisMenten{Family::michaelis_menten, 0, 3, 1, 1}, kExponential{Family::exponential, 0, 3, 1, 1},
    kLog{Family::log, 0, 3, 1, 1}, kSqrt{Family::power, 0, 3, 1, 0.5}, kHill{Family::hill, 0, 3, 3, 2.5},
    kLine{Family::linear, 1, 2, 1, 1};

}  // namespace

TEST_CASE("Kneedle finds the tangent parallel to the chord") {
  const double T = kRange;
  struct Row {
    FamilyCurve curve;
    double knee;
  };
  // K = tau = 1, T = 8: 2, 2.0798, 2.6410, 2
  for (const Row& row :
       {Row{kMichaelisMenten, std::sqrt(1 * (1 + T)) - 1}, Row{kExponential, std::log(T / (1 - std::exp(-T)))},
        Row{kLog, T / std::log(1 + T) - 1}, Row{kSqrt, T / 4}}) {
    const Both curves = both(row.curve);
    check_close(knee(curves.known, T, kCells), row.knee, 1e-5);
    check_close(knee(curves.fitted, T, kCells), row.knee, 0.02);
  }
}

TEST_CASE("the knee of a square root is an artefact of the range") {
  for (const double T : {4.0, 8.0, 40.0}) check_close(knee(ResponseCurve::of(kSqrt), T, kCells), T / 4, 1e-5);
}

TEST_CASE("no knee: a line, a fall, a curve that bends upwards, a bend below the sensitivity") {
  CHECK_FALSE(knee(ResponseCurve::of(kLine), kRange, kCells));
  CHECK_FALSE(knee(both(kLine).fitted, kRange, kCells));
  CHECK_FALSE(knee(ResponseCurve::of({Family::log, 0, -1, 1, 1}), kRange, kCells));
  CHECK_FALSE(knee(ResponseCurve::of({Family::power, 0, 1, 1, 2}), kRange, kCells));
  // t^.9 is above its chord by .9^9 - .9^10 = .0387 at most; a step of 12 cells is 1 / 11, of 50 cells 1 / 49.
  const ResponseCurve weak = ResponseCurve::of({Family::power, 0, 1, 1, 0.9});
  CHECK_FALSE(knee(weak, kRange, 12));
  check_close(knee(weak, kRange, 50), kRange * std::pow(0.9, 10), 1e-5);
}

TEST_CASE("marginal return falls to a share of its start where the closed forms say") {
  for (const double share : {0.5, 0.2}) {
    struct Row {
      FamilyCurve curve;
      double hours;
    };
    for (const Row& row : {Row{kMichaelisMenten, 1 * (1 / std::sqrt(share) - 1)},
                           Row{kExponential, std::log(1 / share)}, Row{kLog, 1 / share - 1}}) {
      const Both curves = both(row.curve);
      check_close(falls_to_share_of_start(curves.known, share, kRange), row.hours, 1e-8);
      check_close(falls_to_share_of_start(curves.fitted, share, kRange), row.hours, 0.02);
    }
    CHECK_FALSE(falls_to_share_of_start(ResponseCurve::of(kSqrt), share, kRange));  // y'(0) is infinite
    CHECK_FALSE(falls_to_share_of_start(both(kSqrt).fitted, share, kRange));
  }
  CHECK_FALSE(falls_to_share_of_start(ResponseCurve::of(kLog), 0.1, kRange));  // 9 hours: beyond the range
  check_close(falls_to_share_of_start(ResponseCurve::of(kLog), 0.1, 10), 9, 1e-8);
}

TEST_CASE("t50 and t10 compare with what the first hour bought") {
  // Michaelis-Menten, K = 1: the first hour buys a half; 1 / (1 + t)^2 = share / 2.
  // Exponential, tau = 1: 1 - 1/e; e^-t = share (1 - 1/e). Log: ln 2; 1 / (1 + t) = share ln 2. Sqrt: 1; .5 t^-.5 =
  // share.
  for (const double share : {0.5, 0.1}) {
    const Both mm = both(kMichaelisMenten), exponential = both(kExponential);
    check_close(falls_to_share_of_first_hour(mm.known, share, kRange), std::sqrt(2 / share) - 1, 1e-8);
    check_close(falls_to_share_of_first_hour(mm.fitted, share, kRange), std::sqrt(2 / share) - 1, 0.02);
    const double t = -std::log(share * (1 - std::exp(-1.0)));
    check_close(falls_to_share_of_first_hour(exponential.known, share, kRange), t, 1e-8);
    check_close(falls_to_share_of_first_hour(exponential.fitted, share, kRange), t, 0.02);
  }
  const Both log = both(kLog), root = both(kSqrt);
  check_close(falls_to_share_of_first_hour(log.fitted, 0.5, kRange), 2 / std::log(2.0) - 1, 0.02);
  CHECK_FALSE(falls_to_share_of_first_hour(log.fitted, 0.1, kRange));  // 13.4 hours
  check_close(falls_to_share_of_first_hour(root.fitted, 0.5, kRange), 1, 0.02);
  CHECK_FALSE(falls_to_share_of_first_hour(root.fitted, 0.1, kRange));  // 25 hours
}

TEST_CASE("a line has no point of diminishing returns, nor has what never bought anything") {
  CHECK_FALSE(falls_to_share_of_first_hour(ResponseCurve::of(kLine), 0.5, kRange));
  CHECK_FALSE(falls_to_share_of_first_hour(both(kLine).fitted, 0.5, kRange));
  CHECK_FALSE(falls_to_share_of_first_hour(ResponseCurve::of({Family::exponential, 5, -1, 1, 1}), 0.5, kRange));
  CHECK_FALSE(falls_to_share_of_first_hour(ResponseCurve::of({Family::linear, 5, 0, 1, 1}), 0.5, kRange));
}

TEST_CASE("of a curve that first gets steeper the point lies behind its steepest place") {
  const ResponseCurve curve = ResponseCurve::of(kHill);
  const double level = curve.slope(6);
  check_close(falls_to(curve, level, kRange), 6, 1e-8);
  CHECK(*falls_to(curve, curve.slope(1), kRange) > *steepest(curve, kRange));
}

TEST_CASE("Hill is steepest at its inflection, concave curves nowhere inside") {
  const double inflection = 3 * std::pow((2.5 - 1) / (2.5 + 1), 1 / 2.5);
  const Both hill = both(kHill);
  check_close(steepest(hill.known, kRange), inflection, 1e-5);
  check_close(steepest(hill.fitted, kRange), inflection, 0.02);
  for (const FamilyCurve& curve : {kMichaelisMenten, kExponential, kLog, kSqrt, kLine}) {
    CHECK_FALSE(steepest(ResponseCurve::of(curve), kRange));
    CHECK_FALSE(steepest(both(curve).fitted, kRange));
  }
  CHECK_FALSE(steepest(ResponseCurve::of({Family::power, 0, 1, 1, 2}), kRange));  // steeper up to the end
}

TEST_CASE("elasticity of the rise: in closed form, whatever the unit and the level") {
  for (const double t : {0.5, 2.0, 7.0}) {
    for (const double baseline : {0.0, 10.0}) {
      const auto of = [&](FamilyCurve curve) {
        curve.baseline = baseline;
        return both(curve).fitted;
      };
      check_close(elasticity_of_rise(of(kSqrt), t), 0.5, 0.02);
      check_close(elasticity_of_rise(of(kLog), t), t / ((1 + t) * std::log(1 + t)), 0.02);
      check_close(elasticity_of_rise(of(kMichaelisMenten), t), 1 / (1 + t), 0.02);
      check_close(elasticity_of_rise(of(kExponential), t), t * std::exp(-t) / (1 - std::exp(-t)), 0.02);
      check_close(elasticity_of_rise(of(kLine), t), 1, 0.02);
    }
    // t y' / y counts the level too: of 1 + 2 t it is 2 t / (1 + 2 t).
    check_close(elasticity(ResponseCurve::of(kLine), t), 2 * t / (1 + 2 * t), 1e-12);
  }
  CHECK_FALSE(elasticity_of_rise(ResponseCurve::of({Family::linear, 5, 0, 1, 1}), 1));
  CHECK_FALSE(elasticity(ResponseCurve::of({Family::linear, 0, 0, 1, 1}), 1));
}

TEST_CASE("ranges, shares and doses that cannot be are a caller's mistake") {
  const ResponseCurve curve = ResponseCurve::of(kLog);
  CHECK_THROWS_AS((void)falls_to(curve, std::nan(""), kRange), std::invalid_argument);
  CHECK_THROWS_AS((void)falls_to(curve, 1, 0), std::invalid_argument);
  CHECK_THROWS_AS((void)falls_to_share_of_first_hour(curve, 0.5, 0.9), std::invalid_argument);
  CHECK_THROWS_AS((void)falls_to_share_of_first_hour(curve, 1, kRange), std::invalid_argument);
  CHECK_THROWS_AS((void)falls_to_share_of_start(curve, 0, kRange), std::invalid_argument);
  CHECK_THROWS_AS((void)steepest(curve, -1), std::invalid_argument);
  CHECK_THROWS_AS((void)elasticity(curve, 0), std::invalid_argument);
  CHECK_THROWS_AS((void)elasticity_of_rise(curve, -1), std::invalid_argument);
  CHECK_THROWS_AS((void)knee(curve, kRange, 1), std::invalid_argument);
}
