// What a sweep said of its store, kept beside the tables as report.txt: the same command says it again without reading
// every figure, as long as neither the store nor a table has changed. The first line of the file says of which store
// and which tables it is; what follows was made of figures that were read and checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace clout {

inline constexpr const char* kSweepReport = "report.txt";

/// Whose report it is.
struct ReportKey {
  std::uint64_t state = 0;  ///< of the store: SweepStoreReader::state
  std::size_t width = 0;    ///< columns of the terminal it was set for
};

/// The text that keep_report wrote, if it was under this key and nothing was changed since: not the text, and none of
/// the six tables of sweep_answers.h. Cost: 1 ns a byte of the tables.
std::optional<std::string> kept_report(const std::filesystem::path& folder, const ReportKey& key);

/// Keeps a report, once its tables are written. @throws FileError
void keep_report(const std::filesystem::path& folder, const ReportKey& key, const std::string& text);

}  // namespace clout
