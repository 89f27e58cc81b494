#include "sim/analysis/diversity.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

#include "sim/core/math.h"

namespace clout {
namespace {

double entropy(std::span<const double> weights, double sum) {
  double h = 0;
  for (const double w : weights)
    if (w > 0) h -= w / sum * det_log(w / sum);
  return h;
}

double total(std::span<const double> weights) {
  double sum = 0;
  for (const double w : weights) sum += w;
  return sum;
}

// Weights pooled by circle, in the order of circles, so that the sum does not depend on the order of contacts' circles.
void pool(std::span<const std::uint32_t> circle, std::span<const double> weight,
          std::vector<std::pair<std::uint32_t, double>>& pooled, std::vector<double>& sums) {
  pooled.clear();
  for (std::size_t j = 0; j < circle.size(); ++j) pooled.emplace_back(circle[j], weight[j]);
  std::stable_sort(pooled.begin(), pooled.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  std::size_t kept = 0;
  for (std::size_t j = 0; j < pooled.size(); ++j) {
    if (kept && pooled[kept - 1].first == pooled[j].first) {
      pooled[kept - 1].second += pooled[j].second;
    } else {
      pooled[kept++] = pooled[j];
    }
  }
  pooled.resize(kept);
  sums.clear();
  for (const auto& p : pooled) sums.push_back(p.second);
}

}  // namespace

double effective_number(std::span<const double> weights) {
  const double sum = total(weights);
  return sum > 0 ? det_exp(entropy(weights, sum)) : 0;
}

double effective_circles(std::span<const std::uint32_t> circle, std::span<const double> weight) {
  if (circle.size() != weight.size()) throw std::invalid_argument("effective_circles: a weight for each circle");
  std::vector<std::pair<std::uint32_t, double>> pooled;
  std::vector<double> sums;
  pool(circle, weight, pooled, sums);
  return effective_number(sums);
}

Diversity diversity_partition(const CircleTable& table) {
  if (table.circle.size() != table.weight.size() || table.begin.empty() || table.begin.back() > table.circle.size() ||
      !std::is_sorted(table.begin.begin(), table.begin.end()))
    throw std::invalid_argument("diversity_partition: the table's parts do not fit each other");
  Diversity result;
  std::map<std::uint32_t, double> together;
  std::vector<std::pair<std::uint32_t, double>> pooled;
  std::vector<double> sums;
  double entropies = 0;
  for (std::size_t k = 0; k + 1 < table.begin.size(); ++k) {
    const std::size_t from = table.begin[k], count = table.begin[k + 1] - from;
    pool(table.circle.subspan(from, count), table.weight.subspan(from, count), pooled, sums);
    const double sum = total(sums);
    if (!(sum > 0)) continue;
    ++result.agents;
    entropies += entropy(sums, sum);
    for (const auto& [circle, weight] : pooled) together[circle] += weight / sum;
  }
  if (result.agents == 0) return result;
  result.alpha = det_exp(entropies / static_cast<double>(result.agents));
  std::vector<double> shares;
  for (const auto& entry : together) shares.push_back(entry.second);
  result.gamma = effective_number(shares);
  result.beta = result.gamma / result.alpha;
  return result;
}

}  // namespace clout
