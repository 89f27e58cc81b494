// Followers over followers and followees: high for those who are followed and follow few.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>

#include "sim/plugin/plugin.h"

namespace {

using namespace clout;

struct FollowerShareParams {
  static constexpr const char* kName = "follower_share";
  static constexpr const char* kSummary = "followers / (followers + followees + prior), in [0, 1].";
  static constexpr const char* kSource = "an example; the prior is assumed";
  double prior = 1;
  double fails_on_day = -1;         // for the test of what happens when a plug-in throws
  std::int64_t no_number_for = -1;  // and of a score that is none
  void visit(ParamVisitor& v) {
    v.real("prior", prior, Range::above(0), {"agents", "Keeps newcomers low.", "assumed"});
    v.real("fails_on_day", fails_on_day, Range::any(), {"day", "Throws on this day; -1 = never.", "an example"});
    v.whole("no_number_for", no_number_for, {-1, 1e9},
            {"", "Gives this agent no number after the first day; -1 = nobody.", "an example"});
  }
};

class FollowerShare final : public ScoringAlgorithm {
 public:
  explicit FollowerShare(const FollowerShareParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override {
    update(view, pool, scores);
  }
  void observe(const ScoringView& view, ThreadPool&) override {
    if (view.day == params_.fails_on_day) throw std::runtime_error("it was told to fail");
  }
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override {
    pool.for_chunks(view.agents, 4096, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) {
        const auto a = static_cast<AgentId>(i);
        const double in = view.follower_count(a), out = view.followee_count(a);
        scores[i] = static_cast<float>(in / (in + out + params_.prior));
        if (view.day > 0 && std::int64_t{a} == params_.no_number_for)
          scores[i] = std::numeric_limits<float>::quiet_NaN();
      }
    });
  }
  void cues(std::span<const float> scores, std::span<float> cues) const override {
    std::copy(scores.begin(), scores.end(), cues.begin());
  }
  ScoreInputs reads() const override { return {ScoreInput::followers, ScoreInput::followees}; }
  double memory_days(double) const override { return 0; }
  std::size_t memory_bytes() const override { return 0; }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<FollowerShare>(*this); }
  void visit_state(StateVisitor&) override {}

 private:
  FollowerShareParams params_;
};

void add(Catalogue& catalogue) {
  catalogue.scoring.push_back(make_row<ScoringAlgorithm, FollowerShareParams, FollowerShare>());
}

}  // namespace

CLOUT_PLUGIN("follower_share", add)
