#include "sim/output/sweep_export.h"

#include <string>
#include <system_error>
#include <vector>

#include "sim/output/csv.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

std::vector<std::string> header(const SweepStoreReader& sweep, const std::vector<std::string>& more) {
  std::vector<std::string> names{"point"};
  for (const std::string& axis : sweep.identity().axes) names.push_back(axis);
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

void write_point(CsvWriter& csv, const StoredPoint& point, const StoredRun& run) {
  csv << run.point;
  for (const std::string& value : point.values) csv << value;
  csv << run.seed;
}

}  // namespace

void write_sweep_runs(const SweepStoreReader& sweep, FileWriter& out) {
  CsvWriter csv(out, header(sweep, {"seed", "status", "error"}));
  sweep.each_point([&](std::size_t number, const StoredPoint& point) {
    sweep.each_run_of(number, SweepStoreReader::With::no_figures, [&](const StoredRun& run) {
      write_point(csv, point, run);
      csv << name_of(run.status) << run.error;
      csv.end_row();
    });
  });
}

void write_sweep_metrics(const SweepStoreReader& sweep, FileWriter& out) {
  CsvWriter csv(out, header(sweep, {"seed", "cohort", "strategy", "measure", "unit", "value"}));
  sweep.each_point([&](std::size_t number, const StoredPoint& point) {
    sweep.each_run_of(number, SweepStoreReader::With::figures, [&](const StoredRun& run) {
      for (const Measure& m : run.figures) {
        write_point(csv, point, run);
        csv << m.cohort << m.strategy << m.measure << m.unit << m.value;
        csv.end_row();
      }
    });
  });
}

void export_sweep(const SweepStoreReader& sweep, const fs::path& folder) {
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (ec) throw FileError(folder, "cannot be made: " + ec.message());
  remove_leftovers(folder);
  AtomicFile runs(folder / "runs.csv"), metrics(folder / "metrics.csv");
  write_sweep_runs(sweep, runs.out());
  write_sweep_metrics(sweep, metrics.out());
  runs.commit();
  metrics.commit();
}

}  // namespace clout
