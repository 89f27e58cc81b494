#include "sim/core/section_path.h"

#include <unordered_map>

#include "sim/core/nearest.h"

namespace clout {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A name that can stand in a dotted path and is no index.
bool is_label(std::string_view text) {
  if (text.empty() || text.size() > 80 || is_digits(text.substr(0, 1)) || text[0] == '-') return false;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !is_digits({&c, 1}) && c != '_' && c != '-') return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> segments(1);
  bool quoted = false;
  for (const char c : path) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      segments.emplace_back();
    } else {
      segments.back() += c;
    }
  }
  if (quoted || segments.size() > Document::kMaxDepth) return {};
  for (const std::string& segment : segments) {
    if (segment.empty()) return {};
  }
  return segments;
}

std::string child_path(const std::string& parent, std::string_view key) {
  std::string shown;
  if (key.size() > 200) {
    const std::string quoted = in_quotes(key);
    shown = quoted.substr(1, quoted.size() - 2);
  } else {
    for (const char c : key) shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  }
  return parent.empty() ? shown : parent + '.' + shown;
}

std::string_view row_name(const Node& row) {
  if (row.kind == NodeKind::scalar) return row.text;
  if (row.kind != NodeKind::map) return {};
  for (const Entry& entry : row.entries) {
    if (entry.key == "name" && entry.value->kind == NodeKind::scalar) return entry.value->text;
  }
  return {};
}

void label_rows(Node& list) {
  std::unordered_map<std::string_view, int> count;
  for (const Entry& row : list.entries) ++count[row_name(*row.value)];
  std::size_t index = 0;
  for (Entry& row : list.entries) {
    const std::string_view name = row_name(*row.value);
    row.key = is_label(name) && count[name] == 1 ? std::string(name) : std::to_string(index);
    ++index;
  }
}

PathStep step_along(const Node& node, std::span<const std::string> segments) {
  PathStep result;
  if (node.kind == NodeKind::map) {
    std::string key;
    for (std::size_t used = 1; used <= segments.size(); ++used) {
      if (used > 1) key += '.';
      key += segments[used - 1];
      for (std::size_t i = 0; i < node.entries.size(); ++i) {
        if (node.entries[i].key == key) return {i, used, 1};
      }
    }
  } else if (node.kind == NodeKind::list) {
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
      if (row_name(*node.entries[i].value) != segments[0]) continue;
      ++result.matches;
      result.child = i;
    }
    if (result.matches > 1) result.child = PathStep::kNone;
    if (result.matches == 0 && is_digits(segments[0]) && segments[0].size() <= 9) {
      const std::size_t index = std::stoul(segments[0]);
      if (index < node.entries.size()) result.child = index;
    }
  }
  return result;
}

std::string no_such_row(const Node& list, const std::string& name, std::size_t matches) {
  if (matches > 1) return std::to_string(matches) + " rows are named " + in_quotes(name) + "; write the index of one";
  std::vector<std::string> names;
  for (const Entry& row : list.entries) names.emplace_back(row_name(*row.value));
  const std::string meant = did_you_mean(name, names);
  if (!meant.empty()) return "no row " + in_quotes(name) + meant;
  const std::size_t size = list.entries.size();
  return "no row " + in_quotes(name) + "; the list has " +
         (size == 0   ? "no rows"
          : size == 1 ? "1 row, 0"
                      : std::to_string(size) + " rows, 0 to " + std::to_string(size - 1));
}

}  // namespace clout
