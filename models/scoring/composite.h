// A score made of scores: the weighted mean of what several of them show.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/params.h"
#include "sim/plugin/catalogue.h"
#include "sim/plugin/score_parts.h"
#include "sim/plugin/scoring.h"

namespace clout {

/// A score that goes in, with its own parameters and its weight.
struct CompositePart {
  std::string name;  ///< of a row of the catalogue
  double weight = 1;
  std::shared_ptr<ModelSetup<ScoringAlgorithm>> setup;
};

struct CompositeParams {
  static constexpr const char* kName = "composite";
  static constexpr const char* kSummary =
      "Weighted mean of other scores, each brought to 0-1 as the public sees it, times 100.";
  static constexpr const char* kSource =
      "weighted means of normalised indicators: OECD, Handbook on Constructing Composite Indicators, 2008; the default "
      "parts and their equal weights are assumed";

  using Rows = std::vector<Row<ScoringAlgorithm>>;
  /// @param rows  the scores that may be parts; klout and pagerank, which are the default, among them.
  explicit CompositeParams(Rows rows);
  void visit(ParamVisitor& v);

  std::vector<CompositePart> parts;

 private:
  CompositePart part_of(const std::string& name) const;
  void visit_part(ParamVisitor& v, CompositePart& part);

  std::shared_ptr<const Rows> rows_;
};

/// Scores are in [0, 100]. Example: cues of .8 and .2 with weights 3 and 1: 100 * (3 * .8 + .2) / 4 = 65.
/// All parts see every day and are updated when the composite is. Cost and memory: those of the parts, and 4 bytes an
/// agent and part; an update takes 12 bytes an agent for its time.
class Composite final : public ScoringAlgorithm, public ScoreOfParts {
 public:
  /// @throws std::invalid_argument  there is no part, or a part without a model.
  explicit Composite(const CompositeParams& params);
  Composite(const Composite& other);
  void start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void observe(const ScoringView& view, ThreadPool& pool) override;
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  /// score / 100.
  void cues(std::span<const float> scores, std::span<float> cues) const override;
  /// What any part looks at.
  ScoreInputs reads() const override;
  /// The longest memory of a part.
  double memory_days(double fade_days) const override;
  std::size_t memory_bytes() const override;
  std::unique_ptr<ScoringAlgorithm> clone() const override { return std::make_unique<Composite>(*this); }
  void visit_state(StateVisitor& v) override;
  /// Those of the scores that go in, where they can tell.
  std::vector<ScorePart> parts() const override;

 private:
  struct Part {
    double weight;  // of all weights, which sum to 1
    std::unique_ptr<ScoringAlgorithm> score;
    Column<float> published;
  };
  void mean_of_parts(std::span<float> scores) const;

  std::vector<Part> parts_;
};

}  // namespace clout
