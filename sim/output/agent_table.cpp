#include "sim/output/agent_table.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/output/csv.h"
#include "sim/output/npz.h"

namespace clout {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 1 << 20;  // bytes that are handed on at a time

using Cells = std::function<std::string(std::size_t)>;

NpzReader archive_of(const RunReader& run, std::uint64_t seed) {
  const fs::path world = world_folder(run.folder(), seed), file = world / run_file::kAgentFile;
  std::error_code none;
  if (fs::is_directory(world, none) && !fs::exists(file, none))
    throw FileError(file, "is not there; --set output.agents=true makes a run write it");
  if (const std::vector<FileError> damages = damages_of(world, run_file::kAgentFile); !damages.empty())
    throw damages.front();
  return NpzReader(file);
}

template <class T>
Cells numbers(std::vector<T> values) {
  return [values = std::move(values)](std::size_t a) {
    if constexpr (std::is_floating_point_v<T>)
      return csv_number(values.at(a));
    else
      return std::to_string(values.at(a));
  };
}

Cells names(std::vector<std::uint8_t> indices, const std::vector<std::string>& words, const fs::path& file) {
  for (const std::uint8_t k : indices)
    if (k >= words.size()) throw FileError(file, "has a number that manifest.json has no name for");
  return [indices = std::move(indices), &words](std::size_t a) { return csv_text(words[indices.at(a)]); };
}

Cells cells_of(const NpzReader& archive, const std::string& name, const RunReader& run) {
  if (name == "strategy" || name == "role")
    return names(archive.read<std::uint8_t>(name), name == "role" ? run.manifest().roles : run.manifest().strategies,
                 run.folder() / run_file::kManifest);
  const std::string type = archive.type(name);
  if (type == "|b1")
    return [values = archive.read<std::uint8_t>(name)](std::size_t a) { return values.at(a) ? "true" : "false"; };
  if (type == numpy_type<float>()) return numbers(archive.read<float>(name));
  if (type == numpy_type<double>()) return numbers(archive.read<double>(name));
  if (type == numpy_type<std::uint8_t>()) return numbers(archive.read<std::uint8_t>(name));
  if (type == numpy_type<std::uint16_t>()) return numbers(archive.read<std::uint16_t>(name));
  return numbers(archive.read<std::uint32_t>(name));
}

/// Columns of all the worlds: those of the first, then what others have besides.
std::vector<std::string> columns_of(const RunReader& run, std::span<const std::uint64_t> seeds) {
  std::vector<std::string> columns;
  for (const std::uint64_t seed : seeds) {
    const NpzReader archive = archive_of(run, seed);
    for (const std::string& name : archive.names())
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
  }
  return columns;
}

}  // namespace

void write_agent_table(const RunReader& run, std::span<const std::uint64_t> seeds,
                       const std::function<void(std::string_view)>& write) {
  const std::vector<std::string> columns = columns_of(run, seeds);
  std::string text = "world";
  for (const std::string& name : columns) text += ',' + csv_text(name);
  text += '\n';
  for (const std::uint64_t seed : seeds) {
    const NpzReader archive = archive_of(run, seed);
    const std::vector<std::string>& there = archive.names();
    std::vector<Cells> cells;
    for (const std::string& name : columns)
      cells.push_back(std::find(there.begin(), there.end(), name) == there.end()
                          ? [](std::size_t) { return std::string(); }
                          : cells_of(archive, name, run));
    const std::size_t agents = archive.read<std::uint32_t>("agent").size();
    for (std::size_t a = 0; a < agents; ++a) {
      text += std::to_string(seed);
      for (const Cells& cell : cells) text += ',' + cell(a);
      text += '\n';
      if (text.size() < kPiece) continue;
      write(text);
      text.clear();
    }
  }
  write(text);
}

}  // namespace clout
