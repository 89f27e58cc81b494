#include "sim/output/sweep_kept_report.h"

#include <cinttypes>
#include <cstdio>
#include <system_error>

#include "sim/core/state.h"
#include "sim/output/atomic_file.h"
#include "sim/output/sweep_folder.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

/// The first line: key, and a digest of text and tables.
std::string first_line(const fs::path& folder, const ReportKey& key, std::string text) {
  StateDigest digest;
  digest.raw(kSweepReport, text.data(), text.size());
  for (const char* table : kAnswerTables) {
    std::string bytes = read_file(folder / table);
    digest.raw(table, bytes.data(), bytes.size());
  }
  char line[120];
  std::snprintf(line, sizeof line, "of store %016" PRIx64 ", %zu columns, with its tables %016" PRIx64 "\n", key.state,
                key.width, digest.digest());
  return std::string(kSweepReportBegin) + line;
}

}  // namespace

std::optional<std::string> kept_report(const fs::path& folder, const ReportKey& key) {
  try {
    std::error_code ec;
    if (!fs::exists(folder / kSweepReport, ec)) return std::nullopt;
    const std::string kept = read_file(folder / kSweepReport);
    const std::size_t end = kept.find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::string text = kept.substr(end + 1);
    if (kept.substr(0, end + 1) != first_line(folder, key, text)) return std::nullopt;
    return text;
  } catch (const FileError&) {  // a table that is not there, say: all are made anew
    return std::nullopt;
  }
}

void keep_report(const fs::path& folder, const ReportKey& key, const std::string& text) {
  write_file(folder / kSweepReport, first_line(folder, key, text) + text);
}

}  // namespace clout
