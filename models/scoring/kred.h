// Kred: influence of 1 to 1000 for what others do, outreach for what oneself does, which never falls.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"

namespace clout {

/// Points at which an outreach level begins: 100 L^1.43, rounded to tens. Level 1 takes 100, level 2 270.
/// Source: docs.score.kred 2012 for these two; the power between and beyond them is assumed.
std::int64_t kred_outreach_points(int level);

struct KredParams {
  static constexpr const char* kName = "kred";
  static constexpr const char* kSummary =
      "Kred: influence 1 to 1000 out of points for reactions and new followers in a window; or outreach, levels "
      "for reshares and replies of one's own.\n"
      "How it is reckoned:\n"
      "  influence = 1 + 999 log(1 + points) / log(1 + points of the top); points are those of the last window_days:\n"
      "    reaction_points a reaction, famous_points of one with more than famous_followers; follower_points a new "
      "follower\n"
      "  outreach = levels: the L-th takes 100 L^1.43 points, rounded to tens\n"
      "What stands for what (assumed):\n"
      "  retweet, reply, like of others = a reshare, reply or like received\n"
      "  new follower = a follower more than yesterday\n"
      "  own retweet, reply = a reshare or reply of somebody's own post\n"
      "  mention, of or by others = none\n"
      "  the top of each community has 1000 = none: there is one top, that of all";
  static constexpr const char* kSource =
      "docs.score.kred and peoplebrowsr 2012; the map to 1000 and two numbers of points are assumed";
  std::string publish = "influence";
  std::int64_t window_days = 90, reaction_points = 10, famous_points = 50, famous_followers = 10000,
               follower_points = 1;
  void visit(ParamVisitor& v);
};

/// Influence: points of the last window_days, mapped by 1 + 999 log(1 + points) / log(1 + points of the top), so that
/// every next point costs more; the top has 1000. A day's points are kept up to 65535.
/// Cost of a day: O(agents + reactions); 2 window_days + 12 bytes an agent.
/// Example: 3 likes and a reshare of somebody with 20,000 followers: 3 * 10 + 50 points.
class Kred final : public ScoringAlgorithm {
 public:
  explicit Kred(const KredParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override;
  ScoreInputs reads() const override { return {ScoreInput::followers, ScoreInput::reactions}; }
  /// Of influence its window; outreach is never forgotten.
  double memory_days(double) const override;
  std::size_t memory_bytes() const override { return 2 * ring_.size() + 12 * points_.size(); }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<Kred>(*this); }
  void visit_state(StateVisitor& v) override;

  std::uint32_t points(AgentId a) const { return points_[a]; }      ///< of influence, in the window
  std::uint32_t outreach(AgentId a) const { return outreach_[a]; }  ///< points

 private:
  KredParams params_;
  Column<std::uint16_t> ring_;  // points by (day of the window, agent)
  Column<std::uint32_t> points_, outreach_, followers_;
  std::uint32_t next_ = 0;  // row of ring_ to be written next
};

}  // namespace clout
