#include "models/scoring/random.h"

#include "sim/core/random.h"

namespace clout {

void RandomParams::visit(ParamVisitor& v) {
  v.whole("redraw_days", redraw_days, {0, 1e6}, {"days", "Drawn anew so often; 0 = once for all.", "a control"});
}

void Random::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  // Of the day on which it is seen: the next.
  const auto period = static_cast<std::uint64_t>(params_.redraw_days > 0 ? view.day / params_.redraw_days : 0);
  pool.for_chunks(view.agents, 65536, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      Rng rng(view.seed, Stream::scoring, i, period);
      scores[i] = static_cast<float>(rng.below(1u << 24)) * 0x1p-24f;  // below 1 in a float too
    }
  });
}

}  // namespace clout
