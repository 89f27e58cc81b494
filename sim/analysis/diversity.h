// How many different circles people know. A circle is what the caller says, normally (role, city) of a contact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace clout {

/// Effective number of kinds: exp of Shannon's entropy, the Hill number of order 1. n equal weights give n; 0 for none.
///   exp(- sum p ln p), p = weight / sum
/// @param weights  finite, >= 0.
/// Source: Hill 1973; Jost 2006. Example: {1, 1} -> 2; {3, 1} -> 4 / 3^.75 = 1.7548.
double effective_number(std::span<const double> weights);

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

/// alpha, gamma, beta of order 1, every agent with the same weight. All 0 if nobody has contacts.
/// @throws std::invalid_argument  the table's parts do not fit each other.
/// Source: Jost 2007. Example: one knows circle 0 only, one circle 1 only: alpha 1, gamma 2, beta 2.
Diversity diversity_partition(const CircleTable& table);

}  // namespace clout
