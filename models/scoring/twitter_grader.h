// Twitter Grader: where somebody stands among all, in percent.
#pragma once

#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/stateless_score.h"

namespace clout {

struct TwitterGraderParams {
  static constexpr const char* kName = "twitter_grader";
  static constexpr const char* kSummary =
      "Percentage of people with an equal or lower mark, made of followers, their followers, posts, recent posts, "
      "follower ratio and reactions.\n"
      "How it is reckoned, F being followers and f followees:\n"
      "  sum = followers log(1 + F) + power mean of log(1 + F of a follower) + updates log(1 + posts)\n"
      "    + recency log(1 + recent posts) + engagement log(1 + reactions)\n"
      "  mark = sum + ratio F / (F + f) / (1 + sum); the grade is the percentage of people with an equal or lower "
      "mark\n"
      "What stands for what (assumed):\n"
      "  update = a post\n"
      "  date of the last update = posts of late, faded\n"
      "  retweet, mention = a reshare or reply received, and a like too";
  static constexpr const char* kSource =
      "HubSpot's Twitter Grader, as described by retechnology and others 2009; weights never published, assumed";
  double followers = 2, power = 0.5, updates = 0.5, recency = 0.5, ratio = 1, engagement = 1;
  void visit(ParamVisitor& v);
};

/// mark = followers log(1 + F) + power * mean over followers of log(1 + their followers) + updates log(1 + posts)
///      + recency log(1 + recent posts) + engagement log(1 + reactions), and then
///      + ratio * F / (F + f) / (1 + mark): the ratio weighs less the more there is.
/// grade = 100 * share of agents with an equal or lower mark. Cost of an update: the transpose, O(links + agents log
/// agents).
/// Example: of marks 1, 2, 2, 5 the grades are 25, 75, 75, 100.
class TwitterGrader final : public StatelessScore<TwitterGrader> {
 public:
  explicit TwitterGrader(const TwitterGraderParams& params) : params_(params) {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { linear_cues(scores, cues, 100); }
  ScoreInputs reads() const override;

 private:
  TwitterGraderParams params_;
};

}  // namespace clout
