// How well a score says who of two leads, where people were asked.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/analysis/interval.h"

namespace clout {

struct PairRanking {
  Interval agreement;           ///< share of pairs whose higher score was judged ahead, equal scores half; Wilson's
  std::optional<Interval> auc;  ///< of the difference of the two scores; none where all pairs were judged alike
};

/// Judges a score by pairs: entry k of `first` and of `second` are the two of pair k, and first_leads[k] is 1 if people
/// said the first, 0 if they said the second.
///   auc = P(d of a pair whose first leads > d of a pair whose second leads), d = first - second, equal ones half.
/// Agreement asks for the order alone; the AUC also for how far apart: it changes with a rescaling of the score.
/// The unit of the intervals is the pair. That of the AUC is Wilson's way of the AUC's variance: the truths A from
/// which the AUC seen is at most 1.96 standard errors of A away, so that it never leaves [0, 1] and has a width at both
/// ends:
///   var A = A (1 - A) / (m n) (1 + N ((1 - A) / (2 - A) + A / (1 + A))),  N = (m + n) / 2 - 1,
/// m and n the pairs whose first and whose second leads.
/// @throws std::invalid_argument  different lengths, or a score is not finite.
/// Source: Mann, Whitney 1947; Hanley, McNeil 1982 (variance); Newcombe 2006, Statistics in Medicine 25, 559-573,
/// method 5 (interval). Cost: O(n log n).
/// Example: d = 2, 1, -1 with the first ahead in pairs 1 and 3: agreement 1/3; auc: of (2, 1), (-1, 1) one is right,
/// 1/2. With one pair of each kind in the right order the AUC is 1, from 1 / (1 + z^2) = .207 on.
PairRanking judge_pairs(std::span<const float> first, std::span<const float> second,
                        std::span<const std::uint8_t> first_leads);

}  // namespace clout
