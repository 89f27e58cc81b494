// What comes of a dose: smooth surfaces of responses over (hours online, hours offline), from probes of several worlds.
//
// Doses come from a design that is uniform in the square roots of hours, so distances are taken there: near 0, where
// curves bend, the neighbourhood is narrow in hours. A surface is kept as sums a world and node; weighing worlds anew,
// as a bootstrap does, is then a weighted sum and one small solve a node, shared by all responses.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace clout {

/// Hours a week, >= 0.
struct Dose {
  double hours_online = 0, hours_offline = 0;
};

/// Doses and weights of the probes of some worlds, world after world.
struct DoseProbes {
  std::vector<double> hours_online, hours_offline;  ///< one entry a probe, >= 0
  std::vector<double> weight;                       ///< one entry a probe, >= 0; as matched all 1
  std::vector<std::size_t> begin = {0};             ///< worlds + 1: probes of world w are begin[w] .. begin[w + 1] - 1

  std::size_t probes() const { return hours_online.size(); }
  std::size_t worlds() const { return begin.size() - 1; }
};

/// Fewest effective probes, (sum w)^2 / sum w^2 with w = kernel times weight, from which a node is said to be known:
/// two for each of the six coefficients. Assumed.
inline constexpr double kFewestProbes = 12;

/// Bandwidths that choose_bandwidths compares, as shares of the largest root of hours; the last is nearly one global
/// fit. Assumed: steps of 1.5 from what 500 probes can bear up to the whole.
inline constexpr std::array<double, 5> kBandwidths = {0.2, 0.3, 0.45, 0.7, 1.05};

/// Local-quadratic regression of several responses at fixed nodes.
///
/// With u, v = sqrt of hours online and offline, less those of the node, each divided by half the window on its axis,
/// the value is the constant of the least-squares fit of 1, u, v, u^2, uv, v^2 with weights K(u) K(v) weight, K(x) =
/// 1 - x^2 on [-1, 1]. At a bandwidth that suits the local-linear fit (choose_bandwidths) this is the local-linear
/// estimate less its leading bias, so that intervals are centred where they should be. Half a window is the bandwidth;
/// but towards no hours offline it grows, up to twice that, on the axis of hours offline, so that as much of it lies
/// within the design: take-it-offline is read off that edge, where half as many probes would carry the same six
/// coefficients (margin_coverage.h: 30 worlds, signal to noise 20: its median error was 6.0 % and is 4.6 %; 20 worlds,
/// 5: 26 % and 18 %). It grows to 0.4 of the largest root at most, where bias takes over (tried without noise: one
/// of .45, grown to .9, moves the point by 10 %), and not at other edges, nor on the axis of hours online, whose first
/// hour bends most (tried: 8 % of the range at no hours online, with 10 worlds). That an hour offline bends less near 0
/// is so wherever a tie takes hours to grow; it is assumed. Source: Fan, Gijbels 1996; Calonico, Cattaneo, Farrell 2018
/// (bias correction with equal bandwidths); Cleveland 1979 (windows of as many neighbours everywhere, which a design
/// that is uniform in roots makes windows of one length); kernel: Epanechnikov 1969.
class DoseSurface {
 public:
  /// @param probes     doses, weights and worlds.
  /// @param responses  each one finite figure a probe.
  /// @param nodes      doses at which values are wanted.
  /// @param bandwidth  > 0, as a share of the largest root of hours among the probes, on either axis.
  /// @throws std::invalid_argument  lengths that do not fit, a dose or weight that is negative or not finite.
  /// Cost: O(nodes * probes * (21 + 6 responses)) at most; the same doubles a node and world are kept.
  DoseSurface(const DoseProbes& probes, std::span<const std::span<const double>> responses, std::span<const Dose> nodes,
              double bandwidth);

  std::size_t worlds() const { return worlds_; }
  std::size_t nodes() const { return effective_.size(); }
  std::size_t responses() const { return responses_; }

  /// Effective number of probes about a node.
  double effective_probes(std::size_t node) const { return effective_[node]; }

  /// Values with each world weighed: out[node * responses() + response]; kNone (bootstrap.h) where the node lies more
  /// than a tenth of the bandwidth beyond the largest doses, has fewer than kFewestProbes effective probes or probes of
  /// one world only although there are more, or where the weighed probes do not determine the six coefficients.
  /// @param world_weight  one a world, >= 0.
  /// @throws std::invalid_argument  sizes that do not fit.
  /// Cost: O(nodes * worlds of positive weight * (21 + 6 responses)).
  /// Example: responses 2 + 3 sqrt(hours_online) at all probes: 2 at (0, 0) and 8 at (4, 0), whatever the weights.
  void fit(std::span<const double> world_weight, std::span<double> out) const;

  /// fit() with weight 1 for every world.
  std::vector<double> fit() const;

 private:
  std::size_t worlds_ = 0, responses_ = 0, stride_ = 0;
  std::vector<double> sums_;       // [node][world][21 of the matrix, then 6 rows of responses]
  std::vector<double> effective_;  // [node]
  std::vector<bool> open_;         // [node]: enough probes, inside
};

/// For each group of responses the entry of kBandwidths at which local-linear fits predict left-out worlds best: least
/// weighted sum of squared errors over the group and all probes, each predicted from the other worlds.
///
/// A candidate that finds fewer than 2 kFewestProbes effective probes in a corner of the design is passed over; the
/// others are compared at the probes that all of them predict. With one world, or if none is left, the widest. Windows
/// are of twice the bandwidth here wherever they lie: longer ones, as a surface has them near no hours offline,
/// let in bandwidths that are too narrow elsewhere (tried on the main scenario, where some intervals at the median dose
/// doubled).
/// @param responses   each one finite figure a probe; groups follow each other.
/// @param group_size  responses a group, in one unit; >= 1.
/// @return            one bandwidth a group.
/// @throws std::invalid_argument  as DoseSurface, or groups that do not come out even.
/// Cost: O(candidates * 121 * (probes + worlds^2) * responses).
/// Source: Rice, Silverman 1991 (leaving out whole curves); Stone 1974.
std::vector<double> choose_bandwidths(const DoseProbes& probes, std::span<const std::span<const double>> responses,
                                      std::size_t group_size);

}  // namespace clout
