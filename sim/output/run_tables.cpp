#include "sim/output/run_tables.h"

#include <map>
#include <system_error>
#include <tuple>

#include "sim/analysis/interval.h"
#include "sim/output/atomic_file.h"
#include "sim/output/interval_cells.h"
#include "sim/output/probe_file.h"
#include "sim/output/run_reader.h"

namespace clout {
namespace fs = std::filesystem;
using namespace run_file;
namespace {

void end_row_with(CsvWriter& csv, const Interval& i, double sd) {
  write_interval(csv, i);
  if (i.known) {
    csv << sd;
  } else {
    csv.blank();
  }
  csv << i.worlds;
  csv.end_row();
}

// Collects daily rows of all worlds and gives their means, in the order in which they first came.
class DailyMeans {
 public:
  void add_world(const fs::path& path) {
    const CsvTable t = read_csv(path);
    const std::size_t day = t.column("day"), strategy = t.column("strategy"), measure = t.column("measure"),
                      unit = t.column("unit"), value = t.column("value");
    for (std::size_t r = 0; r < t.rows.size(); ++r) {
      const auto& cells = t.rows[r];
      const auto on = static_cast<std::int32_t>(t.number(r, day));
      const auto [it, is_new] = place_.try_emplace({on, cells[strategy], cells[measure]}, rows_.size());
      if (is_new) {
        rows_.push_back({on, cells[strategy], cells[measure], cells[unit], {}, 0});
        values_.emplace_back();
      }
      values_[it->second].push_back(t.number(r, value));
    }
  }
  std::vector<DailySummaryRow> rows() {
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      rows_[k].mean = mean_interval(values_[k]);
      rows_[k].sd = sample_sd(values_[k]);
    }
    return rows_;
  }

 private:
  std::map<std::tuple<std::int32_t, std::string, std::string>, std::size_t> place_;
  std::vector<DailySummaryRow> rows_;
  std::vector<std::vector<double>> values_;
};

void write_summary(const fs::path& folder, std::span<const SummaryRow> rows) {
  AtomicFile file(folder / kSummary);
  CsvWriter csv(file.out(), {"cohort", "strategy", "measure", "unit", "mean", "low", "high", "sd", "worlds"});
  for (const SummaryRow& row : rows) {
    csv << row.cohort << row.strategy << row.measure << row.unit;
    end_row_with(csv, {row.mean, row.low, row.high, row.worlds, row.known}, row.sd);
  }
  file.commit();
}

void write_daily(const fs::path& path, std::span<const DailySummaryRow> rows) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"day", "strategy", "measure", "unit", "mean", "low", "high", "sd", "worlds"});
  for (const DailySummaryRow& row : rows) {
    csv << row.day << row.strategy << row.measure << row.unit;
    end_row_with(csv, row.mean, row.sd);
  }
  file.commit();
}

/// @param worlds  the rows of each world, from which `rows` were made.
void write_likeness(const fs::path& folder, std::span<const LikenessRow> rows,
                    std::span<const std::vector<LikenessRow>> worlds) {
  AtomicFile file(folder / kLikeness);
  CsvWriter csv(file.out(), {"number", "quantity", "value", "low", "high", "inside", "hard", "worlds", "worlds_inside",
                             "definition"});
  for (std::size_t k = 0; k < rows.size(); ++k) {
    std::size_t known = 0, inside = 0;
    for (const auto& world : worlds) known += world[k].known, inside += world[k].inside;
    write_likeness_cells(csv, rows[k]);
    csv << known << inside << rows[k].definition;
    csv.end_row();
  }
  file.commit();
}

}  // namespace

void write_likeness_cells(CsvWriter& csv, const LikenessRow& row) {
  csv << row.number << row.quantity;
  if (row.known) {
    csv << row.value;
  } else {
    csv.blank();
  }
  csv << row.low << row.high << row.inside << row.hard;
}

RunTables write_tables(const fs::path& folder, std::span<const std::uint64_t> finished) {
  RunTables tables;
  std::vector<std::vector<LikenessRow>> likeness;
  DailyMeans daily, course, learned;
  std::error_code ec;
  for (const std::uint64_t seed : finished) {
    const fs::path world = world_folder(folder, seed);
    tables.finished.push_back(seed);
    tables.worlds.push_back(read_measures(world / kMeasures));
    if (fs::exists(world / kProbeFile, ec)) tables.probes.push_back(read_probes(world / kProbeFile));
    if (fs::exists(world / kDaily, ec)) daily.add_world(world / kDaily);
    if (fs::exists(world / kCourse, ec)) course.add_world(world / kCourse);
    if (fs::exists(world / kLearned, ec)) learned.add_world(world / kLearned);
    if (fs::exists(world / kLikeness, ec)) likeness.push_back(read_likeness(world / kLikeness));
  }
  if (finished.empty()) return tables;
  tables.summary = summarise(tables.worlds);
  tables.daily = daily.rows();
  tables.likeness = likeness_over_worlds(likeness);
  write_summary(folder, tables.summary);
  write_daily(folder / kDaily, tables.daily);
  if (const auto rows = course.rows(); !rows.empty()) write_daily(folder / kCourse, rows);
  tables.learned = learned.rows();
  if (!tables.learned.empty()) write_daily(folder / kLearned, tables.learned);
  write_likeness(folder, tables.likeness, likeness);
  return tables;
}

void write_arms(const fs::path& folder, std::span<const ArmRow> rows) {
  AtomicFile file(folder / kArmTable);
  CsvWriter csv(file.out(), {"arm", "cohort", "strategy", "measure", "unit", "mean", "low", "high", "worlds",
                             "difference", "difference_low", "difference_high", "difference_worlds"});
  const auto write = [&](const Interval& i) {
    if (i.worlds > 0)
      csv << i.estimate;
    else
      csv.blank();
    if (i.known)
      csv << i.low << i.high;
    else
      csv.blank().blank();
    csv << i.worlds;
  };
  for (const ArmRow& row : rows) {
    csv << row.arm << row.cohort << row.strategy << row.measure << row.unit;
    write(row.mean);
    write(row.difference);
    csv.end_row();
  }
  file.commit();
}

}  // namespace clout
