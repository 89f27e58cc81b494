#include "sim/output/report_file.h"

#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "sim/output/crc32.h"
#include "sim/output/run_reader.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

constexpr int kReportSchema = 1;

std::string mark_text(std::uint32_t crc) {
  char text[16];
  std::snprintf(text, sizeof text, "%08x", static_cast<unsigned>(crc));
  return text;
}

std::uint32_t crc_of(const std::string& text, std::uint32_t before) {
  const std::uint64_t length = text.size();  // so that "ab", "c" is not "a", "bc"
  return crc32(text.data(), text.size(), crc32(&length, sizeof length, before));
}

Json json_of(const Page& page) {
  Json pieces = Json::array();
  for (const Page::Piece& piece : page.pieces()) {
    if (const auto* const table = std::get_if<Table>(&piece)) {
      pieces.push_back({{"header", table->header()}, {"rows", table->rows()}});
    } else {
      pieces.push_back(std::get<std::string>(piece));
    }
  }
  return pieces;
}

Page page_of(const Json& pieces) {
  Page page;
  for (const Json& piece : pieces) {
    if (piece.is_string()) {
      page << piece.get<std::string>();
      continue;
    }
    Table table(piece.at("header").get<std::vector<std::string>>());
    for (const Json& row : piece.at("rows")) table.add(row.get<std::vector<std::string>>());
    page << std::move(table);
  }
  return page;
}

}  // namespace

std::map<std::string, std::string> marks_of_tables(const fs::path& folder, std::span<const std::string> below) {
  std::map<std::string, std::string> marks;
  std::error_code ec;
  const auto add = [&](const fs::path& at) {
    for (const char* name : run_file::kAnswers) {
      const fs::path file = folder / at / name;
      if (fs::exists(file, ec)) marks[(at / name).string()] = mark_text(crc_of(read_file(file), 0));
    }
  };
  add({});
  for (const std::string& at : below) add(at);
  return marks;
}

void remove_answers(const fs::path& folder, std::span<const std::string> below) {
  const auto remove = [](const fs::path& file) {
    std::error_code ec;
    if (fs::remove(file, ec); ec) throw FileError(file, "cannot be removed: " + ec.message());
  };
  remove(folder / kReportFile);
  for (const auto& [table, mark] : marks_of_tables(folder, below)) remove(folder / table);
}

std::string mark_of_worlds(const std::string& program, const std::string& scenario, std::span<const fs::path> worlds) {
  std::uint32_t crc = crc_of(scenario, crc_of(program, 0));
  for (const fs::path& world : worlds)
    crc = crc_of(read_file(world / run_file::kChecksums), crc_of(world.filename().string(), crc));
  return mark_text(crc);
}

void write_report(const fs::path& folder, const std::string& made_of, std::span<const std::string> below,
                  const KeptReport& report) {
  const Json json = {{"schema", kReportSchema},
                     {"made_of", made_of},
                     {"tables", marks_of_tables(folder, below)},
                     {"page", json_of(report.page)},
                     {"json", Json::parse(report.json)}};
  write_file(folder / kReportFile, json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n');
}

std::optional<KeptReport> read_report(const fs::path& folder, const std::string& made_of,
                                      std::span<const std::string> below) {
  std::error_code ec;
  if (!fs::exists(folder / kReportFile, ec)) return std::nullopt;
  try {
    const Json json = Json::parse(read_file(folder / kReportFile));
    if (json.at("schema") != kReportSchema || json.at("made_of") != made_of) return std::nullopt;
    const auto tables = json.at("tables").get<std::map<std::string, std::string>>();
    if (tables != marks_of_tables(folder, below)) return std::nullopt;
    return KeptReport{page_of(json.at("page")), json.at("json").dump(2) + '\n'};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace clout
