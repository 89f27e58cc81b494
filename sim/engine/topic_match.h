// How much two agents have to say to each other.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace clout {

/// |A n B| / min(|A|, |B|) of two sets of topics, in [0, 1]; 0 if one is empty.
/// Source: overlap coefficient, Simpson 1943.
inline double topic_match(std::uint64_t a, std::uint64_t b) {
  const int smaller = std::min(std::popcount(a), std::popcount(b));
  return smaller == 0 ? 0.0 : static_cast<double>(std::popcount(a & b)) / smaller;
}

}  // namespace clout
