// TunkRank: how much attention a post of somebody gets, directly and by being passed on.
#pragma once

#include <cstdint>
#include <memory>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"

namespace clout {

struct TunkRankParams {
  static constexpr const char* kName = "tunkrank";
  static constexpr const char* kSummary =
      "Expected number of readers of a post: I(x) = sum over followers y of (1 + p I(y)) / |whom y follows|.";
  static constexpr const char* kSource = "D. Tunkelang 2009, as in P. Lei's note; p is assumed";
  double pass_on_prob = 0.05;
  double tolerance = 1e-9;
  std::int64_t max_iterations = 500;
  void visit(ParamVisitor& v);
};

/// The linear system by Jacobi's iteration, begun at the last result. |x(k+1) - x| <= p / (1 - p) times the last
/// change, in the norm sum of I(y): one step shrinks it by p, as every follower divides what it passes on. At p = 0 it
/// is the attention that followers divide among those they follow. Cost of an update: the transpose, and iterations *
/// (agents + links); 8 bytes an agent. Example: y follows x alone, p = .5: I(y) = 0, I(x) = 1; z follows y alone: I(y)
/// = 1, I(x) = 1.5.
class TunkRank final : public ScoringAlgorithm {
 public:
  explicit TunkRank(const TunkRankParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView&, ThreadPool&) override {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override { return {ScoreInput::links}; }
  double memory_days(double) const override { return 0; }
  std::size_t memory_bytes() const override { return exact_.size() * sizeof(double); }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<TunkRank>(*this); }
  void visit_state(StateVisitor& v) override { v.column("tunkrank.exact", exact_); }

  std::span<const double> exact() const { return exact_; }

 private:
  TunkRankParams params_;
  Column<double> exact_;
};

}  // namespace clout
