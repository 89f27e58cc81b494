// Faults as text.
#include "sim/core/faults.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace clout {

std::string Fault::text() const {
  std::string where = place.file;
  if (place.line > 0) {
    where += ':' + std::to_string(place.line);
    if (place.column > 0) where += ':' + std::to_string(place.column);
  }
  if (!where.empty()) where += ": ";
  if (!path.empty()) where += path + ": ";
  return where + message;
}

void Faults::add(Place place, std::string path, std::string message) {
  faults_.push_back({std::move(place), std::move(path), std::move(message)});
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
  for (const Fault& fault : sorted()) result += fault.text() + '\n';
  return result;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  const bool cut = text.size() > kLongest;
  if (cut) {
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;  // not inside a character
    text = text.substr(0, end);
  }
  constexpr char kHex[] = "0123456789abcdef";
  std::string result = "'";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      result += std::string("\\x") + kHex[byte >> 4] + kHex[byte & 15];
    } else {
      result += c;
    }
  }
  return result + (cut ? "...'" : "'");
}

ScenarioError::ScenarioError(Faults faults) : std::runtime_error(faults.text()), faults_(std::move(faults)) {}

}  // namespace clout
