#include "sim/recorded/table_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/core/nearest.h"
#include "sim/core/readable.h"
#include "sim/core/utf8.h"

namespace clout {

TableReader::TableReader(const std::string& path, Faults& faults) : path_(path), faults_(faults) {
  std::string why;
  const std::optional<std::string> text = contents_of(path, why);
  if (!text) {
    faults_.add({path, 0, 0}, "", "cannot be read: " + why);
    return;
  }
  const std::size_t before = faults.size();
  rows_ = csv_rows(*text, [&](int line, int column, const std::string& what) { fault_at(line, column, "", what); });
  if (rows_.empty()) {
    fault_at(1, 1, "", "the file is empty; a header row with names of columns would do");
    return;
  }
  for (const CsvField& field : rows_[0].fields) {
    if (std::count(names_.begin(), names_.end(), field.text) > 0)
      fault_at(rows_[0].line, field.column, field.text, "this column stands twice");
    names_.push_back(field.text);
  }
  if (rows_.size() == 1) fault_at(rows_[0].line, 1, "", "there is no row below the header");
  for (std::size_t i = 1; i < rows_.size(); ++i)
    if (rows_[i].fields.size() != names_.size())
      fault_at(rows_[i].line, 1, "",
               "the row has " + std::to_string(rows_[i].fields.size()) + " fields, the header has " +
                   std::to_string(names_.size()));
  ok_ = faults.size() == before;
}

std::optional<std::size_t> TableReader::find(const std::string& column) const {
  const auto place = std::find(names_.begin(), names_.end(), column);
  if (place == names_.end()) return std::nullopt;
  return static_cast<std::size_t>(place - names_.begin());
}

std::optional<std::size_t> TableReader::require(const std::string& column) {
  const auto place = find(column);
  if (!place) fault_at(rows_[0].line, 1, column, "this column is missing" + did_you_mean(column, names_));
  return place;
}

void TableReader::fault(std::size_t row, std::size_t column, const std::string& message) {
  fault_at(rows_[row + 1].line, at(row, column).column, names_[column], message);
}

void TableReader::require_utf8(std::size_t row, std::size_t column) {
  const std::string& text = at(row, column).text;
  for (std::size_t i = 0; i < text.size(); i += utf8_length(text, i))
    if (utf8_length(text, i) == 0) return fault(row, column, in_quotes(text) + " is no UTF-8");
}

std::optional<double> TableReader::number(std::size_t row, std::size_t column) {
  const std::string& text = at(row, column).text;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && std::isfinite(value) && value >= 0) return value;
  fault(row, column, "expected a number >= 0, got " + in_quotes(text));
  return std::nullopt;
}

void TableReader::fault_at(int line, int column, const std::string& path, const std::string& message) {
  if (!faults_.full(path_)) return faults_.add({path_, line, column}, path, message);
  faults_.add({path_, line, column}, path, "");
}

}  // namespace clout
