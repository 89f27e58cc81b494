#include "models/scoring/follower_count.h"

#include <algorithm>

#include "sim/core/math.h"

namespace clout {

void FollowerCountParams::visit(ParamVisitor&) {}

void FollowerCount::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  pool.for_chunks(view.agents, 65536, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i)
      scores[i] = static_cast<float>(view.follower_count(static_cast<AgentId>(i)));
  });
}

void FollowerCount::cues(std::span<const float> scores, std::span<float> cues) const {
  const double whole = det_log1p(static_cast<double>(scores.size()));
  for (std::size_t i = 0; i < scores.size(); ++i)
    cues[i] = static_cast<float>(std::min(1.0, det_log1p(scores[i]) / whole));
}

}  // namespace clout
