// Transcendental functions whose last bit is the same on every processor and in every build.
//
// libm chooses its code by CPU (with or without fused multiply-add), and its last bit differs between them; results of
// a mixed cluster would too. These use only IEEE + - * / and sqrt, integers and tables made by the compiler, in a fixed
// order; build with -ffp-contract=off (x86-64 or another machine whose double arithmetic is plain IEEE binary64).
// Everything that reaches a result uses these, never std::exp and its kin.
//
// Infinities, NaN, zeros and subnormals are treated as C's Annex F says; errno and the exception flags are not set.
#pragma once

#include <limits>

namespace clout {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// e^x. Error below 0.52 ulp (1 ulp where the result is subnormal); 0 below -745.14, +inf above 709.79. About 5 ns.
[[nodiscard]] double det_exp(double x) noexcept;

/// 2^x. Error below 0.52 ulp (1 ulp where the result is subnormal); exact for integers. About 5 ns.
[[nodiscard]] double det_exp2(double x) noexcept;

/// e^x - 1, accurate near 0. Error below 1.5 ulp. About 12 ns.
[[nodiscard]] double det_expm1(double x) noexcept;

/// Natural logarithm. Error below 0.53 ulp. -inf at 0, NaN below. About 8 ns.
[[nodiscard]] double det_log(double x) noexcept;

/// log(1 + x), accurate near 0. Error below 1 ulp. -inf at -1, NaN below. About 10 ns.
[[nodiscard]] double det_log1p(double x) noexcept;

/// x^y, with all the special cases of C's pow. Error below 0.6 ulp (1 ulp where the result is subnormal). About 28 ns.
[[nodiscard]] double det_pow(double x, double y) noexcept;

struct CosSin {
  double cos;
  double sin;
};

/// Cosine and sine of a turn fraction: cos(2 pi u), sin(2 pi u). Exact at multiples of a quarter. Error below 2 ulp for
/// every finite u (the reduction is exact); NaN otherwise. About 11 ns.
[[nodiscard]] CosSin det_cos_sin_2pi(double turns) noexcept;

}  // namespace clout
