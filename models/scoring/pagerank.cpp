#include "models/scoring/pagerank.h"

#include <algorithm>
#include <vector>

#include "sim/world/graph_kernels.h"

namespace clout {

namespace {

/// Row i: who reacted to i of late.
Csr reactors(const ScoringView& view, std::int64_t window_days) {
  Csr rows;
  rows.begin.assign(view.agents + 1, 0);
  const auto counts = [&](const Engager& e) { return view.day_lived() - Day{e.day} < window_days; };
  for (AgentId i = 0; i < view.agents; ++i) {
    const auto engagers = view.ledger.engagers.of(i);
    rows.begin[i + 1] =
        rows.begin[i] + static_cast<std::uint64_t>(std::count_if(engagers.begin(), engagers.end(), counts));
  }
  rows.columns.resize(rows.begin.back());
  std::size_t at = 0;
  for (AgentId i = 0; i < view.agents; ++i)
    for (const Engager& e : view.ledger.engagers.of(i))
      if (counts(e)) rows.columns[at++] = e.who;
  return rows;
}

}  // namespace

void PageRankParams::visit(ParamVisitor& v) {
  const std::vector<std::string> links = {"follows", "reactions"};
  v.choice("of", of, links, {"", "What makes a link: following, or having reacted.", "assumed"});
  v.whole("window_days", window_days, {1, 3650},
          {"days", "Of reactions: those that are older make no link.", "assumed"});
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
  Column<std::uint32_t> followees(n);  // links that go out of an agent
  const Csr reacted = of_reactions() ? reactors(view, params_.window_days) : Csr{};
  const Csr& followers = of_reactions() ? reacted : view.follower_rows(pool);
  if (of_reactions()) {
    for (const AgentId who : followers.columns) ++followees[who];
  } else {
    pool.for_chunks(n, 65536, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i)
        followees[i] = static_cast<std::uint32_t>(view.follows.followee_count(static_cast<AgentId>(i)));
    });
  }
  const auto result = pagerank(followers, followees, params_.damping, params_.tolerance,
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
