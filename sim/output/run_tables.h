// The tables at the top of a run's folder (run_folder.h has their columns), made from the files of its worlds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/arms.h"
#include "sim/analysis/likeness.h"
#include "sim/analysis/probe_outcomes.h"
#include "sim/analysis/summary.h"
#include "sim/output/csv.h"

namespace clout {

struct DailySummaryRow {
  std::int32_t day = 0;
  std::string strategy, measure, unit;
  Interval mean;
  double sd = 0;
};

/// What stands in the tables at the top, for whoever prints it.
struct RunTables {
  std::vector<SummaryRow> summary;
  std::vector<DailySummaryRow> daily;
  std::vector<DailySummaryRow> learned;  ///< of those who learn, at each review
  std::vector<LikenessRow> likeness;
  std::vector<std::uint64_t> finished;  ///< seeds
  std::vector<WorldMeasures> worlds;    ///< one for each of `finished`
  std::vector<ProbeOutcomes> probes;    ///< one for each of `finished`; none without margins
  bool complete = false;                ///< all that were asked for, in all arms and points
};

/// Writes summary.csv, daily.csv, likeness.csv and, where worlds have them, course.csv and learned.csv over these worlds
/// of a run's folder; none if there is no world. `complete` is left false. @throws FileError
RunTables write_tables(const std::filesystem::path& folder, std::span<const std::uint64_t> finished);

/// Writes arms.csv. @throws FileError
void write_arms(const std::filesystem::path& folder, std::span<const ArmRow> rows);

/// What likeness.csv of a world and of a run have in common: number to hard.
void write_likeness_cells(CsvWriter& csv, const LikenessRow& row);

}  // namespace clout
