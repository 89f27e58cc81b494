#include "sim/output/decomposition_file.h"

#include "sim/output/interval_cells.h"

namespace clout {
void write_decomposition(const std::filesystem::path& path, std::span<const DecompositionRow> rows,
                         const std::string& strategy, const std::string& than) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"strategy", "than", "measure", "unit", "horizon_days", "standardisation", "part",
                             "estimate", "low", "high", "share", "share_low", "share_high", "worlds"});
  for (const DecompositionRow& row : rows) {
    csv << strategy << than << row.measure << row.unit << row.horizon_days
        << kStandardisationNames[static_cast<std::size_t>(row.standardisation)] << row.part;
    write_interval(csv, row.figure.interval, row.figure.exists);
    write_interval(csv, row.share.interval, row.share.exists);
    csv << row.figure.interval.worlds;
    csv.end_row();
  }
  file.commit();
}

}  // namespace clout
