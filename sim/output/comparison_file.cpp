#include "sim/output/comparison_file.h"

#include "sim/output/interval_cells.h"

namespace clout {
void write_comparison(const std::filesystem::path& path, const RunComparison& comparison) {
  AtomicFile file(path);
  CsvWriter csv(file.out(), {"cohort", "strategy", "measure", "unit", "first", "first_low", "first_high",
                             "first_worlds", "second", "second_low", "second_high", "second_worlds", "difference",
                             "difference_low", "difference_high", "pairing", "pairs"});
  for (const ComparisonRow& row : comparison.rows) {
    csv << row.cohort << row.strategy << row.measure << row.unit;
    for (const Interval* mean : {&row.first, &row.second}) {
      write_interval(csv, *mean, true);
      csv << mean->worlds;
    }
    write_interval(csv, row.difference, row.compared);
    csv << (comparison.paired ? "paired" : "unpaired") << row.pairs;
    csv.end_row();
  }
  file.commit();
}

}  // namespace clout
