#include "sim/analysis/tail.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/core/math.h"

namespace clout {
namespace {

struct Distinct {
  std::uint32_t value;
  std::size_t count;
  double log_value, log_below;  // ln value, ln(value - 1/2)
  std::size_t count_from;       // entries >= value
  double log_sum_from;          // sum of ln over them
};

std::vector<Distinct> distinct_from(std::span<const std::uint32_t> values, std::uint32_t smallest) {
  std::vector<std::uint32_t> sorted;
  for (const std::uint32_t v : values)
    if (v >= smallest) sorted.push_back(v);
  std::sort(sorted.begin(), sorted.end());
  std::vector<Distinct> distinct;
  for (std::size_t begin = 0; begin < sorted.size();) {
    std::size_t end = begin;
    while (end < sorted.size() && sorted[end] == sorted[begin]) ++end;
    const double x = sorted[begin];
    distinct.push_back({sorted[begin], end - begin, det_log(x), det_log(x - 0.5), 0, 0});
    begin = end;
  }
  std::size_t count = 0;
  double sum = 0;
  for (std::size_t k = distinct.size(); k-- > 0;) {
    distinct[k].count_from = count += distinct[k].count;
    distinct[k].log_sum_from = sum += static_cast<double>(distinct[k].count) * distinct[k].log_value;
  }
  return distinct;
}

// Fit of the tail that begins at distinct[from], with xmin at most that value.
TailFit fit(const std::vector<Distinct>& distinct, std::size_t from, std::uint32_t xmin) {
  TailFit result;
  result.xmin = xmin;
  if (from >= distinct.size()) return result;
  const Distinct& first = distinct[from];
  result.tail = first.count_from;
  const double log_base = det_log(xmin - 0.5);
  const auto n = static_cast<double>(result.tail);
  const double logs = first.log_sum_from - n * log_base;
  if (result.tail < kMinTail || from + 1 == distinct.size() || !(logs > 0)) return result;
  result.alpha = 1 + n / logs;
  for (std::size_t k = from; k < distinct.size(); ++k) {
    const double fitted = det_exp((1 - result.alpha) * (distinct[k].log_below - log_base));
    result.ks = std::max(result.ks, std::abs(static_cast<double>(distinct[k].count_from) / n - fitted));
  }
  result.known = true;
  return result;
}

}  // namespace

TailFit power_law_tail(std::span<const std::uint32_t> values, std::uint32_t xmin) {
  if (xmin == 0) throw std::invalid_argument("power_law_tail: xmin must be at least 1");
  return fit(distinct_from(values, xmin), 0, xmin);
}

TailFit power_law_tail_ks(std::span<const std::uint32_t> values, std::uint32_t smallest_xmin) {
  if (smallest_xmin == 0) throw std::invalid_argument("power_law_tail_ks: xmin must be at least 1");
  const std::vector<Distinct> distinct = distinct_from(values, smallest_xmin);
  TailFit best;
  best.xmin = smallest_xmin;
  best.tail = distinct.empty() ? 0 : distinct.front().count_from;
  constexpr std::size_t kCandidates = 400;
  const std::size_t stride = distinct.size() / kCandidates + 1;
  for (std::size_t from = 0; from < distinct.size(); from += stride) {
    const TailFit tried = fit(distinct, from, distinct[from].value);
    if (tried.known && (!best.known || tried.ks < best.ks)) best = tried;
  }
  return best;
}

}  // namespace clout
