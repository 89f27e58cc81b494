// CSV as people write it, cut into fields that know where they stand. What they mean is for the reader to say.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace clout {

struct CsvField {
  std::string text;  ///< without quotes and the spaces around it
  int column;        ///< 1-based, in characters
};

struct CsvRow {
  int line;  ///< 1-based; a quoted field may go on below
  std::vector<CsvField> fields;
};

/// Rows of a text. Separator `,`, fields may stand in double quotes, "" in them is a quote; empty lines and lines that
/// begin with # are left out, CRLF and a byte-order mark are fine.
/// @param fault  called with line, column and what is wrong there.
std::vector<CsvRow> csv_rows(std::string_view text, const std::function<void(int, int, const std::string&)>& fault);

/// Without spaces and tabs at both ends.
std::string trimmed(std::string_view text);

}  // namespace clout
