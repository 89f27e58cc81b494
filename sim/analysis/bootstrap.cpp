#include "sim/analysis/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/core/distributions.h"
#include "sim/core/random.h"

namespace clout {
namespace {

constexpr std::size_t kFewestResamples = 40;  // one in each tail of .025

// Quantile p of m unordered values, at position (m + 1) p of the order statistics 1 .. m, straight between them.
double quantile_of(std::span<double> values, double p) {
  const auto m = static_cast<double>(values.size());
  const double position = std::clamp((m + 1) * p - 1, 0.0, m - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), at, values.end());
  const double low = *at;
  const double share = position - static_cast<double>(below);
  if (share <= 0) return low;
  return low + share * (*std::min_element(at + 1, values.end()) - low);
}

double expansion(std::size_t worlds) {
  const auto n = static_cast<double>(worlds);
  return std::sqrt(n / (n - 1)) * student_t_quantile(0.975, worlds - 1);
}

void set_interval(Interval& interval, std::span<double> drawn, std::size_t worlds, double tail) {
  if (worlds < kPercentileWorlds) {
    const double half = expansion(worlds) * sample_sd(drawn);
    interval.low = interval.estimate - half;
    interval.high = interval.estimate + half;
  } else {
    interval.low = quantile_of(drawn, tail);
    interval.high = quantile_of(drawn, 1 - tail);
  }
  interval.known = true;
}

}  // namespace

double expanded_tail(std::size_t worlds) {
  if (worlds < 2) throw std::invalid_argument("expanded_tail: at least two worlds");
  return normal_cdf(-expansion(worlds));
}

bool is_representative(const FigureInterval& figure) {
  const std::size_t worlds = figure.interval.worlds;
  return figure.exists && (worlds < kPercentileWorlds || figure.probability >= 1 - expanded_tail(worlds));
}

std::vector<FigureInterval> bootstrap_worlds(std::size_t worlds, std::size_t figures, const BootstrapParams& params,
                                             const Figures& compute) {
  if (params.resamples == 0) throw std::invalid_argument("bootstrap_worlds: no resamples");
  std::vector<FigureInterval> result(figures);
  for (FigureInterval& r : result) r.interval.worlds = worlds;
  if (worlds == 0) return result;

  const auto checked = [&](std::span<const double> weight, std::span<double> out) {
    std::fill(out.begin(), out.end(), kNone);
    compute(weight, out);
    for (const double figure : out)
      if (std::isinf(figure)) throw std::invalid_argument("bootstrap_worlds: a figure is infinite");
  };
  std::vector<double> weight(worlds, 1.0), figure(figures);
  checked(weight, figure);
  for (std::size_t f = 0; f < figures; ++f) {
    if (!is_there(figure[f])) continue;
    result[f].exists = true;
    result[f].interval.estimate = result[f].interval.low = result[f].interval.high = figure[f];
  }
  if (worlds < 2) return result;

  std::vector<double> drawn(figures * params.resamples);  // [figure][resample]
  for (std::size_t b = 0; b < params.resamples; ++b) {
    std::fill(weight.begin(), weight.end(), 0.0);
    Rng rng(params.seed, Stream::bootstrap, b, worlds);
    for (std::size_t k = 0; k < worlds; ++k) weight[rng.below(static_cast<std::uint32_t>(worlds))] += 1;
    checked(weight, figure);
    for (std::size_t f = 0; f < figures; ++f) drawn[f * params.resamples + b] = figure[f];
  }
  const double tail = expanded_tail(worlds);
  for (std::size_t f = 0; f < figures; ++f) {
    const auto begin = drawn.begin() + static_cast<std::ptrdiff_t>(f * params.resamples);
    const auto end = std::remove_if(begin, begin + static_cast<std::ptrdiff_t>(params.resamples),
                                    [](double x) { return !is_there(x); });
    const std::span<double> those(begin, end);
    result[f].resamples = params.resamples;
    result[f].probability = static_cast<double>(those.size()) / static_cast<double>(params.resamples);
    if (result[f].exists && those.size() >= kFewestResamples) set_interval(result[f].interval, those, worlds, tail);
  }
  return result;
}

}  // namespace clout
