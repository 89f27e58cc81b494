// Faults as text.
#include "sim/core/faults.h"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "sim/core/utf8.h"

namespace clout {
namespace {

// C1 controls (0x9b begins a terminal's commands as ESC [ does), zero-width marks, line separators, and marks that turn
// the direction of writing, with which a line can be made to look like another.
bool is_invisible(std::uint32_t code) {
  return (code >= 0x80 && code <= 0x9f) || (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2060 && code <= 0x2069) || code == 0xfeff;
}

}  // namespace

std::string Place::text() const {
  std::string where = file;
  if (line > 0) {
    where += ':' + std::to_string(line);
    if (column > 0) where += ':' + std::to_string(column);
  }
  return where;
}

std::string Fault::text() const {
  std::string where = place.text();
  if (!where.empty()) where += ": ";
  if (!path.empty()) where += path + ": ";
  return escaped(where + message);
}

void Faults::add(Place place, std::string path, std::string message) {
  ++size_;
  Count& file = files_[place.file];
  if (file.kept >= kKept) {
    ++file.left_out;
  } else {
    ++file.kept;
    faults_.push_back({std::move(place), std::move(path), std::move(message)});
  }
}

void Faults::append(const Faults& other) {
  for (const Fault& fault : other.faults_) add(fault.place, fault.path, fault.message);
  for (const auto& [file, count] : other.files_) {
    files_[file].left_out += count.left_out;
    size_ += count.left_out;
  }
}

void Faults::change(const std::function<void(Fault&)>& change) {
  for (Fault& fault : faults_) {
    const std::string before = fault.place.file;
    change(fault);
    Count &left = files_[before], &joined = files_[fault.place.file];
    --left.kept;
    ++joined.kept;
    if (left.kept == 0) joined.left_out += std::exchange(left.left_out, 0);
  }
}

bool Faults::full(const std::string& file) const {
  const auto found = files_.find(file);
  return found != files_.end() && found->second.kept >= kKept;
}

std::vector<Fault> Faults::sorted() const {
  std::vector<Fault> result = faults_;
  std::stable_sort(result.begin(), result.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
  return result;
}

std::string Faults::text() const {
  std::string result;
  const std::vector<Fault> all = sorted();
  for (std::size_t i = 0; i < all.size(); ++i) {
    result += all[i].text() + '\n';
    const std::string& file = all[i].place.file;
    if (i + 1 < all.size() && all[i + 1].place.file == file) continue;
    const std::size_t more = files_.at(file).left_out;
    if (more == 0) continue;
    result += escaped(file) + ": and " + std::to_string(more) + (more == 1 ? " more fault\n" : " more faults\n");
  }
  return result;
}

std::string escaped(std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i] == '\n') {
      result += "\\n";
    } else if (text[i] == '\t') {
      result += "\\t";
    } else if (length == 0 || byte < 0x20 || byte == 0x7f) {
      result += std::string("\\x") + kHex[byte >> 4] + kHex[byte & 15];
    } else if (const std::uint32_t code = utf8_code(text.substr(i, length)); is_invisible(code)) {
      result += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) result += kHex[code >> shift & 15];
    } else {
      result += text.substr(i, length);
    }
    i += std::max<std::size_t>(1, length);
  }
  return result;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  const bool cut = text.size() > kLongest;
  if (cut) {
    std::size_t end = kLongest;
    // Not inside a character, which has four bytes at most.
    while (end > kLongest - 4 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;
    text = text.substr(0, end);
  }
  std::string result = "'";
  result.append(escaped(text)).append(cut ? "...'" : "'");
  return result;
}

std::string list_of(std::span<const std::string> words) {
  constexpr std::size_t kMost = 32;
  std::string result;
  for (std::size_t i = 0; i < words.size() && i < kMost; ++i) result += (i > 0 ? ", " : "") + words[i];
  if (words.size() > kMost) result += " and " + std::to_string(words.size() - kMost) + " more";
  return result;
}

ScenarioError::ScenarioError(Faults faults) : std::runtime_error(faults.text()), faults_(std::move(faults)) {}

}  // namespace clout
