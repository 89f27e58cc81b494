// Intervals over worlds. The unit of uncertainty is the world (one seed): agents of one world share a history, so their
// number says nothing about how sure a figure is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace clout {

inline constexpr double kZ95 = 1.959963984540054;  ///< standard normal quantile of .975

/// An estimate with its 95 % interval. With fewer than two worlds nothing is known about the spread: `known` is false,
/// low and high equal the estimate and must not be shown. Never NaN.
struct Interval {
  double estimate = 0, low = 0, high = 0;
  std::size_t worlds = 0;
  bool known = false;
};

/// t with P(T <= t) = p for Student's T with `df` degrees of freedom.
///
/// With angle = atan(t / sqrt(df)), P(|T| <= t) is a finite sum of powers of its cosine; the angle is found by
/// bisection, so no inverse function is needed and the result is the same on every processor.
/// @param p   in (0, 1).
/// @param df  >= 1.
/// @throws std::invalid_argument  p or df out of range.
/// Error below 1e-9 relative for p in [1e-4, 1 - 1e-4]. Cost: O(60 df).
/// Source: Abramowitz, Stegun 1964, 26.7.3 and 26.7.4. Example: df = 1 is Cauchy, t(.75) = tan(pi/4) = 1.
double student_t_quantile(double p, std::size_t df);

/// Mean over worlds with its 95 % interval: mean -+ t(.975, n-1) * sd / sqrt(n), sd with n - 1.
///
/// @param values  one finite figure a world; may be empty.
/// Example: {1, 2, 3}: mean 2, sd 1, half width 4.302653 / sqrt(3).
/// Source: Student 1908.
Interval mean_interval(std::span<const double> values);

/// Mean of a - b over worlds that ran in both arms, with its interval: common random numbers make the pairs.
/// @throws std::invalid_argument  different lengths.
Interval paired_difference(std::span<const double> a, std::span<const double> b);

/// Mean of a less mean of b with its interval, for two samples of worlds that have nothing to do with each other:
/// difference -+ t(.975, df) sqrt(va/na + vb/nb), v with n - 1, and
///   df = (va/na + vb/nb)^2 / ((va/na)^2 / (na - 1) + (vb/nb)^2 / (nb - 1)), rounded down: never too short for that.
/// Known only with two worlds or more in both; `worlds` counts those of both.
/// Source: Welch 1947. Example: {2, 4, 6} less {1, 2, 3}: 2, squared error 4/3 + 1/3, df = (25/9) / (17/18), so 2.
Interval welch_difference(std::span<const double> a, std::span<const double> b);

/// Share successes / trials with Wilson's 95 % interval, z = 1.959964: never below 0 or above 1, and sensible at both.
///   (s + z^2/2 -+ z sqrt(s (n - s) / n + z^2/4)) / (n + z^2)
/// `known` is false without trials; `worlds` holds the trials.
/// @throws std::invalid_argument  successes > trials.
/// Source: Wilson 1927. Example: 0 of 10 gives [0, z^2 / (10 + z^2)] = [0, .2775].
Interval wilson_interval(std::uint64_t successes, std::uint64_t trials);

/// The same of a share of `trials` that need not be a whole number: an effective number of trials.
/// @throws std::invalid_argument  share out of [0, 1], or trials negative.
Interval wilson_of_share(double share, double trials);

/// Sample standard deviation (n - 1); 0 for fewer than two values.
double sample_sd(std::span<const double> values);

/// What an interval says of "is it above zero?".
enum class Answer { yes, no, cannot_tell };

/// yes: the whole interval is above 0; no: the whole is below 0; else cannot_tell, also where no interval is known.
Answer answer(const Interval& interval);

/// The same as a word for tables: above, below (0), or cannot tell.
const char* sign_name(const Interval& interval);

}  // namespace clout
