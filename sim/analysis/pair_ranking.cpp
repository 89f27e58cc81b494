#include "sim/analysis/pair_ranking.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <vector>

namespace clout {
namespace {


/// Variance of an AUC of which `auc` is the truth, of `ahead` against `behind` pairs.
double auc_variance(double auc, double ahead, double behind) {
  const double others = (ahead + behind) / 2 - 1;
  return auc * (1 - auc) / (ahead * behind) * (1 + others * ((1 - auc) / (2 - auc) + auc / (1 + auc)));
}

/// The truth between `seen` and `end` (0 or 1) from which `seen` is z standard errors away.
double auc_limit(double seen, double end, double ahead, double behind) {
  double inside = seen, outside = end;
  for (int step = 0; step < 64; ++step) {
    const double middle = (inside + outside) / 2;
    const bool is_inside = std::fabs(seen - middle) < kZ95 * std::sqrt(auc_variance(middle, ahead, behind));
    (is_inside ? inside : outside) = middle;
  }
  return outside;
}

/// @param order  pairs by ascending difference.
std::optional<Interval> auc_of(std::span<const double> difference, std::span<const std::uint8_t> first_leads,
                               std::span<const std::size_t> order) {
  double ahead = 0, behind = 0, right = 0;  // pairs so far, and couples of pairs in the right order
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    double now_ahead = 0, now_behind = 0;
    for (; end < order.size() && difference[order[end]] == difference[order[begin]]; ++end)
      (first_leads[order[end]] != 0 ? now_ahead : now_behind) += 1;
    right += now_ahead * (behind + now_behind / 2);
    ahead += now_ahead;
    behind += now_behind;
  }
  if (ahead == 0 || behind == 0) return std::nullopt;
  const double auc = right / (ahead * behind);
  return Interval{auc, auc_limit(auc, 0, ahead, behind), auc_limit(auc, 1, ahead, behind), order.size(), true};
}

}  // namespace

PairRanking judge_pairs(std::span<const float> first, std::span<const float> second,
                        std::span<const std::uint8_t> first_leads) {
  const std::size_t n = first.size();
  if (second.size() != n || first_leads.size() != n) throw std::invalid_argument("judge_pairs: different lengths");
  std::vector<double> difference(n);
  double agreed = 0;
  for (std::size_t k = 0; k < n; ++k) {
    difference[k] = static_cast<double>(first[k]) - static_cast<double>(second[k]);
    if (!std::isfinite(difference[k])) throw std::invalid_argument("judge_pairs: a score is not finite");
    agreed += difference[k] == 0 ? 0.5 : (difference[k] > 0) == (first_leads[k] != 0) ? 1 : 0;
  }
  PairRanking ranking;
  if (n == 0) return ranking;
  ranking.agreement = wilson_of_share(agreed / static_cast<double>(n), static_cast<double>(n));
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return difference[a] < difference[b]; });
  ranking.auc = auc_of(difference, first_leads, order);
  return ranking;
}

}  // namespace clout
