// An axis of a sweep as it is written on the command line, made into the YAML of the section `sweep`.
#pragma once

#include <string>

#include "sim/core/faults.h"

namespace clout {

/// What stands below `sweep.axes`: a path and its values or range, as YAML on one line.
struct VariedAxis {
  std::string path, yaml;
  std::string whole_yaml;  ///< of log(a,b,n) with whole ends: its values as whole numbers, each once; else empty
  Place place;             ///< `--vary value.theta=0.2,0.5`
};

/// Reads PATH=VALUES, where VALUES is one of
///   1,2,[3, 4],"a,b"     YAML values; commas in brackets and quotes do not split
///   range(a,b,step)      a, a + step, ... up to b, b included when hit; exact in decimals
///   log(a,b,n)           n values from a to b, each the same multiple of the one before, to 12 digits; of a parameter
///                        that counts, or of a duration with whole ends, rounded to whole numbers, each once
///   uniform(a,b)         a prior, for sampled designs
///   loguniform(a,b)      the same of the logarithm
/// Numbers may have a unit, the same in all: range(90d,360d,90d).
/// @throws std::invalid_argument  anything else, with a sentence that says what would do.
/// Example: value.theta=range(0,0.3,0.1) is value.theta, [0, 0.1, 0.2, 0.3].
VariedAxis parse_vary(const std::string& text);

}  // namespace clout
