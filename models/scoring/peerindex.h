// PeerIndex: authority, audience and activity, over 120 days.
#pragma once

#include <cstdint>
#include <memory>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"
#include "sim/world/fade_table.h"

namespace clout {

struct PeerIndexParams {
  static constexpr const char* kName = "peerindex";
  static constexpr const char* kSummary =
      "PeerIndex-like, 0 to 100: authority (who reacts), audience (followers who do react) and activity, mean of "
      "120 days.\n"
      "How it is reckoned, w being the reactions of one person, selectivity-weighted and faded:\n"
      "  every day = 100 times the weighted mean of authority, audience and activity, each over the highest of the "
      "day\n"
      "  authority = log(1 + sum of w); audience = log(1 + min(followers, people who reacted of late))\n"
      "  activity = log(1 + recent posts); the score is the mean of window_days\n"
      "What stands for what (assumed):\n"
      "  retweet, mention, comment = a reshare, reply or like received\n"
      "  follower who is spam or inactive = a follower beyond the number of people who reacted of late: within three "
      "half-lives\n"
      "  authority on each of eight topics = none: all topics are one";
  static constexpr const char* kSource =
      "help.peerindex.com, A. Azhar's answers to SocialBro 2011; weights and forms never published, assumed";
  std::int64_t window_days = 120;
  double authority = 0.6, audience = 0.3, activity = 0.1;
  void visit(ParamVisitor& v);
};

/// Every day each part is a share of the highest of that day:
///   authority = log(1 + reactions, selectivity-weighted and faded to the day),
///   audience = log(1 + min(followers, people who reacted in the last three half-lives, as far as the ledger keeps
///   them)),
///   activity = log(1 + recent posts)
/// and the index is 100 times the weighted mean of the three, averaged over window_days, so that a few days of frenzy
/// hardly move it. Reactions on topics apart, which PeerIndex told into eight, are one here.
/// Cost of a day: O(agents + engagers of those somebody reacted to, or whom somebody reacted to that long ago);
/// 2 window_days + 24 bytes an agent.
class PeerIndex final : public ScoringAlgorithm {
 public:
  explicit PeerIndex(const PeerIndexParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { linear_cues(scores, cues, 100); }
  ScoreInputs reads() const override { return {ScoreInput::followers, ScoreInput::posts_recent, ScoreInput::engagers}; }
  /// The window, and three half-lives of reactions before it.
  double memory_days(double fade_days) const override {
    return static_cast<double>(params_.window_days) + 3 * fade_days;
  }
  std::size_t memory_bytes() const override { return 2 * ring_.size() + 24 * sum_.size(); }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<PeerIndex>(*this); }
  void visit_state(StateVisitor& v) override;

 private:
  static constexpr double kUnit = 600;  // of the ring: 100 fits 16 bits

  static constexpr double kLateHalfLives = 3;  // after which a reaction is as good as forgotten

  void count_engagers(const ScoringView& view, AgentId a);
  void weigh(const ScoringView& view, AgentId a);

  PeerIndexParams params_;
  Column<std::uint16_t> ring_;          // daily index by (day of the window, agent)
  Column<std::uint32_t> sum_;           // of an agent's entries in ring_
  Column<float> reactions_;             // faded to the day
  Column<std::uint32_t> people_;        // who reacted of late
  Column<Day> count_on_;                // the day on which the first of them falls out of it
  Column<float> authority_, audience_;  // logs of the day
  std::uint32_t days_ = 0, next_ = 0;
  FadeTable fade_{30};  // of the ledger's weights, whose half-life observe() gives it
};

}  // namespace clout
