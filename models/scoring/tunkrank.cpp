#include "models/scoring/tunkrank.h"

#include "sim/world/graph_kernels.h"

namespace clout {

void TunkRankParams::visit(ParamVisitor& v) {
  v.real("pass_on_prob", pass_on_prob, {0, 1, false, true},
         {"", "Chance p that a reader passes a post on.", "assumed"});
  v.real("tolerance", tolerance, {1e-15, 0.1}, {"", "Change an agent, on average, at which to stop.", "assumed"});
  v.whole("max_iterations", max_iterations, {1, 1e6}, {"", "Iterations after which to stop in any case.", "assumed"});
}

void TunkRank::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  exact_.assign(view.agents, 0);
  update(view, pool, scores);
}

void TunkRank::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  constexpr std::size_t kChunk = 4096;
  const Csr& followers = view.follower_rows(pool);
  Column<double> passed(n);
  for (std::int64_t k = 0; k < params_.max_iterations; ++k) {
    pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) {
        const auto follows = static_cast<double>(view.follows.followee_count(static_cast<AgentId>(i)));
        passed[i] = follows > 0 ? (1 + params_.pass_on_prob * exact_[i]) / follows : 0;
      }
    });
    const double change = row_sums(followers, passed, exact_, pool);
    if (change <= params_.tolerance * static_cast<double>(n)) break;
  }
  pool.for_chunks(n, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) scores[i] = static_cast<float>(exact_[i]);
  });
}

}  // namespace clout
