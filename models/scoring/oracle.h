// A control and no proposal: the score that knows what nobody can observe. What even it does not bring about no public
// score could; what it brings about is the most that a valid score could do.
#pragma once

#include <span>

#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/stateless_score.h"

namespace clout {

struct OracleParams {
  static constexpr const char* kName = "oracle";
  static constexpr const char* kSummary =
      "Control: publishes network_worth, which nobody can observe; as a cue log(1 + score) / log(1 + the highest).";
  static constexpr const char* kSource = "assumed (MODEL.md 6, control arms)";
  void visit(ParamVisitor& v);
};

/// Scores are network_worth, in average people; 0 where no society is known, such as on a recorded ledger.
/// Cost of an update: O(agents).
class Oracle final : public StatelessScore<Oracle> {
 public:
  explicit Oracle(const OracleParams&) {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override { return {ScoreInput::worth}; }
};

}  // namespace clout
