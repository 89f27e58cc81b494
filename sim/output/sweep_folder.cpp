#include "sim/output/sweep_folder.h"

#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "sim/output/atomic_file.h"
#include "sim/output/sweep_kept_report.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

/// A table by its header: how it begins, and what is in it whatever the axes are called.
struct SweepTable {
  const char* name;
  std::string_view begin, within;
};

constexpr std::array<SweepTable, 9> kTablesInFolder = {{{"responses.csv", "point,", ",response,unit,estimate,"},
                                                        {"effects.csv", "response,unit,axis,value,", ",less_first,"},
                                                        {"claims.csv", "response,axis,value,points,", ",cannot_tell,"},
                                                        {"sensitivity.csv", "response,axis,index,", ",estimate,"},
                                                        {"variance.csv", "response,unit,source,", ",share,"},
                                                        {"widths.csv", "response,unit,worlds,", ",expected,"},
                                                        {"runs.csv", "point,", ",seed,status,"},
                                                        {"metrics.csv", "point,", ",seed,cohort,strategy,measure,"},
                                                        {kSweepReport, kSweepReportBegin, " with its tables "}}};

bool is_ours(const fs::path& file, const SweepTable& table) {
  std::ifstream in(file);
  std::string header;
  std::getline(in, header);
  return header.starts_with(table.begin) && header.find(table.within) != header.npos;
}

}  // namespace

void refuse_foreign_tables(const fs::path& folder) {
  std::error_code ec;
  for (const SweepTable& table : kTablesInFolder)
    if (const fs::path file = folder / table.name; fs::exists(file, ec) && !is_ours(file, table))
      throw FileError(file, "is not a table of a sweep, and one would be written over it; move it away");
}

void remove_tables(const fs::path& folder) {
  for (const SweepTable& table : kTablesInFolder) {
    const fs::path file = folder / table.name;
    std::error_code ec;
    if (!is_ours(file, table)) continue;
    if (fs::remove(file, ec); ec) throw FileError(file, "cannot be removed: " + ec.message());
  }
}

void claim_sweep_folder(const fs::path& folder) {
  bool of_sweep = false, empty = true;
  std::error_code ec;
  for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
    const std::string name = it->path().filename().string();
    if (name.starts_with(kSweepStore) || name == kSweepParts || name == kSweepJobs) of_sweep = true;
    if (!name.starts_with(kTemporaryPrefix)) empty = false;
  }
  if (ec && ec != std::errc::no_such_file_or_directory) throw FileError(folder, "cannot be read: " + ec.message());
  if (!empty && !of_sweep) throw FileError(folder, "is not empty and not the folder of a sweep; name another folder");
  refuse_foreign_tables(folder);
}

}  // namespace clout
