// Scores as the public sees them: ways to bring a column into [0, 1].
#pragma once

#include <algorithm>
#include <span>

#include "sim/core/math.h"

namespace clout {

/// log(1 + score - least) / log(1 + highest - least); all 0 if no score is above `least`, which none may be below.
inline void log_cues(std::span<const float> scores, std::span<float> cues, float least = 0) {
  if (scores.empty()) return;
  const auto above = [&](float score) { return static_cast<double>(score) - static_cast<double>(least); };
  const double whole = det_log1p(above(*std::max_element(scores.begin(), scores.end())));
  for (std::size_t i = 0; i < scores.size(); ++i)
    cues[i] = whole > 0 ? static_cast<float>(std::min(1.0, det_log1p(above(scores[i])) / whole)) : 0.0f;
}

/// score / most, for scores in [0, most].
inline void linear_cues(std::span<const float> scores, std::span<float> cues, float most) {
  for (std::size_t i = 0; i < scores.size(); ++i) cues[i] = scores[i] / most;
}

}  // namespace clout
