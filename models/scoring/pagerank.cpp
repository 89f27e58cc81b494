#include "models/scoring/pagerank.h"

#include "sim/world/graph_kernels.h"

namespace clout {

void PageRankParams::visit(ParamVisitor& v) {
  v.real("damping", damping, {0, 1, false, true},
         {"", "Chance that the random reader follows a link instead of starting anew.", "Page et al. 1999"});
  v.real("tolerance", tolerance, {1e-15, 0.1}, {"", "L1 change of the chances at which to stop.", "assumed"});
  v.whole("max_iterations", max_iterations, {1, 1e6}, {"", "Iterations after which to stop in any case.", "assumed"});
}

void PageRank::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  exact_.assign(view.agents, view.agents == 0 ? 0 : 1.0 / static_cast<double>(view.agents));
  update(view, pool, scores);
}

void PageRank::update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) {
  const std::size_t n = view.agents;
  if (n == 0) return;
  RawColumn<std::uint32_t> followees(n);
  pool.for_chunks(n, 65536, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i)
      followees[i] = static_cast<std::uint32_t>(view.follows.followee_count(static_cast<AgentId>(i)));
  });
  const auto result = pagerank(view.follows.transpose(pool), followees, params_.damping, params_.tolerance,
                               static_cast<int>(params_.max_iterations), exact_, pool);
  iterations_ = result.iterations;
  converged_ = result.converged ? 1 : 0;
  const double agents = static_cast<double>(n);
  pool.for_chunks(n, 65536, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      exact_[i] = result.scores[i];
      scores[i] = static_cast<float>(agents * exact_[i]);
    }
  });
}

std::unique_ptr<ScoringAlgorithm> PageRank::clone() const { return std::make_unique<PageRank>(*this); }

void PageRank::visit_state(StateVisitor& v) {
  v.column("pagerank.exact", exact_);
  v.value("pagerank.iterations", iterations_);
  v.value("pagerank.converged", converged_);
}

}  // namespace clout
