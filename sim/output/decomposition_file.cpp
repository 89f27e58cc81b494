#include "sim/output/decomposition_file.h"

#include "sim/output/csv.h"

namespace clout {
namespace {

void write(CsvWriter& csv, const FigureInterval& figure) {
  if (!figure.exists) {
    csv.blank().blank().blank();
  } else if (!figure.interval.known) {
    csv << figure.interval.estimate;
    csv.blank().blank();
  } else {
    csv << figure.interval.estimate << figure.interval.low << figure.interval.high;
  }
}

}  // namespace

void write_decomposition(const std::filesystem::path& path, std::span<const DecompositionRow> rows,
                         const std::string& strategy, const std::string& than) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"strategy", "than", "measure", "unit", "horizon_days", "standardisation", "part",
                             "estimate", "low", "high", "share", "share_low", "share_high", "worlds"});
  for (const DecompositionRow& row : rows) {
    csv << strategy << than << row.measure << row.unit << row.horizon_days
        << kStandardisationNames[static_cast<std::size_t>(row.standardisation)] << row.part;
    write(csv, row.figure);
    write(csv, row.share);
    csv << row.figure.interval.worlds;
    csv.end_row();
  }
  file.commit();
}

}  // namespace clout
