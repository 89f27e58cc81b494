#include "sim/world/csv_rows.h"

#include <utility>

namespace clout {
namespace {

class Splitter {
 public:
  Splitter(std::string_view text, const std::function<void(int, int, const std::string&)>& fault)
      : text_(text), fault_(fault), at_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0), counted_(at_) {}

  std::vector<CsvRow> rows() {
    std::vector<CsvRow> rows;
    while (!over()) {
      CsvRow row{line_, {}};
      const bool comment = text_[at_] == '#';
      bool blank = true;
      do {
        skip_spaces();
        CsvField field{"", column(at_)};
        if (!comment && !over() && text_[at_] == '"') {
          blank = false;
          field.text = quoted(field.column);
        } else {
          field.text = plain(comment);
          blank = blank && field.text.empty() && (over() || text_[at_] != ',');
        }
        row.fields.push_back(std::move(field));
      } while (!over() && text_[at_++] == ',');
      begin_line(at_);
      if (!comment && !blank) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool over() const { return at_ >= text_.size(); }
  void skip_spaces() {
    while (!over() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  // Columns are counted on from the last that was asked for: a line may be long.
  int column(std::size_t where) {
    for (; counted_ < where; ++counted_) column_ += (text_[counted_] & 0xC0) != 0x80;
    return column_;
  }
  void begin_line(std::size_t where) {
    ++line_;
    counted_ = where;
    column_ = 1;
  }
  std::string_view from(std::size_t begin) const { return text_.substr(begin, at_ - begin); }

  // Up to the comma or the end of the line; of a comment the whole line.
  std::string plain(bool comment) {
    const std::size_t begin = at_;
    while (!over() && text_[at_] != '\n' && (comment || text_[at_] != ',')) ++at_;
    std::string_view raw = from(begin);
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    return trimmed(raw);
  }

  std::string quoted(int opened_column) {
    const int opened = line_;
    std::string value;
    bool closed = false;
    for (++at_; !over() && !closed; ++at_) {
      if (text_[at_] != '"') {
        value += text_[at_];
        if (text_[at_] == '\n') begin_line(at_ + 1);
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        value += text_[++at_];
      } else {
        closed = true;
      }
    }
    if (!closed) fault_(opened, opened_column, "a quoted field is never closed");
    const std::size_t rest = at_;
    while (!over() && text_[at_] != ',' && text_[at_] != '\n') ++at_;
    const std::string after = trimmed(from(rest));
    if (closed && !after.empty() && after != "\r")
      fault_(line_, column(rest), "text follows a closing quote; a comma would do");
    return value;
  }

  std::string_view text_;
  const std::function<void(int, int, const std::string&)>& fault_;
  std::size_t at_;
  int line_ = 1;
  std::size_t counted_;
  int column_ = 1;
};

}  // namespace

std::vector<CsvRow> csv_rows(std::string_view text, const std::function<void(int, int, const std::string&)>& fault) {
  return Splitter(text, fault).rows();
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

}  // namespace clout
