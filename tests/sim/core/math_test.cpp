// The reproducible functions against libm in long double (64 bits, so its own error counts for 1/2000 ulp), at their
// special values against libm in double, and their bits against a pinned hash: the same on every processor and build.
#include "sim/core/math.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/core/random.h"

namespace clout {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

static_assert(std::numeric_limits<long double>::digits >= 64, "the reference needs more digits than a double");

// |got - want| in units of want's last place; 2^-1074 where want is subnormal.
double ulps(double got, long double want) {
  const double size = std::max(static_cast<double>(std::abs(want)), 0x1p-1022);
  if (got == static_cast<double>(want)) return 0;
  return static_cast<double>(std::abs(got - want) / std::ldexp(1.0L, std::ilogb(size) - 52));
}

double between(std::uint64_t i, double low, double high) {
  return low + (high - low) * to_unit(draw(make_key(1, Stream::test, 1), i));
}

// +-[1, 2) 2^e with e uniform in [from, to).
double any_size(std::uint64_t i, int from, int to) {
  const std::uint64_t bits = draw(make_key(1, Stream::test, 2), i);
  const int e =
      from + static_cast<int>(bounded(draw(make_key(1, Stream::test, 3), i), static_cast<unsigned>(to - from)));
  return std::ldexp((bits & 1 ? 1 : -1) * (1 + to_unit(bits)), e);
}

template <class Point, class Ours, class Theirs>
double worst(std::uint64_t points, Point point, Ours ours, Theirs theirs) {
  double worst = 0;
  for (std::uint64_t i = 0; i < points; ++i) {
    const double x = point(i);
    const long double want = theirs(static_cast<long double>(x));
    if (std::abs(want) > std::numeric_limits<double>::max()) continue;
    const double error = ulps(ours(x), want);
    if (!(error <= worst)) worst = error;  // a NaN is the worst
  }
  return worst;
}

const double kEdges[] = {0.0,          -0.0,         1.0,         -1.0,
                         2.0,          -2.0,         0.5,         -0.5,
                         3.0,          -3.0,         2.5,         -2.5,
                         1e-200,       1e200,        1e308,       -1e308,
                         1e-308,       kInf,         -kInf,       kNan,
                         0x1p53,       -0x1p53,      0x1p53 + 2,  0x1p52 + 1,
                         -0x1p52 - 1,  0x1p51 + 0.5, 0x1p-1074,   -0x1p-1074,
                         0x1p-1022,    -0x1p-1022,   1 - 0x1p-53, 1 + 0x1p-52,
                         -1 + 0x1p-53, 709.78,       709.79,      -745.13,
                         -745.14,      -708.4,       1023.999,    1024.0,
                         -1074.0,      -1075.0,      -1076.0,     0x1.fffffffffffffp1023,
                         1e-16,        -1e-16,       0x1p-54,     36.8};

bool same(double ours, double theirs) {
  if (theirs != theirs) return ours != ours;
  if (std::signbit(ours) != std::signbit(theirs)) return false;
  return ours == theirs || std::abs(ours - theirs) <= 4.5e-16 * std::abs(theirs) ||
         (std::abs(theirs) < 0x1p-1022 && std::abs(ours - theirs) <= 0x1p-1074);
}

struct Bits {
  std::uint64_t hash = 0;
  void add(double x) { hash = draw(Key{hash}, std::bit_cast<std::uint64_t>(x)); }
};

}  // namespace

TEST_CASE("exp and exp2 are within 0.52 ulp, and within 1 where the result is subnormal") {
  const auto theirs = [](long double x) { return std::exp(x); };
  CHECK(worst(
            100000, [](auto i) { return between(i, -1, 1); }, det_exp, theirs) < 0.52);
  CHECK(worst(
            100000, [](auto i) { return between(i, -708, 709.78); }, det_exp, theirs) < 0.52);
  CHECK(worst(
            50000, [](auto i) { return any_size(i, -70, 5); }, det_exp, theirs) < 0.52);
  CHECK(worst(
            20000, [](auto i) { return between(i, -745.13, -708); }, det_exp, theirs) < 1);
  const auto theirs2 = [](long double x) { return std::exp2(x); };
  CHECK(worst(
            50000, [](auto i) { return between(i, -1, 1); }, det_exp2, theirs2) < 0.52);
  CHECK(worst(
            50000, [](auto i) { return between(i, -1021, 1024); }, det_exp2, theirs2) < 0.52);
  CHECK(worst(
            20000, [](auto i) { return between(i, -1074.9, -1021); }, det_exp2, theirs2) < 1);
  for (int k = -1074; k < 1024; ++k) REQUIRE(det_exp2(k) == std::ldexp(1.0, k));
}

TEST_CASE("expm1 is within 1.5 ulp") {
  const auto theirs = [](long double x) { return std::expm1(x); };
  CHECK(worst(
            50000, [](auto i) { return between(i, -1, 1); }, det_expm1, theirs) < 1.5);
  CHECK(worst(
            50000, [](auto i) { return between(i, -0.02, 0.02); }, det_expm1, theirs) < 1.5);
  CHECK(worst(
            50000, [](auto i) { return any_size(i, -60, 6); }, det_expm1, theirs) < 1.5);
  CHECK(worst(
            20000, [](auto i) { return between(i, -45, 709); }, det_expm1, theirs) < 1.5);
}

TEST_CASE("log and log1p are within 0.53 and 1 ulp") {
  const auto theirs = [](long double x) { return std::log(x); };
  const auto near_one = [](auto i) { return 1 + any_size(i, -52, -3); };
  const auto positive = [](auto i) { return std::abs(any_size(i, -1074, 1024)); };
  CHECK(worst(
            100000, [](auto i) { return between(i, 0.5, 2); }, det_log, theirs) < 0.53);
  CHECK(worst(100000, near_one, det_log, theirs) < 0.53);
  CHECK(worst(100000, positive, det_log, theirs) < 0.53);
  const auto theirs1p = [](long double x) { return std::log1p(x); };
  CHECK(worst(
            50000, [](auto i) { return between(i, -1, 1); }, det_log1p, theirs1p) < 1);
  CHECK(worst(
            50000, [](auto i) { return any_size(i, -60, -1); }, det_log1p, theirs1p) < 1);
  CHECK(worst(50000, positive, det_log1p, theirs1p) < 1);
}

TEST_CASE("pow is within 0.6 ulp, and within 1 where the result is subnormal") {
  double normal = 0, subnormal = 0;
  for (std::uint64_t i = 0; i < 200000; ++i) {
    const double x = i % 3 == 0   ? std::abs(any_size(i, -1074, 1024))
                     : i % 3 == 1 ? between(i, 0.5, 2)
                                  : 1 + any_size(i, -40, -2);
    if (x == 1) continue;
    // Results of every size, huge powers of numbers near 1 among them.
    const double y = between(i + 1000000, -745, 709) / std::log(x);
    const long double want = std::pow(static_cast<long double>(x), static_cast<long double>(y));
    if (!(want < std::numeric_limits<double>::max())) continue;
    double& side = want < 0x1p-1022L ? subnormal : normal;
    const double error = ulps(det_pow(x, y), want);
    if (!(error <= side)) side = error;
  }
  CHECK(normal < 0.6);
  CHECK(subnormal < 1.01);
  for (int n = 0; n <= 33; ++n) CHECK(det_pow(3, n) == std::round(std::pow(3.0L, n)));  // 3^33 < 2^53: exact
  CHECK(det_pow(-2, 3) == -8);
  CHECK(det_pow(-2, -1) == -0.5);
}

TEST_CASE("cosine and sine of a turn are within 2 ulp, exact at quarters, and on the unit circle") {
  const long double two_pi = 2 * 3.14159265358979323846264338327950288L;
  // Near its zeros the reference itself is off by the rounding of two_pi: stay within an eighth of a turn and map.
  const auto theirs_sin = [&](long double u) { return std::sin(two_pi * u); };
  const auto theirs_cos = [&](long double u) { return std::cos(two_pi * u); };
  const auto ours_sin = [](double u) { return det_cos_sin_2pi(u).sin; };
  const auto ours_cos = [](double u) { return det_cos_sin_2pi(u).cos; };
  CHECK(worst(
            50000, [](auto i) { return between(i, -0.2, 0.2); }, ours_sin, theirs_sin) < 2);
  CHECK(worst(
            50000, [](auto i) { return between(i, -0.2, 0.2); }, ours_cos, theirs_cos) < 2);
  for (int q = -9; q <= 9; ++q) {
    const CosSin at = det_cos_sin_2pi(q / 4.0);
    const int turn = ((q % 4) + 4) % 4;
    CHECK(at.cos == std::array{1, 0, -1, 0}[turn]);
    CHECK(at.sin == std::array{0, 1, 0, -1}[turn]);
  }
  for (std::uint64_t i = 0; i < 10000; ++i) {
    const double u = between(i, -0.125, 0.125);
    const CosSin a = det_cos_sin_2pi(u);
    REQUIRE(std::abs(a.cos * a.cos + a.sin * a.sin - 1) < 1e-15);
    // A quarter later; grids differ, so u is first put on that of 1.
    const double v = (u + 1) - 1;
    REQUIRE(det_cos_sin_2pi(v + 0.25).sin == det_cos_sin_2pi(v).cos);
    REQUIRE(det_cos_sin_2pi(v + 0.25).cos == -det_cos_sin_2pi(v).sin);
    REQUIRE(det_cos_sin_2pi(v + 3).sin == det_cos_sin_2pi((v + 3) - 3).sin);
  }
  CHECK(det_cos_sin_2pi(0x1p51 + 0.5).cos == -1);
  CHECK(det_cos_sin_2pi(0x1p60).cos == 1);
  CHECK(std::isnan(det_cos_sin_2pi(kInf).cos));
  CHECK(std::isnan(det_cos_sin_2pi(kNan).sin));
}

TEST_CASE("special values are those of the C standard") {
  for (const double x : kEdges) {
    CAPTURE(x);
    CHECK(same(det_exp(x), std::exp(x)));
    CHECK(same(det_exp2(x), std::exp2(x)));
    CHECK(same(det_expm1(x), std::expm1(x)));
    CHECK(same(det_log(x), std::log(x)));
    CHECK(same(det_log1p(x), std::log1p(x)));
    for (const double y : kEdges) {
      CAPTURE(y);
      CHECK(same(det_pow(x, y), std::pow(x, y)));
    }
  }
}

TEST_CASE("exp and log rise") {
  // Over neighbours, where a table step or a power of two begins.
  for (int step = -2000; step <= 2000; ++step) {
    double x = (step + 0.5) * 0.69314718055994531 / 128;
    for (int i = 0; i < 20; ++i, x = std::nextafter(x, kInf)) REQUIRE(det_exp(x) <= det_exp(std::nextafter(x, kInf)));
    double y = (128 + step % 128) / 128.0;
    if (y > 0) y = std::nextafter(std::nextafter(y, 0), 0);
    for (int i = 0; i < 5; ++i, y = std::nextafter(y, kInf)) REQUIRE(det_log(y) <= det_log(std::nextafter(y, kInf)));
  }
}

TEST_CASE("the bits of all functions are those pinned here, on every processor and in every build") {
  Bits bits;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const double x = between(i, -30, 30);
    const double p = std::abs(any_size(i, -300, 300));
    bits.add(det_exp(x));
    bits.add(det_exp2(x));
    bits.add(det_expm1(x));
    bits.add(det_log(p));
    bits.add(det_log1p(p));
    bits.add(det_pow(p, x / 30));
    bits.add(det_cos_sin_2pi(x).cos);
    bits.add(det_cos_sin_2pi(x).sin);
  }
  CHECK(bits.hash == 5788966234022378772u);
}

}  // namespace clout
