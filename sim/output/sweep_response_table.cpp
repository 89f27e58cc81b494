#include "sim/output/sweep_response_table.h"

namespace clout {
namespace {

RunFigures figures_of(const SweepStoreReader& store, const SweepResponse& r, const std::string& strategy,
                      std::string& unit) {
  RunFigures figures;
  for (const SweepMeasure& m : store.measures()) {
    if (m.cohort != r.cohort || m.strategy != strategy || m.measure != r.measure) continue;
    unit = m.unit;
    store.each_value(m, [&](std::size_t point, std::uint64_t seed, double value) { figures[{point, seed}] = value; });
  }
  return figures;
}

}  // namespace

RunFigures figures_of_response(const SweepStoreReader& store, const SweepResponse& response, std::string& unit) {
  RunFigures figures = figures_of(store, response, response.strategy, unit);
  if (response.than.empty()) return figures;
  const RunFigures than = figures_of(store, response, response.than, unit);
  std::erase_if(figures, [&](const auto& figure) { return !than.contains(figure.first); });
  for (auto& [cell, value] : figures) value -= than.at(cell);
  return figures;
}

ResponseTable table_of(const RunFigures& figures, std::size_t points) {
  std::map<std::uint64_t, std::size_t> place;
  for (const auto& [cell, value] : figures) place.try_emplace(cell.second, 0);
  ResponseTable table{points, place.size(), {}, std::vector<double>(points * place.size(), kNone)};
  for (auto& [seed, at] : place) {
    at = table.seeds.size();
    table.seeds.push_back(seed);
  }
  for (const auto& [cell, value] : figures) table.values[cell.first * table.worlds + place[cell.second]] = value;
  return table;
}

}  // namespace clout
