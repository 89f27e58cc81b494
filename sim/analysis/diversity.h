// How many different circles people know. A circle is what the caller says, normally (role, city) of a contact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>

namespace clout {

/// Effective number of kinds: exp of Shannon's entropy, the Hill number of order 1. n equal weights give n; 0 for none.
///   exp(- sum p ln p), p = weight / sum
/// @param weights  finite, >= 0.
/// Source: Hill 1973; Jost 2006. Example: {1, 1} -> 2; {3, 1} -> 4 / 3^.75 = 1.7548.
double effective_number(std::span<const double> weights);

/// The same from two sums, for whoever meets the same weights many times: exp(log(sum) - sum_w_log_w / sum); 0 if the
/// sum is 0.
/// @param sum_w_log_w  sum of w det_log(w) over weights above 0.
/// Example: {3, 1}: sum 4, sum_w_log_w 3 log 3: 4 / 3^.75.
double effective_number(double sum, double sum_w_log_w);

/// Contacts of a set of agents by circle: agent k has `weight[j]` in `circle[j]` for begin[k] <= j < begin[k + 1].
/// A circle may stand there several times. Weights are finite and >= 0.
struct CircleTable {
  std::span<const std::size_t> begin;  ///< agents + 1 entries
  std::span<const std::uint32_t> circle;
  std::span<const double> weight;
};

/// Effective number of circles of one agent's contacts, its own alpha.
double effective_circles(std::span<const std::uint32_t> circle, std::span<const double> weight);

struct Diversity {
  double alpha = 0;  ///< circles that an average one of them knows: exp of the mean entropy
  double gamma = 0;  ///< circles that they know together: exp of the entropy of the mean shares
  double beta = 0;   ///< gamma / alpha, in [1, agents]: 1 = all know the same circles
  std::size_t agents = 0;  ///< who have contacts at all; the others are left out
};

/// Collects alpha, gamma and beta agent by agent, for tables that are too large to be laid out. Shares are kept in
/// whole units of 2^-32, so that the result is the same in any order of agents and in any split over threads.
class DiversityPool {
 public:
  /// One agent's contacts by circle. Without weight above 0 it does not count.
  /// @throws std::invalid_argument  lists of different length.
  void add(std::span<const std::uint32_t> circle, std::span<const double> weight);
  void merge(const DiversityPool& other);
  /// To 1e-9 relative, but for agents of more than a million circles each. All 0 if nobody has contacts.
  Diversity result() const;

 private:
  std::map<std::uint32_t, std::uint64_t> shares_;  // by circle
  std::uint64_t entropies_ = 0;
  std::size_t agents_ = 0;
};

/// alpha, gamma, beta of order 1, every agent with the same weight. All 0 if nobody has contacts.
///
/// Gamma grows with the number of agents as long as they have not met every circle: compare groups of like size.
/// @throws std::invalid_argument  the table's parts do not fit each other.
/// Source: Jost 2007. Example: one knows circle 0 only, one circle 1 only: alpha 1, gamma 2, beta 2.
Diversity diversity_partition(const CircleTable& table);

}  // namespace clout
