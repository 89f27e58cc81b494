#include "sim/cli/calibrate_estimators.h"

#include <array>

#include "sim/analysis/margin_coverage.h"
#include "sim/analysis/response_coverage.h"
#include "sim/cli/figure_text.h"
#include "sim/core/table.h"

namespace clout {
namespace {

constexpr std::array<double, 3> kNoises{0.05, 0.1, 0.2};
constexpr std::array<std::size_t, 3> kWorlds{10, 20, 30};

/// Margins, and points and mixes that are read off them, on a surface that is known (analysis/margin_coverage.h).
/// [setting][estimator], settings as in the table: noise by noise, all numbers of worlds.
std::vector<std::vector<EstimatorRow>> margin_settings(std::size_t repetitions, std::uint64_t seed, ThreadPool& pool) {
  std::vector<std::vector<EstimatorRow>> settings(kNoises.size() * kWorlds.size());
  const CoverageLimits limits = coverage_limits(repetitions);
  pool.for_chunks(settings.size(), 1, [&](std::size_t k, std::size_t, std::size_t, unsigned) {
    CoverageParams params;
    const double noise = kNoises[k / kWorlds.size()];
    params.snr = 1 / noise;
    params.worlds = kWorlds[k % kWorlds.size()];
    params.repetitions = repetitions;
    params.seed = seed;
    for (const CoverageRow& tried : margin_coverage(params)) {
      EstimatorRow row;
      row.estimator = tried.estimator;
      row.noise = noise;
      row.worlds = params.worlds;
      row.repetitions = tried.repetitions;
      row.coverage = row.lowest = row.highest = tried.coverage;
      row.lowest_of = "known surface";
      row.median_error = row.largest_error = tried.median_relative_error;
      row.exists_share = static_cast<double>(tried.with_estimate) / static_cast<double>(tried.repetitions);
      row.inside_limits = limits.low <= tried.coverage && tried.coverage <= limits.high;
      settings[k].push_back(std::move(row));
    }
  });
  return settings;
}

void add_by_estimator(std::vector<EstimatorRow>& rows, const std::vector<std::vector<EstimatorRow>>& settings) {
  for (std::size_t r = 0; r < settings.front().size(); ++r)
    for (const auto& setting : settings) rows.push_back(setting[r]);
}

}  // namespace

std::vector<EstimatorRow> estimator_rows(std::size_t repetitions, std::uint64_t seed, ThreadPool& pool,
                                         const EstimatorProgress& told) {
  std::vector<std::vector<EstimatorRow>> settings;
  for (const double noise : kNoises)
    for (const std::size_t worlds : kWorlds) {
      const double all = kNoises.size() * kWorlds.size();
      const std::string what =
          "signal to noise " + fixed_number(1 / noise, 0) + ", " + std::to_string(worlds) + " worlds";
      if (told && !told(static_cast<double>(settings.size()) / all, what)) return {};
      ResponseCoverageParams params;
      params.noises = {noise};
      params.worlds = {worlds};
      params.repetitions = repetitions;
      params.seed = seed;
      settings.push_back(response_coverage(params, pool));
    }
  if (told && !told(1, "margins")) return {};
  std::vector<EstimatorRow> rows;
  add_by_estimator(rows, settings);
  add_by_estimator(rows, margin_settings(repetitions, seed, pool));
  return rows;
}

std::string estimator_table_text(std::span<const EstimatorRow> rows) {
  Table table({"estimator", "noise", "worlds", "coverage", "lowest", "of", "highest", "median_error", "largest_error",
               "exists_share", "none_open", "inside_limits"});
  std::size_t inside = 0;
  for (const EstimatorRow& row : rows) {
    table.add({row.estimator, fixed_number(row.noise, 2), std::to_string(row.worlds), fixed_number(row.coverage, 3),
               fixed_number(row.lowest, 3), row.lowest_of, fixed_number(row.highest, 3),
               fixed_number(row.median_error, 3), fixed_number(row.largest_error, 3), fixed_number(row.exists_share, 3),
               row.none_open ? fixed_number(*row.none_open, 3) : "", row.inside_limits ? "yes" : "no"});
    inside += row.inside_limits;
  }
  if (rows.empty()) return table.text();
  const CoverageLimits limits = coverage_limits(rows[0].repetitions);
  return table.text() + "\nInside limits, " + fixed_number(limits.low, 3) + " to " + fixed_number(limits.high, 3) +
         " with " + std::to_string(rows[0].repetitions) + " repetitions of each truth: " + std::to_string(inside) +
         " of " + std::to_string(rows.size()) + R"( rows.
noise: sd of one world's observation over the range of the truth; of margins (take_it_offline .. loss_all_offline): sd
of the difference of one probe over its range. coverage: of 95 % intervals, over all truths;
lowest: of the truth named; highest: of the truth held most often, for which intervals are too wide. Errors are
relative; largest_error is the median of the truth that is missed by most. none_open: truths without such a point,
how often that is left open.
)";
}

}  // namespace clout
