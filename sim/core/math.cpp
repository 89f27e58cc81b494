// How: reduce the argument to a table entry and a small rest, take a short Taylor polynomial of the rest, and keep the
// few sums that matter in double-double (an unevaluated sum hi + lo). The tables are computed by the compiler from the
// series, in double-double, so no constant here is anybody's but pi, log 2 and the grid.
//
// Products are made exact by Dekker's splitting, because a fused multiply-add is not everywhere.
#include "sim/core/math.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

static_assert(std::numeric_limits<double>::is_iec559 && sizeof(double) == 8);
#if defined(__FAST_MATH__)
#error "math.cpp must not be compiled with -ffast-math: its sums would be rearranged"
#endif

namespace clout {
namespace {

using std::uint64_t;

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// ---- double-double

struct Pair {
  double hi;
  double lo;
};

constexpr Pair fast_two_sum(double a, double b) {  // needs |a| >= |b| or a on a coarser grid than b
  const double s = a + b;
  return {s, b - (s - a)};
}

constexpr Pair two_sum(double a, double b) {
  const double s = a + b;
  const double t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

constexpr double upper_half(double a) {
  return std::bit_cast<double>(std::bit_cast<uint64_t>(a) & ~uint64_t{0x7ffffff});
}

// a * b to 2^-105 of itself, unless it under- or overflows: the upper halves have 26 bits, the lower ones 27.
constexpr Pair two_product(double a, double b) {
  const double p = a * b;
  const double a1 = upper_half(a), a2 = a - a1;
  const double b1 = upper_half(b), b2 = b - b1;
  return {p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2};
}

constexpr Pair add(Pair a, Pair b) {
  const Pair s = two_sum(a.hi, b.hi);
  return fast_two_sum(s.hi, s.lo + (a.lo + b.lo));
}

constexpr Pair multiply(Pair a, Pair b) {
  const Pair p = two_product(a.hi, b.hi);
  return fast_two_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

constexpr Pair divide(Pair a, Pair b) {
  const double q1 = a.hi / b.hi;
  const Pair back = multiply({q1, 0}, b);
  const Pair rest = add(a, {-back.hi, -back.lo});
  return fast_two_sum(q1, rest.hi / b.hi);
}

// ---- tables

constexpr int kBits = 7;
constexpr int kSteps = 1 << kBits;

// 2 atanh(s) = log((1 + s) / (1 - s)) for |s| <= 1/3, to about 2^-105.
constexpr Pair twice_atanh(Pair s) {
  const Pair square = multiply(s, s);
  Pair sum{0, 0};
  for (int k = 67; k >= 1; k -= 2) sum = add(multiply(sum, square), divide({1, 0}, {double(k), 0}));
  return multiply(multiply(sum, s), {2, 0});
}

constexpr Pair kLn2 = twice_atanh(divide({1, 0}, {3, 0}));
constexpr Pair kInvLn2 = divide({1, 0}, kLn2);

constexpr Pair exp_series(Pair x) {  // |x| < 1
  Pair sum{1, 0};
  for (int k = 32; k >= 1; --k) sum = add(multiply(multiply(sum, x), divide({1, 0}, {double(k), 0})), {1, 0});
  return sum;
}

// 2^(i / 128) = hi (1 + tail).
struct ExpEntry {
  double hi;
  double tail;
};

constexpr auto kExpTable = [] {
  std::array<ExpEntry, kSteps> table{};
  for (int i = 0; i < kSteps; ++i) {
    const Pair power = exp_series(multiply(kLn2, {double(i) / kSteps, 0}));
    table[i] = {power.hi, power.lo / power.hi};
  }
  return table;
}();

// Rounds to a multiple of 2^-42: sums of such numbers below 2^11 are exact.
constexpr double on_grid(double x) { return (x + 0x1.8p10) - 0x1.8p10; }
constexpr double kLn2Grid = on_grid(kLn2.hi);
constexpr double kLn2Tail = (kLn2.hi - kLn2Grid) + kLn2.lo;

// The mantissa range of the logarithm is [0.6875, 1.375): the step of width 2^-7 that begins at 1 and the one of width
// 2^-8 that ends there both have inverse 1, so log is accurate about 1.
constexpr uint64_t kMantissaFrom = std::bit_cast<uint64_t>(0.6875);

// inverse is 1 / m to 20 bits for an m in the middle of the step; grid + tail = -log(inverse).
struct LogEntry {
  double inverse;
  double grid;
  double tail;
};

constexpr auto kLogTable = [] {
  std::array<LogEntry, kSteps> table{};
  for (int i = 0; i < kSteps; ++i) {
    const double begin = std::bit_cast<double>(kMantissaFrom + (uint64_t(i) << (52 - kBits)));
    const double end = std::bit_cast<double>(kMantissaFrom + (uint64_t(i + 1) << (52 - kBits)));
    const double inverse =
        begin == 1 || end == 1 ? 1 : double(std::int64_t(0x1p19 * 2 / (begin + end) + 0.5)) * 0x1p-19;
    const Pair log = twice_atanh(divide({1 - inverse, 0}, {1 + inverse, 0}));
    const double grid = on_grid(log.hi);
    table[i] = {inverse, grid, (log.hi - grid) + log.lo};
  }
  return table;
}();

// ---- exponentials

// e^r - 1 - r for |r| < 2^-7.5 (a little beyond half a step): the next term is below 2^-62 of 1.
constexpr double exp_rest(double r) {
  const double r2 = r * r;
  return r2 * (0.5 + r * (1.0 / 6)) + (r2 * r2) * ((1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720));
}

constexpr double kRound = 0x1.8p52;  // adding it rounds to an integer, which is then in the low bits

// 2^k * value for value in [0.99, 2.01) and k in [-1080, 1030]: one rounding where the result is subnormal.
double scale(double value, std::int64_t k) {
  if (k > 1000) return value * 0x1p1000 * std::bit_cast<double>(uint64_t(1023 + k - 1000) << 52);
  if (k < -1000) return value * std::bit_cast<double>(uint64_t(1023 + k + 1000) << 52) * 0x1p-1000;
  return value * std::bit_cast<double>(uint64_t(1023 + k) << 52);
}

// 2^(steps / 128) e^(r + tail), with tail far below r.
double exp_of_steps(std::int64_t steps, double r, double tail) {
  const ExpEntry entry = kExpTable[steps & (kSteps - 1)];
  const double rest = r + (exp_rest(r) + (entry.tail + tail));
  return scale(entry.hi + entry.hi * rest, steps >> kBits);
}

struct Steps {
  std::int64_t count;
  double r;     // x - count * log(2) / 128
  double tail;  // what r lost
};

constexpr double kStepGrid = kLn2Grid / kSteps;  // a power of two: exact
constexpr double kStepTail = kLn2Tail / kSteps;
constexpr double kStepsPerUnit = kInvLn2.hi * kSteps;

// For |x| < 1000: count < 2^18 and the step on the grid has 42 bits, but only 35 of them can matter to the product's
// exactness if the grid is coarse enough; see kCoarse.
constexpr double kCoarse = (kStepGrid + 0x1.8p17) - 0x1.8p17;  // multiple of 2^-35: 28 bits, times 18 is exact
constexpr double kCoarseTail = (kStepGrid - kCoarse) + kStepTail;

Steps steps_of(double x) {
  const double shifted = x * kStepsPerUnit + kRound;
  const double count = shifted - kRound;
  const double head = x - count * kCoarse;  // exact: both on one grid or close together
  const Pair r = two_sum(head, -(count * kCoarseTail));
  return {static_cast<std::int64_t>(count), r.hi, r.lo};
}

// ---- logarithms

struct LogPair {
  double k;           // power of two
  double grid, tail;  // -log(inverse) of the step
  Pair r;             // m * inverse - 1, exact
};

// x = 2^k m, positive and normal; extra is added to x, far below it.
LogPair reduce(double x, double extra) {
  const uint64_t bits = std::bit_cast<uint64_t>(x);
  const uint64_t above = bits - kMantissaFrom;
  const std::int64_t k = static_cast<std::int64_t>(above) >> 52;
  const LogEntry& entry = kLogTable[(above >> (52 - kBits)) & (kSteps - 1)];
  const double m = std::bit_cast<double>(bits - (static_cast<uint64_t>(k) << 52));
  const double m1 = std::bit_cast<double>(std::bit_cast<uint64_t>(m) & ~uint64_t{0xffffffff});
  const double head = m1 * entry.inverse - 1;  // 21 + 20 bits: exact, and so is the difference
  double rest = (m - m1) * entry.inverse;      // 32 + 20 bits: exact
  Pair r = fast_two_sum(head, rest);
  if (extra != 0) {
    rest = extra * std::bit_cast<double>(uint64_t(1023 - k) << 52) * entry.inverse;
    const Pair both = two_sum(r.hi, rest);
    r = {both.hi, r.lo + both.lo};
  }
  return {static_cast<double>(k), entry.grid, entry.tail, r};
}

// log(1 + r) - r + r^2 / 2 for |r| <= 2^-7 and a bit: the next term is below 2^-73, and below 2^-65 of r.
constexpr double log_rest(double r) {
  const double r2 = r * r;
  return (r2 * r) * ((1.0 / 3 - r * (1.0 / 4)) +
                     r2 * ((1.0 / 5 - r * (1.0 / 6)) + r2 * ((1.0 / 7 - r * (1.0 / 8)) + r2 * (1.0 / 9))));
}

// log of a reduced argument, to one rounding.
double log_of(const LogPair& a) {
  const double head = a.k * kLn2Grid + a.grid;  // exact
  const double small = log_rest(a.r.hi) + (a.r.lo + (a.k * kLn2Tail + a.tail));
  const double half = a.r.hi * (0.5 * a.r.hi);
  const Pair sum = fast_two_sum(head, a.r.hi);  // head is 0 or the larger
  return sum.hi + (sum.lo + (small - half));
}

// The same as a pair, to about 2^-68 of itself.
Pair log_pair(const LogPair& a) {
  const double head = a.k * kLn2Grid + a.grid;
  const Pair square = two_product(a.r.hi, 0.5 * a.r.hi);
  const double small = log_rest(a.r.hi) + (a.r.lo - a.r.hi * a.r.lo - square.lo + (a.k * kLn2Tail + a.tail));
  const Pair first = fast_two_sum(head, a.r.hi);
  const Pair second = two_sum(first.hi, -square.hi);
  return fast_two_sum(second.hi, second.lo + (first.lo + small));
}

// Makes a positive subnormal normal; `k` tells by how much.
double normalise(double x, double& k) {
  k = 0;
  if (x >= 0x1p-1022) return x;
  k = -54;
  return x * 0x1p54;
}

}  // namespace

double det_exp(double x) noexcept {
  if (!(x < 709.79 && x > -745.14)) {
    if (x != x) return x;
    return x > 0 ? kInf : 0;
  }
  const Steps s = steps_of(x);
  return exp_of_steps(s.count, s.r, s.tail);
}

double det_exp2(double x) noexcept {
  if (!(x < 1024 && x > -1075)) {
    if (x != x) return x;
    return x > 0 ? kInf : 0;
  }
  const double shifted = x * kSteps + kRound;
  const double count = shifted - kRound;
  const double t = x - count * (1.0 / kSteps);  // exact
  return exp_of_steps(static_cast<std::int64_t>(count), t * kLn2.hi, t * kLn2.lo);
}

double det_expm1(double x) noexcept {
  if (!(x < 700 && x > -40)) {
    if (x != x) return x;
    return x > 0 ? det_exp(x) : -1;
  }
  if (x < 0x1p-54 && x > -0x1p-54) return x;  // also keeps the sign of zero
  const Steps s = steps_of(x);
  const double rest = exp_rest(s.r) + s.tail;
  if (s.count == 0) return s.r + rest;
  const ExpEntry entry = kExpTable[s.count & (kSteps - 1)];
  const double power = std::bit_cast<double>(uint64_t(1023 + (s.count >> kBits)) << 52);
  const double base = entry.hi * power;
  const Pair linear = two_product(base, s.r);  // the rounding of base * r would show after the cancellation
  const Pair less_one = two_sum(base, -1);
  const Pair sum = two_sum(less_one.hi, linear.hi);
  return sum.hi + (sum.lo + (less_one.lo + (linear.lo + base * (rest + entry.tail))));
}

double det_log(double x) noexcept {
  if (!(x >= 0x1p-1022 && x < kInf)) {
    if (x == 0) return -kInf;
    if (!(x > 0)) return x != x ? x : kNan;
    if (x == kInf) return x;
    LogPair a = reduce(x * 0x1p54, 0);
    a.k -= 54;
    return log_of(a);
  }
  return log_of(reduce(x, 0));
}

double det_log1p(double x) noexcept {
  if (!(x > -1 && x < 0x1p60)) {
    if (x == -1) return -kInf;
    return x > -1 || x != x ? det_log(x) : kNan;  // 1 + x rounds to x
  }
  if (x < 0x1p-54 && x > -0x1p-54) return x;
  const Pair sum = two_sum(1, x);
  return log_of(reduce(sum.hi, sum.lo));
}

double det_pow(double x, double y) noexcept {
  if (y == 0 || x == 1) return 1;  // even for NaN
  if (x != x || y != y) return kNan;
  double sign = 1;
  const double size = x < 0 || (x == 0 && std::bit_cast<uint64_t>(x) != 0) ? -x : x;
  const double span = y < 0 ? -y : y;
  if (std::bit_cast<uint64_t>(x) >> 63 != 0) {
    // An integer below 2^53 may be odd; from there on all are even.
    const bool whole = span >= 0x1p52 || (span + 0x1p52) - 0x1p52 == span;
    const bool odd = whole && span < 0x1p53 && (static_cast<uint64_t>(span) & 1) != 0;
    if (odd) sign = -1;
    if (!whole && size != 0 && size != kInf && span != kInf) return kNan;
  }
  if (span == kInf) return size == 1 ? 1 : (size > 1) == (y > 0) ? kInf : 0;
  if (size == 0 || size == kInf) return (size == 0) == (y > 0) ? sign * 0.0 : sign * kInf;
  if (size == 1) return sign;

  double subnormal;
  LogPair a = reduce(normalise(size, subnormal), 0);
  a.k += subnormal;
  const Pair log = log_pair(a);
  // From here |log| >= 2^-53: a huge y over- or underflows, a tiny one gives 1.
  const double rough = y * log.hi;
  if (!(rough < 709.79 && rough > -745.14)) return rough > 0 ? sign * kInf : sign * 0.0;
  const Pair product = span < 0x1p-100 ? Pair{rough, 0} : two_product(y, log.hi);
  const Steps s = steps_of(product.hi);
  const Pair r = fast_two_sum(s.r, s.tail + (product.lo + y * log.lo));  // the tail may be 2^-44: it belongs in r
  return sign * exp_of_steps(s.count, r.hi, r.lo);
}

CosSin det_cos_sin_2pi(double turns) noexcept {
  if (!(turns < kInf && turns > -kInf)) return {kNan, kNan};
  // The fraction of the turn; from 2^53 on every double is a whole number of turns.
  double quarters = 0;
  double t = 0;
  if (turns < 0x1p51 && turns > -0x1p51) {
    double whole = (turns + kRound) - kRound;
    const double part = turns - whole;  // exact, in [-1/2, 1/2]
    quarters = (part * 4 + kRound) - kRound;
    t = part * 4 - quarters;  // exact, in [-1/2, 1/2] quarters
  } else if (turns < 0x1p53 && turns > -0x1p53) {
    const std::int64_t in_quarters = static_cast<std::int64_t>(turns * 4);  // a multiple of 1/2 at the least: exact
    quarters = static_cast<double>(in_quarters & 3);
  }
  constexpr double kHalfPi = 0x1.921fb54442d18p0, kHalfPiTail = 0x1.1a62633145c07p-54;
  const double x = t * kHalfPi;
  const double z = x * x;
  const double tail = t * kHalfPiTail;
  // Taylor: sin to x^17, cos to x^18; the next terms are below 2^-60 at pi / 4.
  const double sin_rest =
      x * z *
      (-1.0 / 6 +
       z * (1.0 / 120 +
            z * (-1.0 / 5040 + z * (1.0 / 362880 + z * (-1.0 / 39916800 +
                                                        z * (1.0 / 6227020800 + z * (-1.0 / 1307674368000 +
                                                                                     z * (1.0 / 355687428096000))))))));
  const double cos_rest =
      z * z *
      (1.0 / 24 +
       z * (-1.0 / 720 +
            z * (1.0 / 40320 +
                 z * (-1.0 / 3628800 +
                      z * (1.0 / 479001600 +
                           z * (-1.0 / 87178291200 + z * (1.0 / 20922789888000 + z * (-1.0 / 6402373705728000))))))));
  const double s = x + (sin_rest + tail);
  const double half = 0.5 * z;
  const double w = 1 - half;
  const double c = w + (((1 - w) - half) + (cos_rest - x * tail));
  switch (static_cast<std::int64_t>(quarters) & 3) {
    case 0:
      return {c, s};
    case 1:
      return {0 - s, c};
    case 2:
      return {0 - c, 0 - s};
    default:
      return {s, 0 - c};
  }
}

}  // namespace clout
