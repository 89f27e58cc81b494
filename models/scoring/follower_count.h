// The oldest score: how many follow you. It remembers nothing and is bought by the dozen, which makes it the control of
// every other.
#pragma once

#include <span>

#include "sim/core/params.h"
#include "sim/plugin/stateless_score.h"

namespace clout {

struct FollowerCountParams {
  static constexpr const char* kName = "follower_count";
  static constexpr const char* kSummary = "Number of followers; as a cue log(1 + followers) / log(1 + agents).";
  static constexpr const char* kSource = "in-degree; the cue is assumed";
  void visit(ParamVisitor& v);
};

class FollowerCount final : public StatelessScore<FollowerCount> {
 public:
  explicit FollowerCount(const FollowerCountParams&) {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override;
  ScoreInputs reads() const override { return {ScoreInput::followers}; }
};

}  // namespace clout
