// A score made like Klout's of 2011-13: who reacts to somebody counts, not how many follow. Its weights were never
// published; the form keeps to the three rules Klout gave in public, which its tests hold:
//   (a) the same reactions from fewer posts count more,
//   (b) the same reactions from more people count more,
//   (c) a reaction of somebody who reacts to everything counts less (done where the ledger is written).
// With w_j the selectivity-weighted reactions of engager j, faded:
//   reach R   = sum over engagers j of log(1 + w_j)
//   amp       = R / (recent posts + prior_posts)
//   network N = sum over j of w_j K_j / sum of w_j, K_j the published score of j; times R / (R + prior_reach)
//   raw       = alpha log(1 + R) + beta log(1 + amp) + gamma N / 100 + delta log(1 + followers)
//   daily     = 1 + 99 logistic((raw - centre) / spread)
//   score     = mean of the last window_days daily scores
// R, amp and N (0 to 100) can be published by themselves, as Klout showed them beside the score.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/scoring/klout_map.h"
#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/scoring.h"

namespace clout {

struct KloutParams {
  static constexpr const char* kName = "klout";
  static constexpr const char* kSummary =
      "Klout-like (2012), 1 to 100: distinct people who react, reactions per post, and the scores of those who react; "
      "mean of 90 days. Each part can be published by itself.\n"
      "How it is reckoned, w being the reactions of one person, selectivity-weighted and faded:\n"
      "  reach R = sum of log(1 + w); amp = R / (recent posts + prior_posts)\n"
      "  network N = mean score of those who react, weighted by w, times R / (R + prior_reach)\n"
      "  raw = alpha log(1 + R) + beta log(1 + amp) + gamma N / 100 + delta log(1 + followers)\n"
      "  daily = 1 + 99 / (1 + exp((centre - raw) / spread)); the score is the mean of window_days\n"
      "What stands for what (assumed):\n"
      "  retweet, share = a reshare received\n"
      "  like, +1, favourite = a like received\n"
      "  comment, reply, mention = a reply received\n"
      "  list, job title, article about somebody, other networks = none";
  static constexpr const char* kSource =
      "Klout support pages and press 2010-2016 (weights never published); form of Rao, Spasojevic, Li, DSouza 2015; "
      "weights assumed";

  std::string publish = "score";
  std::int64_t window_days = 90;
  double alpha = 1, beta = 1, gamma = 1, delta = 0.1;
  double prior_posts = 10, prior_reach = 1;
  double centre = kMapCentre, spread = kMapSpread;
  void visit(ParamVisitor& v);
};

/// Departs from the formulas above in two ways, for speed. Reach is summed anew only on days on which somebody reacted
/// to the agent; in between it fades as a whole with the half-life, which is exact where log(1+w) is near w and a
/// little too fast elsewhere (the next reaction puts it right). And log and logistic are read off tables: a daily score
/// is within 0.01 of the formula. Cost: see tests/bench/klout_bench.cpp; 2 window_days + 20 bytes an agent.
class Klout final : public ScoringAlgorithm {
 public:
  explicit Klout(const KloutParams& params);

  /// Scores of agents to whom nobody has reacted yet.
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override;
  ScoreInputs reads() const override { return {ScoreInput::followers, ScoreInput::posts_recent, ScoreInput::engagers}; }
  /// The window, and three half-lives before it, after which a reaction has an eighth of its weight left.
  double memory_days(double fade_days) const override;
  std::size_t memory_bytes() const override;
  std::unique_ptr<ScoringAlgorithm> clone() const override;
  void visit_state(StateVisitor& v) override;

  /// The last raw numbers, one an agent: what the map is fitted on.
  std::span<const float> raw() const { return raw_; }

 private:
  static constexpr double kUnit = 600;  // daily scores are kept in 1/600: 100 fits 16 bits, sums are exact

  void fade_cells(double fade_days);
  void sum_engagers(const Ledger& ledger, AgentId agent, Day day);
  double raw_of(std::size_t agent, std::uint32_t posts_recent, std::uint32_t followers) const;
  std::uint16_t daily_of(double raw) const;
  enum class Published { score, reach, amplification, network };
  double amplification_of(std::size_t agent, std::uint32_t posts_recent) const;
  double network_of(std::size_t agent) const;
  float part_of(std::size_t agent, std::uint32_t posts_recent) const;

  KloutParams params_;
  Published publish_;
  double fade_days_ = 0;
  std::vector<float> fade_;  // weight left by age in days, of that half-life

  Column<std::uint16_t> ring_;  // daily scores by (day of the window, agent)
  Column<std::uint32_t> sum_;   // of an agent's entries in ring_
  Column<float> reach_, network_, raw_, published_;
  std::uint32_t days_ = 0;  // days in the window so far
  std::uint32_t next_ = 0;  // row of ring_ to be written next
};

}  // namespace clout
