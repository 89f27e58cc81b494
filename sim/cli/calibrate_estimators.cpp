#include "sim/cli/calibrate_estimators.h"

#include <array>
#include <cstdio>

#include "sim/analysis/response_coverage.h"
#include "sim/core/table.h"

namespace clout {
namespace {

constexpr std::array<double, 3> kNoises{0.05, 0.1, 0.2};
constexpr std::array<std::size_t, 3> kWorlds{10, 20, 30};

std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

}  // namespace

std::vector<EstimatorRow> estimator_rows(std::size_t repetitions, std::uint64_t seed, ThreadPool& pool,
                                         const EstimatorProgress& told) {
  std::vector<std::vector<EstimatorRow>> settings;
  for (const double noise : kNoises)
    for (const std::size_t worlds : kWorlds) {
      const double all = kNoises.size() * kWorlds.size();
      const std::string what = "signal to noise " + fixed(1 / noise, 0) + ", " + std::to_string(worlds) + " worlds";
      if (told && !told(static_cast<double>(settings.size()) / all, what)) return {};
      ResponseCoverageParams params;
      params.noises = {noise};
      params.worlds = {worlds};
      params.repetitions = repetitions;
      params.seed = seed;
      settings.push_back(response_coverage(params, pool));
    }
  std::vector<EstimatorRow> rows;
  for (std::size_t r = 0; r < settings[0].size(); ++r)
    for (const auto& setting : settings) rows.push_back(setting[r]);
  return rows;
}

std::string estimator_table_text(std::span<const EstimatorRow> rows) {
  Table table({"estimator", "noise", "worlds", "coverage", "median_error", "exists_share", "inside_limits"});
  std::size_t inside = 0;
  bool any_none = false;
  for (const EstimatorRow& row : rows) {
    table.add({row.estimator, fixed(row.noise, 2), std::to_string(row.worlds), fixed(row.coverage, 3),
               row.truth_exists ? fixed(row.median_error, 3) : "", fixed(row.exists_share, 3),
               row.inside_limits ? "yes" : "no"});
    inside += row.inside_limits;
    any_none = any_none || !row.truth_exists;
  }
  std::string text = table.text();
  if (rows.empty()) return text;
  const CoverageLimits limits = coverage_limits(rows[0].repetitions, true);
  text += "\nInside limits, " + fixed(limits.low, 3) + " to " + fixed(limits.high, 3) + " with " +
          std::to_string(rows[0].repetitions) + " repetitions: " + std::to_string(inside) + " of " +
          std::to_string(rows.size()) + " rows.\n";
  if (any_none)
    text += "A row without median_error has a truth without such a point; coverage is how often that is left open, and\n"
            "has no upper limit.\n";
  return text;
}

}  // namespace clout
