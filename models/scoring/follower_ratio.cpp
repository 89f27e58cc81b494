#include "models/scoring/follower_ratio.h"

namespace clout {

void FollowerRatioParams::visit(ParamVisitor& v) {
  v.real("prior", prior, Range::above(0), {"agents", "Keeps people with few links from extreme ratios.", "assumed"});
}

void FollowerRatio::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  pool.for_chunks(view.agents, 65536, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto a = static_cast<AgentId>(i);
      const double in = view.follower_count(a), out = view.followee_count(a);
      scores[i] = static_cast<float>(in / (in + out + params_.prior));
    }
  });
}

}  // namespace clout
