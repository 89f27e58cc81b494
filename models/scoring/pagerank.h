// PageRank of the follow graph: followed by many who are themselves followed. Score flows from follower to followee; or
// from who reacts to whose posts they are.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"

namespace clout {

struct PageRankParams {
  static constexpr const char* kName = "pagerank";
  static constexpr const char* kSummary =
      "PageRank of the follow graph, or of who reacted to whom, times the number of agents: 1 = an average agent.";
  static constexpr const char* kSource = "Page, Brin, Motwani, Winograd 1999; agents who follow nobody spread evenly";

  std::string of = "follows";
  std::int64_t window_days = 90;
  double damping = 0.85;
  double tolerance = 1e-10;
  std::int64_t max_iterations = 500;
  void visit(ParamVisitor& v);
};

/// Begins every update at the last scores, so that a graph that changed little costs few iterations. What is published
/// is within tolerance * agents / (1 - damping) of the fixed point, wherever it began.
/// Of reactions, there is one link from j to i if j reacted to posts of i in the last window_days, however often, as
/// far as the ledger keeps it. Cost of an update: the transpose, and iterations * (agents + links); 8 bytes an agent
/// between updates.
class PageRank final : public ScoringAlgorithm {
 public:
  explicit PageRank(const PageRankParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView&, ThreadPool&) override {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  /// log(1 + score) / log(1 + the highest score).
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override { return {of_reactions() ? ScoreInput::engagers : ScoreInput::links}; }
  double memory_days(double) const override { return of_reactions() ? static_cast<double>(params_.window_days) : 0; }
  std::size_t memory_bytes() const override { return exact_.size() * sizeof(double); }
  std::unique_ptr<ScoringAlgorithm> clone() const override;
  void visit_state(StateVisitor& v) override;

  /// Chances that a random reader is found at each agent; sum 1. Unrounded.
  std::span<const double> exact() const { return exact_; }
  /// Of the last update.
  bool converged() const { return converged_ != 0; }
  int iterations() const { return iterations_; }

 private:
  bool of_reactions() const { return params_.of == "reactions"; }

  PageRankParams params_;
  Column<double> exact_;
  std::int32_t iterations_ = 0;
  std::int32_t converged_ = 1;
};

}  // namespace clout
