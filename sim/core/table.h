// Plain text tables for a terminal: columns lined up by what is seen, numbers to the right.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace clout {

/// Columns of a terminal that UTF-8 text takes: 2 for East Asian wide characters and emoji, 0 for combining marks.
std::size_t display_width(std::string_view text);

/// Rows of cells below a header. A column whose cells are all numbers (or empty) goes to the right.
class Table {
 public:
  explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}

  /// Missing cells are empty.
  void add(std::vector<std::string> cells);

  const std::vector<std::string>& header() const { return header_; }
  const std::vector<std::vector<std::string>>& rows() const { return rows_; }

  /// Every line ended by a newline, no space at the ends of lines, two between columns. If it would be wider than
  /// `width`, the last column is broken at spaces, as far as 20 columns are left for it; 0 = any width.
  std::string text(std::size_t width = 0) const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace clout
