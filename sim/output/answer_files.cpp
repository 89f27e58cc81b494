#include "sim/output/answer_files.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "sim/output/csv.h"
#include "sim/output/interval_cells.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

double mean_over(std::span<const ProbeOutcomes> worlds, double ProbeOutcomes::*of) {
  double sum = 0;
  for (const ProbeOutcomes& world : worlds) sum += world.*of;
  return sum / static_cast<double>(worlds.size());
}

/// To a tenth of an hour, so that the grid of a run reads well.
Dose median_dose(std::span<const ProbeOutcomes> worlds) {
  const auto tenth = [](double hours) { return std::round(10 * hours) / 10; };
  return {tenth(mean_over(worlds, &ProbeOutcomes::hours_online_median)),
          tenth(mean_over(worlds, &ProbeOutcomes::hours_offline_median))};
}

/// The background of a strategy over worlds, each counted by its people.
std::optional<StrategyBackground> background_over(std::span<const ProbeOutcomes> worlds, const std::string& name,
                                                  std::size_t index) {
  StrategyBackground all;
  all.strategy = name;
  all.index = static_cast<std::uint8_t>(index);
  double agents = 0;
  for (const ProbeOutcomes& world : worlds) {
    const ProbeBackground& b = world.background.at(index);
    agents += b.agents;
    all.role_share.resize(b.role_share.size(), 0.0);
    for (std::size_t r = 0; r < b.role_share.size(); ++r) all.role_share[r] += b.agents * b.role_share[r];
    all.online_low += b.agents * b.hours_online_low;
    all.online_high += b.agents * b.hours_online_high;
    all.offline_low += b.agents * b.hours_offline_low;
    all.offline_high += b.agents * b.hours_offline_high;
  }
  const bool probed = std::any_of(worlds.begin(), worlds.end(), [&](const ProbeOutcomes& world) {
    return std::find(world.strategy.begin(), world.strategy.end(), index) != world.strategy.end();
  });
  if (!probed) return std::nullopt;
  if (agents == 0) {
    all.role_share.clear();
    return all;
  }
  for (double& share : all.role_share) share /= agents;
  for (double* hours : {&all.online_low, &all.online_high, &all.offline_low, &all.offline_high}) *hours /= agents;
  return all;
}

void add_node(std::vector<double>& grid, double hours) {
  grid.push_back(hours);
  std::sort(grid.begin(), grid.end());
  grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
}

void write_optional(CsvWriter& csv, const std::optional<double>& value) {
  if (value) {
    csv << *value;
  } else {
    csv.blank();
  }
}

void write_margins(const fs::path& path, const std::vector<MarginRow>& rows) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"strategy",
                             "measure",
                             "unit",
                             "horizon_days",
                             "standardisation",
                             "hours_online",
                             "hours_offline",
                             "marginal_online",
                             "marginal_online_low",
                             "marginal_online_high",
                             "marginal_offline",
                             "marginal_offline_low",
                             "marginal_offline_high",
                             "difference",
                             "difference_low",
                             "difference_high",
                             "outside_support",
                             "worlds",
                             "probes",
                             "bandwidth"});
  for (const MarginRow& row : rows) {
    csv << row.strategy << row.measure << row.unit << row.horizon_days
        << kStandardisationNames[static_cast<std::size_t>(row.standardisation)] << row.hours_online
        << row.hours_offline;
    for (const Interval* interval : {&row.marginal_online, &row.marginal_offline, &row.difference})
      write_interval(csv, *interval, row.known);
    csv << row.outside_support << row.worlds << row.probes << row.bandwidth;
    csv.end_row();
  }
  file.commit();
}

void write_points(const fs::path& path, const std::vector<AnswerRow>& rows) {
  AtomicFile file(path);
  CsvWriter csv(file.out(),
                {"strategy", "measure", "unit", "horizon_days", "standardisation", "quantity", "answer", "estimate",
                 "low", "high", "probability", "from_the_first_hour", "never_in_range", "outside_support", "worlds"});
  for (const AnswerRow& row : rows) {
    csv << row.strategy << row.measure << row.unit << row.horizon_days
        << kStandardisationNames[static_cast<std::size_t>(row.standardisation)] << row.quantity << row.answer;
    Interval interval = row.figure.interval;
    if (row.open_above) interval.high = std::numeric_limits<double>::infinity();  // an empty cell: no bound
    write_interval(csv, interval, row.figure.exists);
    if (row.figure.resamples > 0) {
      csv << row.figure.probability << row.from_the_first_hour << row.never_in_range;
    } else {
      csv.blank().blank().blank();
    }
    csv << row.outside_support << row.figure.interval.worlds;
    csv.end_row();
  }
  file.commit();
}

void write_pairing(const fs::path& path, const std::vector<PairingRow>& rows) {
  AtomicFile file(path);
  CsvWriter csv(file.out(),
                {"measure", "branch", "horizon_days", "variance_paired", "variance_unpaired", "reduction", "worlds"});
  for (const PairingRow& row : rows) {
    csv << row.measure << row.branch << row.horizon_days;
    if (row.known) {
      csv << row.variance_paired << row.variance_unpaired << row.reduction;
    } else {
      csv.blank().blank().blank();
    }
    csv << row.worlds;
    csv.end_row();
  }
  file.commit();
}

void write_returns(const fs::path& path, const std::vector<HourReturn>& rows) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"value", "branch", "horizon_days", "own", "own_low", "own_high", "others", "others_low",
                             "others_high", "social", "social_low", "social_high", "worlds"});
  for (const HourReturn& row : rows) {
    csv << row.value << row.branch << row.horizon_days;
    for (const Interval* interval : {&row.own, &row.others, &row.social})
      write_interval(csv, *interval, interval->worlds > 0);
    csv << row.own.worlds;
    csv.end_row();
  }
  file.commit();
}

void write_curves(const fs::path& path, const std::vector<CurveRow>& rows) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"strategy", "measure", "unit", "horizon_days", "dose", "row", "family", "hours",
                             "estimate", "low", "high", "probability", "probes", "worlds", "says"});
  for (const CurveRow& row : rows) {
    csv << row.strategy << row.measure << row.unit << row.horizon_days << kDoseNames[static_cast<std::size_t>(row.dose)]
        << row.row << row.family;
    for (const auto* value : {&row.hours, &row.estimate, &row.low, &row.high, &row.probability})
      write_optional(csv, *value);
    csv << row.probes << row.worlds << row.says;
    csv.end_row();
  }
  file.commit();
}

}  // namespace

std::vector<ProbeOutcomes> scores_and_gains(std::span<const ProbeOutcomes> worlds) {
  std::vector<ProbeOutcomes> kept(worlds.begin(), worlds.end());
  for (ProbeOutcomes& world : kept)
    std::erase_if(world.columns, [](const ProbeColumn& c) {
      return !c.measure.starts_with("score_") && !c.measure.starts_with("gain_");
    });
  return kept;
}

RunAnswers answers_of(std::span<const ProbeOutcomes> worlds, std::span<const std::string> strategies,
                      ThreadPool& pool) {
  RunAnswers answers;
  if (worlds.empty()) return answers;
  const std::vector<ProbeOutcomes> kept = scores_and_gains(worlds);
  answers.median = median_dose(kept);
  answers.only_probes = std::all_of(kept.begin(), kept.end(), [](const ProbeOutcomes& world) {
    return std::all_of(world.background.begin(), world.background.end(),
                       [](const ProbeBackground& there) { return there.agents == 0; });
  });

  MarginParams params;
  params.online_max = kept.front().hours_online_max;
  params.offline_max = kept.front().hours_offline_max;
  params.hours_online = dose_grid(params.online_max);
  params.hours_offline = dose_grid(params.offline_max);
  params.median = answers.median;
  add_node(params.hours_online, answers.median.hours_online);
  add_node(params.hours_offline, answers.median.hours_offline);
  std::vector<StrategyBackground> backgrounds;
  for (std::size_t s = 0; s < strategies.size(); ++s)
    if (auto background = background_over(kept, strategies[s], s)) backgrounds.push_back(std::move(*background));
  answers.margins = margin_tables(kept, backgrounds, params, pool);
  answers.returns = hour_returns(kept);
  answers.pairing = variance_reduction(kept);
  answers.curves = curve_rows(kept, strategies, {}, pool);
  return answers;
}

void write_answers(const fs::path& folder, const RunAnswers& answers) {
  write_margins(folder / "margins.csv", answers.margins.margins);
  write_points(folder / "answers.csv", answers.margins.answers);
  write_returns(folder / "who_pays.csv", answers.returns);
  write_pairing(folder / "pairing.csv", answers.pairing);
  write_curves(folder / "curves.csv", answers.curves);
}

}  // namespace clout
