#include "sim/analysis/diversity.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/core/math.h"

namespace clout {
namespace {

constexpr double kShareUnits = 0x1p32;  // of a share, and of an entropy

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

double effective_number(double sum, double sum_w_log_w) {
  return sum > 0 ? det_exp(det_log(sum) - sum_w_log_w / sum) : 0;
}

double effective_circles(std::span<const std::uint32_t> circle, std::span<const double> weight) {
  if (circle.size() != weight.size()) throw std::invalid_argument("effective_circles: a weight for each circle");
  std::vector<std::pair<std::uint32_t, double>> pooled;
  std::vector<double> sums;
  pool(circle, weight, pooled, sums);
  return effective_number(sums);
}

void DiversityPool::add(std::span<const std::uint32_t> circle, std::span<const double> weight) {
  if (circle.size() != weight.size()) throw std::invalid_argument("DiversityPool: a weight for each circle");
  std::vector<std::pair<std::uint32_t, double>> pooled;
  std::vector<double> sums;
  pool(circle, weight, pooled, sums);
  const double sum = total(sums);
  if (!(sum > 0)) return;
  ++agents_;
  entropies_ += static_cast<std::uint64_t>(entropy(sums, sum) * kShareUnits + 0.5);
  for (const auto& [which, w] : pooled) shares_[which] += static_cast<std::uint64_t>(w / sum * kShareUnits + 0.5);
}

void DiversityPool::merge(const DiversityPool& other) {
  agents_ += other.agents_;
  entropies_ += other.entropies_;
  for (const auto& [which, share] : other.shares_) shares_[which] += share;
}

Diversity DiversityPool::result() const {
  Diversity d;
  d.agents = agents_;
  if (agents_ == 0) return d;
  d.alpha = det_exp(static_cast<double>(entropies_) / kShareUnits / static_cast<double>(agents_));
  std::vector<double> shares;
  for (const auto& entry : shares_) shares.push_back(static_cast<double>(entry.second));
  d.gamma = effective_number(shares);
  d.beta = d.gamma / d.alpha;
  return d;
}

Diversity diversity_partition(const CircleTable& table) {
  if (table.circle.size() != table.weight.size() || table.begin.empty() || table.begin.back() > table.circle.size() ||
      !std::is_sorted(table.begin.begin(), table.begin.end()))
    throw std::invalid_argument("diversity_partition: the table's parts do not fit each other");
  DiversityPool together;
  for (std::size_t k = 0; k + 1 < table.begin.size(); ++k) {
    const std::size_t from = table.begin[k], count = table.begin[k + 1] - from;
    together.add(table.circle.subspan(from, count), table.weight.subspan(from, count));
  }
  return together.result();
}

}  // namespace clout
