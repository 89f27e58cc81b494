// HITS: authorities are followed by good hubs, hubs follow good authorities.
#pragma once

#include <cstdint>
#include <string>

#include "sim/core/params.h"
#include "sim/plugin/cues.h"
#include "sim/plugin/stateless_score.h"

namespace clout {

struct HitsParams {
  static constexpr const char* kName = "hits";
  static constexpr const char* kSummary =
      "HITS of the follow graph: authority (or hub) times the root of the number of agents; 1 = all alike.";
  static constexpr const char* kSource = "Kleinberg 1999";
  std::string publish = "authority";
  double tolerance = 1e-9;
  std::int64_t max_iterations = 1000;
  void visit(ParamVisitor& v);
};

/// Power iteration a = A^T h, h = A a, each of length 1, begun anew at equal authorities on every update: the result
/// follows from the links of the day alone. Where the graph has several leading directions of equal strength, such as
/// components alike, each has its share by its size. Without links everybody has 0.
/// Cost of an update: matrix and transpose, and iterations * 2 * (agents + links); 24 bytes an agent for its time.
/// Example: u and v follow x, v follows y: authorities of x : y as 1.618 : 1, hubs of v : u as 1.618 : 1.
class Hits final : public StatelessScore<Hits> {
 public:
  explicit Hits(const HitsParams& params) : params_(params) {}
  void update(const ScoringView& view, ThreadPool& pool, std::span<float> scores) override;
  void cues(std::span<const float> scores, std::span<float> cues) const override { log_cues(scores, cues); }
  ScoreInputs reads() const override { return {ScoreInput::links}; }

 private:
  HitsParams params_;
};

}  // namespace clout
