// Klout as it was before 26 October 2011: true reach, amplification and network, of the last 30 days.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"
#include "sim/world/fade_table.h"

namespace clout {

struct Klout2011Params {
  static constexpr const char* kName = "klout_2011";
  static constexpr const char* kSummary =
      "Klout of 2010-11: true reach, amplification and network over 30 days; in 2010 on a curve over all people. "
      "Each part can be published by itself.\n"
      "How it is reckoned, w being the reactions of one person, selectivity-weighted and faded:\n"
      "  true reach = people who reacted in the last window_days\n"
      "  amplification = 100 A / (A + half_amplification), A = sum of w / (recent posts + prior_posts)\n"
      "  network = mean score of those people, weighted by w\n"
      "  score = 100 (a log(1 + true reach) / log(1 + full_reach) + b amplification / 100 + c network / 100), 1 to "
      "100,\n"
      "    a, b, c being the weights over their sum; in 2010 the share of the day's highest, times 100\n"
      "What stands for what (assumed):\n"
      "  retweet, mention, reply = a reshare or reply received, and a like too\n"
      "  follower who is spam or silent = a follower who has not reacted within the window\n"
      "  people whom true reach counts = at most mechanisms.react.engagers_kept, the strongest\n"
      "  list, follow back = none";
  static constexpr const char* kSource =
      "support.klout.com Dec 2011, klout.wordpress.com 27 Jul 2010 (parts, window, curve); weights and forms assumed";
  std::string version = "2011", publish = "score";
  std::int64_t window_days = 30;
  double true_reach = 0.5, amplification = 0.25, network = 0.25;
  double half_amplification = 0.5, prior_posts = 1, full_reach = 10000;
  void visit(ParamVisitor& v);
};

/// Of an agent, over the people j who reacted in the last window_days (as far as the ledger keeps them):
///   true reach     their number
///   amplification  100 A / (A + half_amplification), A = their selectivity-weighted reactions, faded to today with
///                  the ledger's half-life as recent posts are, / (recent posts + prior_posts)
///   network        mean of their published scores, weighted as their reactions
///   2011:  score = 100 (a log(1 + true reach) / log(1 + full_reach) + b amplification / 100 + c network / 100), at
///   most
///          100, with a, b, c the weights divided by their sum
///   2010:  the same on a curve: 100 times the share of the day's highest
/// and never below 1. No mean over days: whoever falls silent for 30 days falls to the bottom, which is why Klout
/// changed to 90. Cost of an update: O(engagers); 4 bytes an agent. Example, 2011: true reach 99, full_reach 9999, and
/// nothing else: 100 * .5 * .5 = 25.
class Klout2011 final : public ScoringAlgorithm {
 public:
  explicit Klout2011(const Klout2011Params& params);
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView&, ThreadPool&) override {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override;
  ScoreInputs reads() const override { return {ScoreInput::posts_recent, ScoreInput::engagers}; }
  double memory_days(double) const override { return static_cast<double>(params_.window_days); }
  std::size_t memory_bytes() const override { return published_.size() * sizeof(float); }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<Klout2011>(*this); }
  void visit_state(StateVisitor& v) override { v.column("klout_2011.published", published_); }

 private:
  struct Parts {
    double true_reach = 0, amplification = 0, network = 0;
  };
  enum class Published { score, true_reach, amplification, network };

  Parts parts_of(const ScoringView& view, AgentId a) const;
  double score_of(const Parts& parts) const;

  Klout2011Params params_;
  Published publish_;
  Column<float> published_;  // the score itself, of whatever is published
  FadeTable fade_{30};       // of the ledger's weights, whose half-life update() gives it
};

}  // namespace clout
