// Whether a score lets people rise: how much its order changes, and what those get who start with few followers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace clout {

/// 1 - tau of the same agents' scores at two times, in [0, 2]: 0 = nobody passed anybody, 1 = as if drawn anew, 2 = the
/// order was turned round. tau is Kendall's tau-b (rank.h). Nothing is said where one of the two has no order.
/// @throws std::invalid_argument  different lengths, or a score that is not finite.
/// Source: MODEL.md 6; Kendall 1945. Example: {1, 2, 3, 4}, later {1, 3, 2, 4}: 1 - 4/6.
std::optional<double> mobility(std::span<const double> before, std::span<const double> after);

/// Group of each value when all are cut by rank into `groups` of like size: floor(groups (rank - 1/2) / n), ranks from
/// 1 with ties sharing their mean, so that equals are in one group; 0 .. groups - 1.
/// @param groups  >= 1.
/// @throws std::invalid_argument  groups is 0, or a value is not finite.
/// Example: {5, 1, 1, 9} in 2: ranks 3, 1.5, 1.5, 4: {1, 0, 0, 1}.
std::vector<std::uint32_t> rank_groups(std::span<const double> values, std::size_t groups);

/// What newcomers score, as a multiple of what incumbents score who do the same. Over strata s (kinds of behaviour)
/// that hold both, with n_s the newcomers in s and x, y the mean scores of its newcomers and of its incumbents:
///   parity = sum_s n_s x_s / sum_s n_s y_s
/// 1 = the score looks at what people do and not at when they came; below 1 a head start keeps paying. Nothing is said
/// if no stratum holds both, or incumbents have no score above 0.
///
/// @param score     one an agent, in any unit with a true zero.
/// @param newcomer  nonzero = newcomer. Where nobody joins while the world runs, those who start with few followers
///                  (newcomers_by_followers): then this measures a head start and not late arrival.
/// @param stratum   agents with the same number behave alike.
/// @throws std::invalid_argument  columns of different length.
/// Source: MODEL.md 6; direct standardisation to the newcomers' mix, as in Rothman, Greenland, Lash 2008, ch. 4.
/// Example: stratum 0: newcomers 10, 20, an incumbent 30; stratum 1: a newcomer 5, incumbents 5 and 15:
/// (10 + 20 + 5) / (2 * 30 + 1 * 10) = .5.
std::optional<double> newcomer_parity(std::span<const double> score, std::span<const std::uint8_t> newcomer,
                                      std::span<const std::uint32_t> stratum);

/// 1 for those whose initial followers are at or below the lower quartile (inequality.h) of all of them, else 0.
/// Example: {0, 10, 20, 30, 40}: quartile 10: {1, 1, 0, 0, 0}.
std::vector<std::uint8_t> newcomers_by_followers(std::span<const double> initial_followers);

}  // namespace clout
