#include "sim/analysis/mobility.h"

#include <map>
#include <stdexcept>

#include "sim/analysis/inequality.h"
#include "sim/analysis/rank.h"

namespace clout {

std::optional<double> mobility(std::span<const double> before, std::span<const double> after) {
  const auto tau = kendall_tau_b(before, after);
  if (!tau) return std::nullopt;
  return 1 - *tau;
}

std::vector<std::uint32_t> rank_groups(std::span<const double> values, std::size_t groups) {
  if (groups == 0) throw std::invalid_argument("rank_groups: at least one group");
  const std::vector<double> rank = ranks(values);
  std::vector<std::uint32_t> group(values.size());
  for (std::size_t k = 0; k < values.size(); ++k)
    group[k] =
        static_cast<std::uint32_t>(static_cast<double>(groups) * (rank[k] - 0.5) / static_cast<double>(values.size()));
  return group;
}

std::optional<double> newcomer_parity(std::span<const double> score, std::span<const std::uint8_t> newcomer,
                                      std::span<const std::uint32_t> stratum) {
  if (score.size() != newcomer.size() || score.size() != stratum.size())
    throw std::invalid_argument("newcomer_parity: columns of different length");
  struct Stratum {
    double newcomers = 0, their_sum = 0, incumbents = 0, incumbents_sum = 0;
  };
  std::map<std::uint32_t, Stratum> strata;
  for (std::size_t k = 0; k < score.size(); ++k) {
    Stratum& s = strata[stratum[k]];
    (newcomer[k] ? s.newcomers : s.incumbents) += 1;
    (newcomer[k] ? s.their_sum : s.incumbents_sum) += score[k];
  }
  double theirs = 0, incumbents = 0;
  for (const auto& [which, s] : strata) {
    if (s.newcomers == 0 || s.incumbents == 0) continue;
    theirs += s.their_sum;
    incumbents += s.newcomers * (s.incumbents_sum / s.incumbents);
  }
  if (!(incumbents > 0)) return std::nullopt;
  return theirs / incumbents;
}

std::vector<std::uint8_t> newcomers_by_followers(std::span<const double> initial_followers) {
  const double quartile = quantile(initial_followers, 0.25);
  std::vector<std::uint8_t> newcomer(initial_followers.size());
  for (std::size_t k = 0; k < newcomer.size(); ++k) newcomer[k] = initial_followers[k] <= quartile;
  return newcomer;
}

}  // namespace clout
