// A CSV with a header row, whose columns are asked for by name.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/faults.h"
#include "sim/world/csv_rows.h"

namespace clout {

class TableReader {
 public:
  /// Reads the file. Faults: it cannot be read, is empty, has no row below the header, rows of another length than the
  /// header, or two columns of one name.
  TableReader(const std::string& path, Faults& faults);

  bool ok() const { return ok_; }
  std::size_t rows() const { return rows_.size() - 1; }
  const std::vector<std::string>& columns() const { return names_; }
  /// Place of a column, if the header has it.
  std::optional<std::size_t> find(const std::string& column) const;
  /// The same; a fault, with a suggestion, if it does not.
  std::optional<std::size_t> require(const std::string& column);

  const CsvField& at(std::size_t row, std::size_t column) const { return rows_[row + 1].fields[column]; }
  /// Of the file, from 1.
  int line(std::size_t row) const { return rows_[row + 1].line; }
  /// A fault at a field.
  void fault(std::size_t row, std::size_t column, const std::string& message);
  /// A fault if the field is no UTF-8.
  void require_utf8(std::size_t row, std::size_t column);
  /// The number of a field, if it is one >= 0; else a fault.
  std::optional<double> number(std::size_t row, std::size_t column);

 private:
  void fault_at(int line, int column, const std::string& path, const std::string& message);

  std::string path_;
  Faults& faults_;
  std::vector<CsvRow> rows_;
  std::vector<std::string> names_;
  bool ok_ = false;
};

}  // namespace clout
