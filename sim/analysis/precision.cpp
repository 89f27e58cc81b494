#include "sim/analysis/precision.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace clout {

std::vector<std::uint8_t> top_flags(std::span<const float> values, double share) {
  if (!(share >= 0 && share <= 1)) throw std::invalid_argument("top_flags: share must be in [0, 1]");
  const std::size_t n = values.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto wanted = std::min(n, static_cast<std::size_t>(std::ceil(share * static_cast<double>(n))));
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(wanted), order.end(),
                    [&](std::size_t i, std::size_t j) {
                      return values[i] != values[j] ? values[i] > values[j] : i < j;
                    });
  std::vector<std::uint8_t> flags(n);
  for (std::size_t k = 0; k < wanted; ++k) flags[order[k]] = 1;
  return flags;
}

Precision precision_at_k(std::span<const AgentId> list, std::span<const std::uint8_t> hit, std::size_t k,
                         std::span<const double> answer_prob) {
  if (k == 0) throw std::invalid_argument("precision_at_k: k must be at least 1");
  if (!answer_prob.empty() && answer_prob.size() != list.size())
    throw std::invalid_argument("precision_at_k: an answer probability for each person on the list");
  Precision result;
  result.listed = std::min(k, list.size());
  if (result.listed == 0) return result;
  double hits = 0, answers = 0;
  for (std::size_t r = 0; r < result.listed; ++r) {
    if (list[r] >= hit.size())
      throw std::invalid_argument("precision_at_k: a person on the list has no entry in `hit`");
    if (!hit[list[r]]) continue;
    hits += 1;
    answers += answer_prob.empty() ? 1 : answer_prob[r];
  }
  result.precision = hits / static_cast<double>(result.listed);
  result.crowded = answers / static_cast<double>(result.listed);
  return result;
}

}  // namespace clout
