#include "models/scoring/oracle.h"

#include <algorithm>

namespace clout {

void OracleParams::visit(ParamVisitor&) {}

void Oracle::update(const ScoringView& view, ThreadPool&, std::span<float> scores) {
  if (view.network_worth.empty()) {
    std::fill(scores.begin(), scores.end(), 0.0f);
  } else {
    std::copy(view.network_worth.begin(), view.network_worth.end(), scores.begin());
  }
}

}  // namespace clout
