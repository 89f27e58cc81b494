// People who learn what pays: twins that differ in what they strive for and in nothing else. One strives for a score,
// the other for what its connections are worth to it. Both begin as ordinary people, each with habits of its own,
// compare themselves at each review with a few of about as many hours who had about as much when the period began, copy
// who did better, and make mistakes in copying. What the two come to do differently is what the score does to people.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/random.h"
#include "sim/plugin/strategy.h"

namespace clout {

struct LearnerParams {
  Plan plan;  ///< of those without an account, and of all in what is not learned
  double review_every_days = 28;
  std::int64_t peers = 4;
  std::int64_t reach = 40;
  double mutate_prob = 0.5;
  double mutate_step = 0.5;
  double noise = 0;
  bool moves_hours = true;
  LearnerParams();

 protected:
  void visit(ParamVisitor& v);
};

struct ScoreLearnerParams : LearnerParams {
  static constexpr const char* kName = "score_learner";
  static constexpr const char* kSummary = "Learns what raises a score: copies whoever gained more of it.";
  static constexpr const char* kSource = "imitation of better ones: Schlag 1998; Lazer, Friedman 2007";
  std::string score;
  void visit(ParamVisitor& v);
};

struct ValueLearnerParams : LearnerParams {
  static constexpr const char* kName = "value_learner";
  static constexpr const char* kSummary = "Learns what makes connections worth more: the twin of score_learner.";
  static constexpr const char* kSource = ScoreLearnerParams::kSource;
  ValueLearnerParams() { noise = 0.5; }
  void visit(ParamVisitor& v) { LearnerParams::visit(v); }
};

/// What can be learned, by plain numbers: the parts of a plan (sim/plugin/plan_parts.h) and how hours are laid out.
struct Genes {
  std::array<float, 4> time;  ///< sums to 1, as approach and meeting
  std::array<float, 5> approach;
  std::array<float, 4> meeting;
  std::array<float, 4> chances;
  float move_online;
  std::int32_t online_days;
};

/// Somebody's habits: half as in `plan`, half at random; shares uniform over what they can be, chances up to four
/// times as large or as small, hours moved up to half either way, online daily.
Genes own_habits(const Plan& plan, bool moves_hours, Rng& rng);

/// A copy with a mistake in one part: up to `step` of it goes from one entry to another; a chance is multiplied or
/// divided by up to 1 + 8 step, or drawn anew; hours move by up to `step`; a day more or less online.
/// @param moves_hours  move_online is one of the parts.
Genes with_mistake(const Genes& genes, double step, bool moves_hours, Rng& rng);

/// Memory: 12 bytes for each agent up to the highest id among the learners, 12 for each learner, 76 for each plan in
/// use.
class LearningStrategy final : public Strategy {
 public:
  explicit LearningStrategy(const ScoreLearnerParams& params)
      : LearningStrategy(params, {Learning::Goal::score, params.score, static_cast<Day>(params.review_every_days)}) {}
  explicit LearningStrategy(const ValueLearnerParams& params)
      : LearningStrategy(params, {Learning::Goal::value, "", static_cast<Day>(params.review_every_days)}) {}

  /// Plans as they were at the last review. O(agents + plans).
  void plan(std::span<const AgentId> agents, const Observed& yesterday, std::vector<Plan>& plans,
            std::span<std::uint32_t> plan_of) override;
  Learning learning() const override { return learning_; }
  /// O(agents log agents).
  void learn(const Review& review) override;
  std::vector<LearnedFigure> learned() const override;
  std::unique_ptr<Strategy> clone() const override;
  void visit_state(StateVisitor& v) override;

 private:
  LearningStrategy(const LearnerParams& params, Learning learning) : params_(params), learning_(std::move(learning)) {}
  /// Somebody who has no plan yet draws one.
  std::uint32_t genes_of(AgentId a, std::uint64_t seed);
  void take_gains(const Review& review);
  std::vector<double> felt_gains(const Review& review) const;
  std::vector<std::size_t> borders(std::size_t n, Day day) const;
  std::vector<std::vector<std::uint32_t>> groups_of_like(const Review& review) const;
  std::uint32_t best_around(const std::vector<std::uint32_t>& group, std::size_t place, const std::vector<double>& felt,
                            Rng& rng) const;
  void copy_the_better(const Review& review, const std::vector<double>& felt);
  void forget_unused();
  Plan plan_of(const Genes& genes) const;

  LearnerParams params_;
  Learning learning_;
  Column<Genes> genes_;             ///< plans in use
  Column<std::uint32_t> genes_of_;  ///< by agent: index into genes_, or kNone
  Column<double> level_;            ///< by agent, at the last review; NaN before the first
  Column<AgentId> learners_;        ///< at the last review
  Column<double> gain_;             ///< of each of learners_ in the period that it ended; empty after the first
  std::int64_t copied_ = 0;         ///< plans copied at the last review
};

}  // namespace clout
