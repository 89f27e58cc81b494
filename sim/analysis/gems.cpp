#include "sim/analysis/gems.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/analysis/inequality.h"

namespace clout {

std::vector<AgentId> find_gems(std::span<const float> own_worth, std::span<const float> score, GemParams params) {
  const std::size_t n = own_worth.size();
  if (!score.empty() && score.size() != n) throw std::invalid_argument("find_gems: columns of different length");
  std::vector<AgentId> by_worth(n);
  std::iota(by_worth.begin(), by_worth.end(), AgentId{0});
  const auto wanted = std::min(n, static_cast<std::size_t>(std::ceil(params.worth_share * static_cast<double>(n))));
  std::partial_sort(by_worth.begin(), by_worth.begin() + static_cast<std::ptrdiff_t>(wanted), by_worth.end(),
                    [&](AgentId a, AgentId b) {
                      return own_worth[a] != own_worth[b] ? own_worth[a] > own_worth[b] : a < b;
                    });
  by_worth.resize(wanted);
  if (!score.empty()) {
    const double limit = quantile(std::vector<double>(score.begin(), score.end()), params.score_quantile);
    const double lowest = *std::min_element(score.begin(), score.end());
    std::erase_if(by_worth, [&](AgentId a) { return !(score[a] < limit || (limit == lowest && score[a] == limit)); });
  }
  std::sort(by_worth.begin(), by_worth.end());
  return by_worth;
}

}  // namespace clout
