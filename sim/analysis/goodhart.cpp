#include "sim/analysis/goodhart.h"

#include "sim/analysis/interval.h"
#include "sim/analysis/mean.h"
#include "sim/core/math.h"

namespace clout {
namespace {

// Score and gain of people of one kind.
struct Kind {
  std::vector<double> score, gain;
  bool known() const { return !score.empty(); }
};

// atan2 in turns, in (-.5, .5], by bisection: that of the C library differs from processor to processor.
double turns(double y, double x) {
  if (y < 0) return -turns(-y, x);
  double low = 0, high = 0.5;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    const CosSin at = det_cos_sin_2pi(middle);
    (at.cos * y - at.sin * x > 0 ? low : high) = middle;
  }
  return (low + high) / 2;
}

double angle(const Kind& kind, const Kind& neither) {
  return turns((mean_of(kind.gain) - mean_of(neither.gain)) / sample_sd(neither.gain),
               (mean_of(kind.score) - mean_of(neither.score)) / sample_sd(neither.score));
}

}  // namespace

std::vector<Measure> goodhart_measures(const AgentColumns& c, const GoodhartTwins& twins) {
  if (twins.score >= c.score.size() || twins.value >= c.gain.size()) return {};
  Kind by_score, by_value, neither;
  for (std::size_t a = 0; a < c.agents(); ++a) {
    if (!c.present[a] || c.probe[a]) continue;
    Kind& kind = c.strategy[a] == twins.score_twin ? by_score : c.strategy[a] == twins.value_twin ? by_value : neither;
    kind.score.push_back(c.score[twins.score][a]);
    kind.gain.push_back(c.gain[twins.value][a]);
  }
  std::vector<Measure> rows;
  if (!by_score.known() || !by_value.known()) return rows;
  const auto add = [&](const char* name, const char* unit, double value) {
    rows.push_back({kBackground, kAllStrategies, name, unit, value});
  };
  const double most = mean_of(by_value.gain);
  if (most > 0) add("goodhart_regret", "share", (most - mean_of(by_score.gain)) / most);
  if (neither.score.size() < 2 || sample_sd(neither.score) <= 0 || sample_sd(neither.gain) <= 0) return rows;
  const double honest = angle(by_value, neither);
  if (honest > 0) add("wedge", "1 - ratio of angles", 1 - angle(by_score, neither) / honest);
  return rows;
}

}  // namespace clout
