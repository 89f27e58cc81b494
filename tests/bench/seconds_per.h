// What one of many things took, as a counter that reads `seconds_per_agent=12.3ns`.
#pragma once

#include <benchmark/benchmark.h>

namespace clout {

/// Seconds for each of `things` that every iteration does. Google Benchmark itself writes the unit s behind such a
/// counter, with n, u or m before it: scaled to nanoseconds it would read `12.3s`.
inline benchmark::Counter seconds_per(double things) {
  return {things, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
}

}  // namespace clout
