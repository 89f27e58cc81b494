#include "models/scoring/oracle.h"

#include <algorithm>

#include "sim/core/math.h"

namespace clout {

void OracleParams::visit(ParamVisitor&) {}

void Oracle::start(const ScoringView& view, ThreadPool& pool, std::span<float> scores) { update(view, pool, scores); }

void Oracle::update(const ScoringView& view, ThreadPool&, std::span<float> scores) {
  if (view.network_worth.empty()) {
    std::fill(scores.begin(), scores.end(), 0.0f);
  } else {
    std::copy(view.network_worth.begin(), view.network_worth.end(), scores.begin());
  }
}

void Oracle::cues(std::span<const float> scores, std::span<float> cues) const {
  const float most = scores.empty() ? 0 : *std::max_element(scores.begin(), scores.end());
  const double whole = det_log1p(most);
  for (std::size_t i = 0; i < scores.size(); ++i)
    cues[i] = whole > 0 ? static_cast<float>(std::min(1.0, det_log1p(scores[i]) / whole)) : 0.0f;
}

std::unique_ptr<ScoringAlgorithm> Oracle::clone() const { return std::make_unique<Oracle>(*this); }

}  // namespace clout
