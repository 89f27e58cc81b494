// How well a score says who of two leads, where people were asked.
#pragma once

#include <cstdint>
#include <span>

#include "sim/analysis/bootstrap.h"
#include "sim/analysis/interval.h"

namespace clout {

struct PairRanking {
  Interval agreement;  ///< share of pairs whose higher score was judged ahead, equal scores half; Wilson's interval
  FigureInterval auc;  ///< of the difference of the two scores; over resampled pairs
};

/// Judges a score by pairs: entry k of `first` and of `second` are the two of pair k, and first_leads[k] is 1 if people
/// said the first, 0 if they said the second.
///   auc = P(d of a pair whose first leads > d of a pair whose second leads), d = first - second, equal ones half.
/// Agreement asks for the order alone; the AUC also for how far apart: it changes with a rescaling of the score.
/// The AUC does not exist if all pairs were judged alike. The unit of the intervals is the pair.
/// @throws std::invalid_argument  different lengths, or a score is not finite.
/// Source: Mann, Whitney 1947. Cost: O(n log n + resamples n).
/// Example: d = 2, 1, -1 with the first ahead in pairs 1 and 3: agreement 1/3; auc: of (2, 1), (-1, 1) one is right,
/// 1/2.
PairRanking judge_pairs(std::span<const float> first, std::span<const float> second,
                        std::span<const std::uint8_t> first_leads, const BootstrapParams& params = {});

}  // namespace clout
