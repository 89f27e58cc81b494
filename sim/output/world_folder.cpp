#include "sim/output/world_folder.h"

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "sim/output/atomic_file.h"
#include "sim/output/csv.h"
#include "sim/output/npz.h"
#include "sim/output/probe_file.h"
#include "sim/output/run_reader.h"
#include "sim/output/run_tables.h"

namespace clout {
namespace fs = std::filesystem;
using namespace run_file;
namespace {

void write_days(const fs::path& path, std::span<const DailyRow> rows) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"day", "strategy", "measure", "unit", "value"});
  for (const DailyRow& row : rows) {
    csv << row.day << row.strategy << row.measure << row.unit << row.value;
    csv.end_row();
  }
  file.commit();
}

}  // namespace

WorldFolder::WorldFolder(std::uint64_t seed, fs::path part, fs::path final_path, fs::path checkpoint)
    : seed_(seed), part_(std::move(part)), final_(std::move(final_path)), checkpoint_(std::move(checkpoint)) {}

void WorldFolder::write_agents(const AgentColumns& columns, const AgentColumnNames& names) {
  NpzWriter npz(part_ / kAgentFile);
  for_each_column(columns, names, [&](const std::string& name, const auto& column) {
    if constexpr (sizeof(column[0]) == 1) {
      if (name == "probe" || name == "present" || name == "newcomer") return npz.add_bool(name, column);
    }
    npz.add(name, column);
  });
  npz.finish();
}

void WorldFolder::write_probes(const ProbeOutcomes& probes) { clout::write_probes(part_ / kProbeFile, probes); }

void WorldFolder::write_measures(const WorldMeasures& measures) {
  AtomicFile file(part_ / kMeasures);
  CsvWriter csv(file.out(), {"cohort", "strategy", "measure", "unit", "value"});
  for (const Measure& m : measures.rows) {
    csv << m.cohort << m.strategy << m.measure << m.unit << m.value;
    csv.end_row();
  }
  file.commit();
}

void WorldFolder::write_daily(std::span<const DailyRow> rows) { write_days(part_ / kDaily, rows); }

void WorldFolder::write_course(std::span<const DailyRow> rows) { write_days(part_ / kCourse, rows); }

void WorldFolder::write_learned(std::span<const DailyRow> rows) { write_days(part_ / kLearned, rows); }

void WorldFolder::write_likeness(std::span<const LikenessRow> rows) {
  AtomicFile file(part_ / kLikeness);
  CsvWriter csv(file.out(), {"number", "quantity", "value", "low", "high", "inside", "hard", "definition"});
  for (const LikenessRow& row : rows) {
    write_likeness_cells(csv, row);
    csv << row.definition;
    csv.end_row();
  }
  file.commit();
}

void WorldFolder::finish() {
  std::error_code ec;
  if (!fs::exists(part_ / kMeasures, ec)) throw FileError(part_, "has no measures.csv: the world is not finished");
  write_checksums(part_);
  sync_folder(part_);
  if (::rename(part_.c_str(), final_.c_str()) != 0) throw_file_error(final_, "cannot be made", errno);
  sync_folder(final_.parent_path());
  fs::remove(checkpoint_, ec);
}

}  // namespace clout
