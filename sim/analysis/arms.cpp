#include "sim/analysis/arms.h"

#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace clout {
namespace {

// One measure of one arm: a figure a seed.
struct PairedSeries {
  Measure what;
  std::map<std::uint64_t, double> by_seed;
};

using MeasureKey = std::tuple<std::string, std::string, std::string>;  // cohort, strategy, measure

// All series of an arm, in the order in which measures first appear.
class ArmSeries {
 public:
  void add(const Measure& m, std::uint64_t seed) {
    const auto [it, is_new] = place_.try_emplace(MeasureKey{m.cohort, m.strategy, m.measure}, series_.size());
    if (is_new) series_.push_back({m, {}});
    series_[it->second].by_seed[seed] = m.value;
  }
  const std::vector<PairedSeries>& all() const { return series_; }
  const PairedSeries* find(const Measure& m) const {
    const auto it = place_.find(MeasureKey{m.cohort, m.strategy, m.measure});
    return it == place_.end() ? nullptr : &series_[it->second];
  }

 private:
  std::map<MeasureKey, std::size_t> place_;
  std::vector<PairedSeries> series_;
};

// Differences between the two strategies in one world.
std::vector<Measure> contrasts(const WorldMeasures& world, const StrategyPair& pair) {
  std::map<std::pair<std::string, std::string>, double> than;  // by cohort and measure
  for (const Measure& row : world.rows)
    if (row.strategy == pair.than) than[{row.cohort, row.measure}] = row.value;
  std::vector<Measure> rows;
  for (const Measure& row : world.rows) {
    if (row.strategy != pair.strategy) continue;
    if (const auto other = than.find({row.cohort, row.measure}); other != than.end())
      rows.push_back({row.cohort, pair.text(), row.measure, row.unit, row.value - other->second});
  }
  return rows;
}

ArmSeries series_of(const ArmWorlds& arm, std::span<const StrategyPair> pairs) {
  if (arm.seeds.size() != arm.worlds.size())
    throw std::invalid_argument("compare_arms: seeds and worlds of different numbers");
  ArmSeries series;
  for (std::size_t w = 0; w < arm.worlds.size(); ++w)
    for (const Measure& m : arm.worlds[w].rows) series.add(m, arm.seeds[w]);
  for (const StrategyPair& pair : pairs)
    for (std::size_t w = 0; w < arm.worlds.size(); ++w)
      for (const Measure& m : contrasts(arm.worlds[w], pair)) series.add(m, arm.seeds[w]);
  return series;
}

Interval difference_of(const PairedSeries& arm, const PairedSeries* base) {
  std::vector<double> a, b;
  for (const auto& [seed, value] : arm.by_seed) {
    if (base == nullptr) break;
    const auto it = base->by_seed.find(seed);
    if (it == base->by_seed.end()) continue;
    a.push_back(value);
    b.push_back(it->second);
  }
  return paired_difference(a, b);
}

}  // namespace

std::vector<ArmRow> compare_arms(std::span<const ArmWorlds> arms, std::span<const StrategyPair> pairs) {
  std::vector<ArmRow> rows;
  ArmSeries base;
  for (std::size_t k = 0; k < arms.size(); ++k) {
    const ArmSeries series = series_of(arms[k], pairs);
    if (k == 0) base = series;
    for (const PairedSeries& s : series.all()) {
      std::vector<double> values;
      for (const auto& [seed, value] : s.by_seed) values.push_back(value);
      rows.push_back({arms[k].arm, s.what.cohort, s.what.strategy, s.what.measure, s.what.unit, mean_interval(values),
                      k == 0 ? Interval{} : difference_of(s, base.find(s.what))});
    }
  }
  return rows;
}

const ArmRow* find_arm_row(std::span<const ArmRow> rows, const std::string& arm, const std::string& cohort,
                           const std::string& strategy, const std::string& measure) {
  for (const ArmRow& row : rows)
    if (row.measure == measure && row.arm == arm && row.strategy == strategy && row.cohort == cohort) return &row;
  return nullptr;
}

}  // namespace clout
