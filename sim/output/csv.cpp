#include "sim/output/csv.h"

#include <charconv>
#include <cmath>
#include <stdexcept>

namespace clout {

CsvWriter::CsvWriter(FileWriter& out, std::initializer_list<std::string_view> header)
    : out_(out), columns_(header.size()) {
  for (const std::string_view name : header) *this << name;
  end_row();
}

CsvWriter::CsvWriter(FileWriter& out, const std::vector<std::string>& header) : out_(out), columns_(header.size()) {
  for (const std::string& name : header) *this << name;
  end_row();
}

CsvWriter& CsvWriter::raw(std::string_view text) {
  if (cells_++ > 0) out_.write(",");
  out_.write(text);
  return *this;
}

CsvWriter& CsvWriter::operator<<(std::string_view text) { return raw(csv_text(text)); }

CsvWriter& CsvWriter::operator<<(double value) { return raw(csv_number(value)); }

CsvWriter& CsvWriter::operator<<(float value) { return raw(csv_number(value)); }

void CsvWriter::end_row() {
  if (cells_ != columns_) throw std::logic_error("csv: a row of another length than the header");
  out_.write("\n");
  cells_ = 0;
}

std::string csv_text(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_number(float value) {
  if (!std::isfinite(value)) return "";
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

std::string csv_number(double value) {
  if (!std::isfinite(value)) return "";
  if (value == 0) return "0";  // -0 too
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

std::size_t CsvTable::column(std::string_view name) const {
  for (std::size_t k = 0; k < header.size(); ++k)
    if (header[k] == name) return k;
  throw FileError(path, "has no column " + std::string(name));
}

double CsvTable::number(std::size_t row, std::size_t col, double if_empty) const {
  const std::string& cell = rows[row][col];
  if (cell.empty()) return if_empty;
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size())
    throw FileError(path, "row " + std::to_string(row + 2) + ", " + header[col] + ": not a number: " + cell);
  return value;
}

CsvTable read_csv(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  CsvTable table;
  table.path = path;
  std::vector<std::string> row;
  std::string cell;
  bool open = false;
  const auto end_row = [&] {
    row.push_back(std::move(cell));
    cell.clear();
    if (table.header.empty()) {
      table.header = std::move(row);
    } else if (row.size() != table.header.size()) {
      throw FileError(path, "row " + std::to_string(table.rows.size() + 2) + " has " + std::to_string(row.size()) +
                                " cells, the header " + std::to_string(table.header.size()));
    } else {
      table.rows.push_back(std::move(row));
    }
    row.clear();
  };
  bool any = false;  // something stands in the current line
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char c = text[k];
    if (open) {
      if (c != '"') cell += c;
      else if (k + 1 < text.size() && text[k + 1] == '"') cell += text[++k];
      else open = false;
      continue;
    }
    if (c == '\r' && k + 1 < text.size() && text[k + 1] == '\n') continue;
    if (c == '\n') {
      if (any) end_row();
      any = false;
      continue;
    }
    any = true;
    if (c == '"' && cell.empty()) {
      open = true;
    } else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
    } else {
      cell += c;
    }
  }
  if (open) throw FileError(path, "ends within quotes");
  if (any) end_row();
  if (table.header.empty()) throw FileError(path, "is empty");
  return table;
}

}  // namespace clout
