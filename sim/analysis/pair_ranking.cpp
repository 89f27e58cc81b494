#include "sim/analysis/pair_ranking.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace clout {
namespace {

/// @param order  pairs by ascending difference.
double auc_of(std::span<const double> difference, std::span<const std::uint8_t> first_leads,
              std::span<const std::size_t> order, std::span<const double> weight) {
  double ahead = 0, behind = 0, right = 0;  // weight of pairs so far, and of couples of pairs in the right order
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    double now_ahead = 0, now_behind = 0;
    for (; end < order.size() && difference[order[end]] == difference[order[begin]]; ++end)
      (first_leads[order[end]] != 0 ? now_ahead : now_behind) += weight[order[end]];
    right += now_ahead * (behind + now_behind / 2);
    ahead += now_ahead;
    behind += now_behind;
  }
  return ahead > 0 && behind > 0 ? right / (ahead * behind) : kNone;
}

}  // namespace

PairRanking judge_pairs(std::span<const float> first, std::span<const float> second,
                        std::span<const std::uint8_t> first_leads, const BootstrapParams& params) {
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
  ranking.auc = bootstrap_worlds(n, 1, params, [&](std::span<const double> weight, std::span<double> figures) {
    figures[0] = auc_of(difference, first_leads, order, weight);
  })[0];
  return ranking;
}

}  // namespace clout
