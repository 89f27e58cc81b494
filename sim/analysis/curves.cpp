#include "sim/analysis/curves.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "sim/core/random.h"

namespace clout {
namespace {

const std::vector<float>& doses_of(const ProbeOutcomes& world, DoseKind dose) {
  return dose == DoseKind::hours_online ? world.hours_online : world.hours_offline;
}

// Upper ends of `cells` cells with as equal numbers of these sorted doses as ties allow; the last takes the rest.
std::vector<float> upper_ends(const std::vector<float>& sorted, std::size_t cells) {
  std::vector<float> ends;
  for (std::size_t c = 0; c + 1 < cells; ++c) ends.push_back(sorted[(c + 1) * sorted.size() / cells - 1]);
  return ends;
}

// Cells between these ends, or none where a world lacks probes in one.
DoseCells cut(std::span<const ProbeOutcomes> worlds, std::uint8_t strategy, DoseKind dose,
              const std::vector<float>& ends) {
  const std::size_t n = ends.size() + 1;
  DoseCells cells;
  cells.member.resize(worlds.size() * n);
  std::vector<double> sum(n);
  cells.probes.resize(n);
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    const std::vector<float>& hours = doses_of(worlds[w], dose);
    for (std::size_t p = 0; p < worlds[w].probes(); ++p) {
      if (worlds[w].strategy[p] != strategy) continue;
      const auto c = static_cast<std::size_t>(std::lower_bound(ends.begin(), ends.end(), hours[p]) - ends.begin());
      cells.member[w * n + c].push_back(static_cast<std::uint32_t>(p));
      sum[c] += static_cast<double>(hours[p]);
      ++cells.probes[c];
    }
  }
  for (const auto& member : cells.member)
    if (member.size() < kFewestProbesInCell) return {};
  for (std::size_t c = 0; c < n; ++c) cells.hours.push_back(sum[c] / static_cast<double>(cells.probes[c]));
  return cells;
}

void check_columns(std::span<const ProbeOutcomes> worlds) {
  for (const ProbeOutcomes& world : worlds) {
    bool same = world.columns.size() == worlds[0].columns.size();
    for (std::size_t k = 0; same && k < world.columns.size(); ++k)
      same = world.columns[k].measure == worlds[0].columns[k].measure &&
             world.columns[k].horizon_days == worlds[0].columns[k].horizon_days &&
             world.columns[k].of(ForkBranch::base).size() == world.probes();
    if (!same) throw std::invalid_argument("curves: worlds differ in their columns");
  }
}

std::vector<double> weights_of(const DoseCells& cells) { return {cells.probes.begin(), cells.probes.end()}; }

struct Curve {
  std::uint8_t strategy;
  DoseKind dose;
  std::size_t column;
  const DoseCells* cells;
};

CurveRow row_of(const CurveRow& head, std::string name) {
  CurveRow row = head;
  row.row = std::move(name);
  return row;
}

CurveRow point_row(const CurveRow& head, std::string name, const PointInterval& point) {
  CurveRow row = row_of(head, std::move(name));
  row.estimate = point.estimate;
  row.low = point.low;
  row.high = point.high;
  if (point.resamples > 0) row.probability = point.probability;
  if (!point.estimate)
    row.says = kNoPoint;
  else if (!point.known)
    row.says = kTooFewWorlds;
  return row;
}

std::vector<CurveRow> rows_of(std::span<const ProbeOutcomes> worlds, const Curve& curve, CurveRow head,
                              const CurveParams& params) {
  const DoseCells& cells = *curve.cells;
  std::vector<CurveRow> rows;
  if (cells.cells() == 0) {
    rows.push_back(row_of(head, "cell"));
    rows.back().says = kTooFewProbes;
    return rows;
  }
  const std::vector<double> means = cell_means(worlds, curve.column, cells);
  for (std::size_t c = 0; c < cells.cells(); ++c) {
    std::vector<double> values;
    for (std::size_t w = 0; w < worlds.size(); ++w) values.push_back(means[w * cells.cells() + c]);
    const Interval mean = mean_interval(values);
    CurveRow row = row_of(head, "cell");
    row.hours = cells.hours[c];
    row.probes = cells.probes[c];
    row.estimate = mean.estimate;
    if (mean.known) {
      row.low = mean.low;
      row.high = mean.high;
    } else {
      row.says = kTooFewWorlds;
    }
    head.probes += cells.probes[c];
    rows.push_back(std::move(row));
  }
  const ResponseFitter fitter(cells.hours, weights_of(cells));
  if (fitter.range() < 1) {
    rows.push_back(row_of(head, "t50"));
    rows.back().says = kRangeBelowHour;
    return rows;
  }
  std::vector<double> doses;
  for (const double t : params.elasticity_hours)
    if (t <= fitter.range()) doses.push_back(t);
  const ResponseFigures figures = response_figures(fitter, means, doses, {params.resamples, params.seed});
  for (std::size_t f = 0; f < kFamilies; ++f) {
    CurveRow row = row_of(head, "weight");
    row.family = kFamilyNames[f];
    row.estimate = figures.fit.family[f].weight;
    rows.push_back(std::move(row));
  }
  rows.push_back(point_row(head, "t50", figures.t50));
  rows.push_back(point_row(head, "t10", figures.t10));
  rows.push_back(point_row(head, "knee", figures.knee));
  for (std::size_t d = 0; d < doses.size(); ++d) {
    rows.push_back(point_row(head, "elasticity", figures.elasticity[d]));
    rows.back().hours = doses[d];
    rows.push_back(point_row(head, "elasticity_of_rise", figures.elasticity_of_rise[d]));
    rows.back().hours = doses[d];
  }
  return rows;
}

}  // namespace

DoseCells dose_cells(std::span<const ProbeOutcomes> worlds, std::uint8_t strategy, DoseKind dose) {
  std::vector<float> sorted;
  for (const ProbeOutcomes& world : worlds)
    for (std::size_t p = 0; p < world.probes(); ++p)
      if (world.strategy[p] == strategy) sorted.push_back(doses_of(world, dose)[p]);
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t n = kMostCells; n >= kFewestCells; --n) {
    if (sorted.empty() || sorted.size() < n * kFewestProbesInCell * worlds.size()) continue;
    DoseCells cells = cut(worlds, strategy, dose, upper_ends(sorted, n));
    if (cells.cells() > 0) return cells;
  }
  return {};
}

std::vector<double> cell_means(std::span<const ProbeOutcomes> worlds, std::size_t column, const DoseCells& cells) {
  check_columns(worlds);
  std::vector<double> means;
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    const std::vector<double>& outcome = worlds[w].columns.at(column).of(ForkBranch::base);
    for (std::size_t c = 0; c < cells.cells(); ++c) {
      const auto& member = cells.member[w * cells.cells() + c];
      double sum = 0;
      for (const std::uint32_t p : member) sum += outcome[p];
      if (!std::isfinite(sum)) throw std::invalid_argument("curves: outcomes must be finite");
      means.push_back(sum / static_cast<double>(member.size()));
    }
  }
  return means;
}

std::vector<CurveRow> curve_rows(std::span<const ProbeOutcomes> worlds, std::span<const std::string> strategies,
                                 const CurveParams& params, ThreadPool& pool) {
  if (worlds.empty()) return {};
  check_columns(worlds);
  std::vector<bool> there(strategies.size());
  for (const ProbeOutcomes& world : worlds)
    for (const std::uint8_t s : world.strategy) {
      if (s >= strategies.size()) throw std::invalid_argument("curves: a strategy without a name");
      there[s] = true;
    }
  const auto wanted = [&](const std::string& measure) {
    return params.measures.empty() ||
           std::find(params.measures.begin(), params.measures.end(), measure) != params.measures.end();
  };
  std::vector<std::array<DoseCells, kDoseNames.size()>> cells(strategies.size());
  std::vector<Curve> curves;
  for (std::size_t s = 0; s < strategies.size(); ++s)
    for (std::size_t d = 0; there[s] && d < kDoseNames.size(); ++d) {
      const auto strategy = static_cast<std::uint8_t>(s);
      const auto dose = static_cast<DoseKind>(d);
      cells[s][d] = dose_cells(worlds, strategy, dose);
      for (std::size_t k = 0; k < worlds[0].columns.size(); ++k)
        if (wanted(worlds[0].columns[k].measure)) curves.push_back({strategy, dose, k, &cells[s][d]});
    }
  std::vector<std::vector<CurveRow>> rows(curves.size());
  pool.for_chunks(curves.size(), 1, [&](std::size_t index, std::size_t, std::size_t, unsigned) {
    const Curve& curve = curves[index];
    const ProbeColumn& column = worlds[0].columns[curve.column];
    CurveRow head;
    head.strategy = strategies[curve.strategy];
    head.measure = column.measure;
    head.unit = column.unit;
    head.horizon_days = column.horizon_days;
    head.dose = curve.dose;
    head.worlds = worlds.size();
    rows[index] = rows_of(worlds, curve, std::move(head), params);
  });
  std::vector<CurveRow> all;
  for (auto& one : rows) std::move(one.begin(), one.end(), std::back_inserter(all));
  return all;
}

std::vector<PointInterval> placebo_elasticity(std::span<const ProbeOutcomes> worlds, std::uint8_t strategy,
                                              std::size_t column, DoseKind dose, double hours, std::size_t shuffles,
                                              const CurveParams& params, ThreadPool& pool) {
  const DoseCells cells = dose_cells(worlds, strategy, dose);
  if (cells.cells() == 0) return {};
  const std::size_t n = cells.cells();
  const ResponseFitter fitter(cells.hours, weights_of(cells));
  std::vector<PointInterval> found(shuffles);
  pool.for_chunks(shuffles, 1, [&](std::size_t shuffle, std::size_t, std::size_t, unsigned) {
    // Cells keep their doses and sizes; the probes of a world are dealt out to them anew.
    DoseCells dealt = cells;
    for (std::size_t w = 0; w < worlds.size(); ++w) {
      std::vector<std::uint32_t> deck;
      for (std::size_t c = 0; c < n; ++c)
        deck.insert(deck.end(), cells.member[w * n + c].begin(), cells.member[w * n + c].end());
      Rng rng(params.seed, Stream::design, worlds[w].seed, shuffle);
      for (std::size_t k = deck.size(); k > 1; --k)
        std::swap(deck[k - 1], deck[rng.below(static_cast<std::uint32_t>(k))]);
      auto next = deck.begin();
      for (std::size_t c = 0; c < n; ++c)
        for (std::uint32_t& p : dealt.member[w * n + c]) p = *next++;
    }
    const std::array<double, 1> doses{hours};
    found[shuffle] =
        response_figures(fitter, cell_means(worlds, column, dealt), doses, {params.resamples, params.seed + shuffle})
            .elasticity[0];
  });
  return found;
}

}  // namespace clout
