// TwitterRank: PageRank topic by topic, where readers go to whom they follow by what is written and how alike they are.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/scoring.h"

namespace clout {

struct TwitterRankParams {
  static constexpr const char* kName = "twitterrank";
  static constexpr const char* kSummary =
      "TwitterRank over 8 topics, times the number of agents: readers go on to whom they follow, by their posts and by "
      "likeness of interests.";
  static constexpr const char* kSource = "Weng, Lim, Jiang, He 2010 (WSDM)";
  double gamma = 0.85;
  double tolerance = 1e-6;
  std::int64_t max_iterations = 200;
  void visit(ParamVisitor& v);
};

/// Of every topic t, with d(i, t) the share of agent i's interest, even over its topics, folded to 8 (topic mod 8):
///   P_t(i -> j) = posts_j / posts of all whom i follows * (1 - |d(i, t) - d(j, t)|)
///   TR_t = gamma P_t^T TR_t + (1 - gamma) E_t,  E_t(i) = d(i, t) / sum over i
/// and the score is the mean of TR_t, weighted by the topic's share of all posts, times the number of agents. Where
/// somebody follows nobody who has posted, or people are less alike, rank is lost, as in the paper: scores sum to less
/// than the number of agents. Without bios all have the one topic.
/// Where two steps of a topic go the same way, the second s times the first, the ranks go on by s / (1 - s) times it,
/// where further steps would lead (Aitken; Kamvar, Haveliwala, Manning, Golub 2003); the limit is the same.
/// Cost of an update: the transpose, and iterations * (agents + links) of all topics at once; 112 bytes an agent. What
/// a reader hands on is kept in single precision, so that a tolerance below 1e-7 would mean nothing.
/// Example: one topic, y follows x who has posted: TR(y) = .15 / 2, TR(x) = .85 TR(y) + .15 / 2; times 2: .15, .2775.
class TwitterRank final : public ScoringAlgorithm {
 public:
  static constexpr std::size_t kTopics = 8;

  explicit TwitterRank(const TwitterRankParams& params) : params_(params) {}
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView&, ThreadPool&) override {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override { return {ScoreInput::links, ScoreInput::posts, ScoreInput::bios}; }
  double memory_days(double) const override { return 0; }
  std::size_t memory_bytes() const override { return rank_.size() * sizeof(double); }
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<TwitterRank>(*this); }
  void visit_state(StateVisitor& v) override { v.column("twitterrank.rank", rank_); }

 private:
  using Topics = std::array<double, kTopics>;
  struct Reader;
  struct Day;
  /// Of each topic: how far ranks moved (L1), the sum of squares, and that of products with the step before.
  struct Step {
    Topics length = {}, square = {}, product = {};
  };
  Step step(Day& day, ThreadPool& pool);
  void leap(const Day& day, const Topics& times, ThreadPool& pool);
  void rank_topics(Day& day, ThreadPool& pool);

  TwitterRankParams params_;
  Column<double> rank_;  // by (agent, topic): where the next update begins
};

}  // namespace clout
