// Control: a number drawn by lot, which says nothing about anybody.
#pragma once

#include <cstdint>

#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/stateless_score.h"

namespace clout {

struct RandomParams {
  static constexpr const char* kName = "random";
  static constexpr const char* kSummary = "Control: a number in [0, 1) drawn by lot, once or anew every so many days.";
  static constexpr const char* kSource = "a control";
  std::int64_t redraw_days = 0;
  void visit(ParamVisitor& v);
};

/// The draw of an agent depends on the world's seed, the agent and the period alone. Cost of an update: O(agents).
class Random final : public StatelessScore<Random> {
 public:
  explicit Random(const RandomParams& params) : params_(params) {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { linear_cues(scores, cues, 1); }
  ScoreInputs reads() const override { return {}; }

 private:
  RandomParams params_;
};

}  // namespace clout
