// H-index of reshares: h posts that were reshared h times each.
#pragma once

#include <cstdint>
#include <memory>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"
#include "sim/world/lists.h"

namespace clout {

struct HIndexParams {
  static constexpr const char* kName = "h_index";
  static constexpr const char* kSummary = "The largest h such that h own posts were reshared at least h times each.";
  static constexpr const char* kSource = "Hirsch 2005, of reshares in the place of citations";
  std::int64_t open_days = 30;
  void visit(ParamVisitor& v);
};

/// Exact as long as nobody reshares a post that is older than open_days: posts are kept while they are open, and for
/// good only if they have more reshares than h, of which there are at most h. Posts beyond the 255th of a day count as
/// one. Cost of a day: O(reshares + posts kept of those reshared); 8 bytes a post kept, 20 an agent.
/// Example: posts with 4, 3, 2 and 1 reshares: h = 2.
class HIndex final : public ScoringAlgorithm {
 public:
  explicit HIndex(const HIndexParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override { return {ScoreInput::reactions, ScoreInput::post_names}; }
  double memory_days(double) const override { return 0; }  // nothing is ever forgotten
  std::size_t memory_bytes() const override {
    return h_.size() * (sizeof(h_[0]) + Lists<Post>::kBytesPerAgent) + posts_.total() * sizeof(Post);
  }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<HIndex>(*this); }
  void visit_state(StateVisitor& v) override;

 private:
  struct Post {
    std::uint32_t name;  ///< 256 (day + 1) + place on the day; before 256 stands all that is older than day 0
    std::uint32_t reshares;
  };
  void count_reshare(AgentId author, std::uint32_t name);
  void close_posts(AgentId author, Day day);

  HIndexParams params_;
  Lists<Post> posts_;  ///< ascending by name
  Column<std::uint32_t> h_;
};

}  // namespace clout
