#pragma once

#include <span>

namespace clout {

/// Mean, summed in order; 0 of nothing.
inline double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace clout
