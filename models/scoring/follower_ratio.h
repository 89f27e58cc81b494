// Followers as a share of followers and followees: who is followed and follows few.
#pragma once

#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/stateless_score.h"

namespace clout {

struct FollowerRatioParams {
  static constexpr const char* kName = "follower_ratio";
  static constexpr const char* kSummary = "followers / (followers + followees + prior), in [0, 1].";
  static constexpr const char* kSource = "the ratio that Twitter users quoted from 2009 on; the prior is assumed";
  double prior = 10;
  void visit(ParamVisitor& v);
};

/// Example: 30 followers and 10 followees at prior 10: 30 / 50 = 0.6. Cost of an update: O(agents).
class FollowerRatio final : public StatelessScore<FollowerRatio> {
 public:
  explicit FollowerRatio(const FollowerRatioParams& params) : params_(params) {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { linear_cues(scores, cues, 1); }
  ScoreInputs reads() const override { return {ScoreInput::followers, ScoreInput::followees}; }

 private:
  FollowerRatioParams params_;
};

}  // namespace clout
