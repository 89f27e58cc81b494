// Widths of UTF-8 text and tables made of it.
#include "sim/core/table.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace clout {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastWrapped = 20;

/// The code point at text[i]; moves i behind it. A byte that begins none counts as one character.
std::uint32_t next_code_point(std::string_view text, std::size_t& i) {
  const auto first = static_cast<unsigned char>(text[i++]);
  std::size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
  std::uint32_t point = more == 3 ? first & 7u : more == 2 ? first & 15u : more == 1 ? first & 31u : first;
  while (more > 0 && i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) {
    point = point << 6 | (static_cast<unsigned char>(text[i++]) & 0x3fu);
    --more;
  }
  return point;
}

bool is_combining(std::uint32_t p) {
  return (p >= 0x300 && p <= 0x36f) || (p >= 0x200b && p <= 0x200f) || (p >= 0x20d0 && p <= 0x20ff) ||
         (p >= 0xfe00 && p <= 0xfe0f);
}

bool is_wide(std::uint32_t p) {
  return (p >= 0x1100 && p <= 0x115f) || (p >= 0x2e80 && p <= 0xa4cf) || (p >= 0xac00 && p <= 0xd7a3) ||
         (p >= 0xf900 && p <= 0xfaff) || (p >= 0xfe30 && p <= 0xfe6f) || (p >= 0xff00 && p <= 0xff60) ||
         (p >= 0xffe0 && p <= 0xffe6) || (p >= 0x1f300 && p <= 0x1faff) || (p >= 0x20000 && p <= 0x3fffd);
}

bool is_number(std::string_view cell) {
  if (!cell.empty() && cell.back() == '%') cell.remove_suffix(1);
  bool digit = false;
  for (const char c : cell) {
    digit = digit || (c >= '0' && c <= '9');
    if (!((c >= '0' && c <= '9') || c == '.' || c == ',' || c == '-' || c == '+' || c == 'e')) return false;
  }
  return digit;
}

/// The text broken at spaces into lines of at most `width`; a longer word gets a line of its own.
std::vector<std::string> broken(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find(' ', i), text.size());
    const std::string word = text.substr(i, end - i);
    i = end + 1;
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (display_width(line) + 1 + display_width(word) <= width) {
      line += ' ' + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t point = next_code_point(text, i);
    width += is_combining(point) ? 0 : is_wide(point) ? 2 : 1;
  }
  return width;
}

void Table::add(std::vector<std::string> cells) {
  cells.resize(header_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text(std::size_t width) const {
  const std::size_t columns = header_.size();
  if (columns == 0) return "";
  std::vector<std::size_t> widths(columns);
  std::vector<bool> right(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    widths[c] = display_width(header_[c]);
    bool any = false, all = true;
    for (const auto& row : rows_) {
      widths[c] = std::max(widths[c], display_width(row[c]));
      any = any || !row[c].empty();
      all = all && (row[c].empty() || is_number(row[c]));
    }
    right[c] = any && all;
  }
  std::size_t before_last = 0;
  for (std::size_t c = 0; c + 1 < columns; ++c) before_last += widths[c] + kGap;
  if (width > 0 && before_last + widths.back() > width)
    widths.back() = std::max(kLeastWrapped, width > before_last ? width - before_last : 0);

  std::string out;
  const auto put_line = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t c = 0; c < columns; ++c) {
      const std::size_t taken = display_width(cells[c]);
      const std::string pad(widths[c] > taken ? widths[c] - taken : 0, ' ');
      line += right[c] ? pad + cells[c] : cells[c] + pad;
      if (c + 1 < columns) line.append(kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  const auto put_row = [&](std::vector<std::string> cells) {
    const std::vector<std::string> lines = broken(cells.back(), widths.back());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i == 1) cells.assign(columns, "");
      cells.back() = lines[i];
      put_line(cells);
    }
  };
  put_row(header_);
  for (const auto& row : rows_) put_row(row);
  return out;
}

}  // namespace clout
