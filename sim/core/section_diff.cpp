#include "sim/core/section_diff.h"

#include <algorithm>

namespace clout {
namespace {

bool has_entries(const Section& section) { return section.is_map() || section.is_list(); }

std::string joined(const std::vector<std::string>& parts, char open, char close) {
  std::string text(1, open);
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i > 0 ? ", " : "") + parts[i];
  return text + close;
}

std::string one_line(const Section& section) {
  if (section.is_null()) return "null";
  if (!has_entries(section)) return section.text();
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < section.size(); ++i) {
    const Section entry = section.at(i);
    parts.push_back((section.is_map() ? entry.key() + ": " : "") + one_line(entry));
  }
  return section.is_map() ? joined(parts, '{', '}') : joined(parts, '[', ']');
}

// What is compared as a whole: scalars, and lists of nothing else, whose rows have no names that could be followed.
bool is_leaf(const Section& section) {
  if (section.is_map()) return false;
  for (std::size_t i = 0; i < section.size(); ++i)
    if (!section.at(i).is_scalar()) return false;
  return true;
}

// The entry of a map or list by its label.
Section entry_of(const Section& section, const std::string& label) {
  for (std::size_t i = 0; i < section.size(); ++i)
    if (Section entry = section.at(i); entry.key() == label) return entry;
  return {};
}

// Labels of the entries that the other has too.
std::vector<std::string> shared_labels(const Section& section, const Section& other) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < section.size(); ++i)
    if (entry_of(other, section.at(i).key())) labels.push_back(section.at(i).key());
  return labels;
}

void append(const Section& first, const Section& second, std::vector<PathDifference>& found) {
  if (first.kind() != second.kind() || is_leaf(first) || is_leaf(second)) {
    if (const std::string a = one_line(first), b = one_line(second); a != b) found.push_back({first.path(), a, b});
    return;
  }
  for (std::size_t i = 0; i < first.size(); ++i) {
    const Section entry = first.at(i);
    if (const Section other = entry_of(second, entry.key()))
      append(entry, other, found);
    else
      found.push_back({entry.path(), one_line(entry), std::nullopt});
  }
  for (std::size_t i = 0; i < second.size(); ++i) {
    const Section entry = second.at(i);
    if (!entry_of(first, entry.key())) found.push_back({entry.path(), std::nullopt, one_line(entry)});
  }
  if (!first.is_list()) return;
  const std::vector<std::string> a = shared_labels(first, second), b = shared_labels(second, first);
  if (a != b) found.push_back({first.path(), joined(a, '[', ']'), joined(b, '[', ']')});
}

}  // namespace

std::vector<PathDifference> differences(const Section& first, const Section& second) {
  std::vector<PathDifference> found;
  append(first, second, found);
  return found;
}

}  // namespace clout
