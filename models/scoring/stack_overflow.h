// Reputation as Stack Overflow reckons it, of the acts that the model has.
#pragma once

#include <cstdint>
#include <memory>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"

namespace clout {

struct StackOverflowParams {
  static constexpr const char* kName = "stack_overflow";
  static constexpr const char* kSummary =
      "Reputation: 10 for an upvote (a like), at most 200 a day; 15 for an accepted answer (the day's first "
      "reply), beyond the cap; from 1.\n"
      "What stands for what (assumed):\n"
      "  upvote of an answer or question = a like received\n"
      "  accepted answer = the day's first reply received\n"
      "  downvote, of one's post or by oneself = none: nothing takes points, so the floor of 1 has nothing to do\n"
      "  accepting, suggested edit, bounty, bonus of an associated account = none";
  static constexpr const char* kSource =
      "meta.stackexchange.com, How does reputation work?; what stands for what is assumed";
  std::int64_t upvote_points = 10, accept_points = 15, cap_a_day = 200, accepts_a_day = 1;
  void visit(ParamVisitor& v);
};

/// The model has no downvotes, bounties or suggested edits: rules about them have nothing to act on, and nothing takes
/// points.
/// scenarios/rules/stack_overflow.yaml says the same in YAML. Cost of a day: O(agents); 12 bytes an agent.
/// Example: 25 likes and 3 replies on a day: min(250, 200) + 15.
class StackOverflow final : public ScoringAlgorithm {
 public:
  explicit StackOverflow(const StackOverflowParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues, 1); }
  ScoreInputs reads() const override { return {ScoreInput::likes, ScoreInput::replies}; }
  double memory_days(double) const override { return 0; }  // nothing is ever forgotten
  std::size_t memory_bytes() const override { return 12 * reputation_.size(); }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<StackOverflow>(*this); }
  void visit_state(StateVisitor& v) override;

 private:
  StackOverflowParams params_;
  Column<std::uint32_t> reputation_, likes_, replies_;  // the ledger's totals as they were yesterday
};

}  // namespace clout
