// A score that is a formula over what the ledger counts, written in the scenario.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/params.h"
#include "sim/plugin/scoring.h"

namespace clout {

struct FormulaParams {
  static constexpr const char* kName = "formula";
  static constexpr const char* kSummary =
      "A formula over the ledger's counts: followers, posts, likes, reshares, ... (scenarios/README.md).";
  static constexpr const char* kSource = "the designer of the formula; parsed by muParser";
  std::string formula = "log(1 + followers) + log(1 + likes + reshares + replies)";
  void visit(ParamVisitor& v);
};

/// Names of the columns that a formula may use:
/// totals since day 0 (posts, likes, reshares, replies, reshares_made, items_read, messages_sent, messages_received,
/// messages_answered, check_ins, hours_online), posts_recent (faded), engagers (people who reacted), followers,
/// followees, day.
std::span<const char* const> formula_columns();

/// What is wrong with a formula, and where: "unknown word 'lieks' at 5; did you mean 'likes'?"; "" if nothing.
/// Functions are abs, min, max, sqrt, floor, exp, log, log1p, pow(a, b) and if(condition, then, else): the same bits on
/// every processor; hence no operator ^.
std::string formula_fault(const std::string& formula);

/// Cost of an update: O(agents * length of the formula), about 10 ns an operation.
/// @throws std::domain_error  from update(): the formula gives an agent no number; says whom and what it has.
class Formula final : public ScoringAlgorithm {
 public:
  /// @throws std::invalid_argument  as formula_fault().
  explicit Formula(const FormulaParams& params);
  ~Formula() override;
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView&, ThreadPool&) override {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  /// As far above the lowest score as the highest is: (score - lowest) / (highest - lowest).
  void cues(std::span<const float> scores, std::span<float> cues) const override;
  /// What the formula names.
  ScoreInputs reads() const override { return inputs_; }
  double memory_days(double) const override { return 0; }
  std::size_t memory_bytes() const override { return 0; }
  std::unique_ptr<ScoringAlgorithm> clone() const override;
  void visit_state(StateVisitor&) override {}

 private:
  class Evaluator;

  /// What it reckons with is made anew.
  Formula(const Formula& other);

  FormulaParams params_;
  ScoreInputs inputs_;
  std::vector<std::unique_ptr<Evaluator>> evaluators_;  // one a worker, made when it first has something to reckon
};

}  // namespace clout
