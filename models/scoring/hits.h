// HITS: authorities are followed by good hubs, hubs follow good authorities.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"

namespace clout {

struct HitsParams {
  static constexpr const char* kName = "hits";
  static constexpr const char* kSummary =
      "HITS of the follow graph: authority (or hub) times the root of the number of agents; 1 = all alike.";
  static constexpr const char* kSource = "Kleinberg 1999";
  std::string publish = "authority";
  double tolerance = 1e-9;
  std::int64_t max_iterations = 1000;
  void visit(ParamVisitor& v);
};

/// Power iteration a = A^T h, h = A a, each of length 1, begun at the last authorities. Where the graph has two leading
/// directions of equal strength, what comes out is the mixture that the start had. Without links everybody has 0.
/// Cost of an update: matrix and transpose, and iterations * 2 * (agents + links); 8 bytes an agent.
/// Example: u and v follow x, v follows y: authorities of x : y as 1.618 : 1, hubs of v : u as 1.618 : 1.
class Hits final : public ScoringAlgorithm {
 public:
  explicit Hits(const HitsParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView&, ThreadPool&) override {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override { return {ScoreInput::links}; }
  double memory_days(double) const override { return 0; }
  std::size_t memory_bytes() const override { return authority_.size() * sizeof(double); }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<Hits>(*this); }
  void visit_state(StateVisitor& v) override { v.column("hits.authority", authority_); }

  std::span<const double> authority() const { return authority_; }  ///< of length 1, or all 0

 private:
  HitsParams params_;
  Column<double> authority_;
};

}  // namespace clout
