#include "sim/output/plausible_file.h"

#include <vector>

#include "sim/output/interval_cells.h"

namespace clout {
void write_plausible(const std::filesystem::path& path, std::span<const PlausibleRow> rows,
                     std::span<const std::string> axes) {
  std::vector<std::string> header = {"point"};
  header.insert(header.end(), axes.begin(), axes.end());
  for (const char* column :
       {"value", "conclusion", "strategy", "unit", "estimate", "low", "high", "worlds", "sign", "agreement"})
    header.emplace_back(column);
  AtomicFile file(path);
  CsvWriter csv(file.out(), header);
  for (const PlausibleRow& row : rows) {
    csv << row.point;
    for (const std::string& value : row.at) csv << value;
    const Conclusion& there = row.conclusion;
    csv << row.value << kConclusionKindNames[static_cast<std::size_t>(there.kind)] << there.strategy << there.unit;
    write_interval(csv, there.interval);
    csv << there.interval.worlds << sign_name(there.interval);
    csv << kAgreementNames[static_cast<std::size_t>(row.agreement)];
    csv.end_row();
  }
  file.commit();
}

}  // namespace clout
