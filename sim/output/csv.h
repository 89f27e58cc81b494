// CSV after RFC 4180, but lines end in \n alone. Numbers are the shortest text that reads back as the same number.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sim/output/atomic_file.h"

namespace clout {

/// Writes rows to a FileWriter that the caller owns and closes or commits. Every row must have as many cells as the
/// header.
class CsvWriter {
 public:
  /// Writes the header. @throws FileError
  CsvWriter(FileWriter& out, std::initializer_list<std::string_view> header);
  CsvWriter(FileWriter& out, const std::vector<std::string>& header);

  /// Text, in quotes where RFC 4180 asks for them.
  CsvWriter& operator<<(std::string_view text);
  CsvWriter& operator<<(const char* text) { return *this << std::string_view(text); }
  CsvWriter& operator<<(const std::string& text) { return *this << std::string_view(text); }
  /// Infinities and NaN are empty cells: not known, or without bound.
  CsvWriter& operator<<(double value);
  CsvWriter& operator<<(float value);
  CsvWriter& operator<<(bool value) { return raw(value ? "true" : "false"); }
  template <std::integral T>
  CsvWriter& operator<<(T value) {
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return raw({text, static_cast<std::size_t>(end - text)});
  }
  /// A cell without content.
  CsvWriter& blank() { return raw(""); }
  /// @throws FileError; std::logic_error  a row of another length than the header.
  void end_row();

 private:
  CsvWriter& raw(std::string_view text);

  FileWriter& out_;
  std::size_t columns_, cells_ = 0;
};

/// A cell as CsvWriter writes it: text, in quotes where it has to be; the shortest text of a number, empty if it is not
/// finite.
std::string csv_text(std::string_view text);
std::string csv_number(double value);
std::string csv_number(float value);

/// A CSV file in memory.
struct CsvTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::filesystem::path path;

  /// Index of a column. @throws FileError  there is none.
  std::size_t column(std::string_view name) const;
  /// Cell as a number; empty = `if_empty`. @throws FileError  not a number.
  double number(std::size_t row, std::size_t column, double if_empty = 0) const;
};

/// Reads a whole file with a header; \n or \r\n.
/// @throws FileError  it cannot be read, an open quote, or a row of another length than the header, with its number.
CsvTable read_csv(const std::filesystem::path& path);

}  // namespace clout
