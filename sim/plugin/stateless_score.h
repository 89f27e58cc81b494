// A score that remembers nothing: what it publishes follows from what it sees at that moment.
#pragma once

#include <memory>

#include "sim/plugin/scoring.h"

namespace clout {

/// Leaves update(), cues() and reads() to Score, which derives from it: class Mine final : public StatelessScore<Mine>.
template <class Score>
class StatelessScore : public ScoringAlgorithm {
 public:
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override {
    update(view, pool, scores);
  }
  void observe(const ScoringView&, ThreadPool&) override {}
  double memory_days(double) const override { return 0; }
  std::size_t memory_bytes() const override { return 0; }
  std::unique_ptr<ScoringAlgorithm> clone() const override {
    return std::make_unique<Score>(static_cast<const Score&>(*this));
  }
  void visit_state(StateVisitor&) override {}
};

}  // namespace clout
