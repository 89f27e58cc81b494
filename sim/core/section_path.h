// How the values of a tree are addressed: keys with dots between them, rows of a list by name or index. For
// sim/core/section*.cpp.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/section.h"

namespace clout {

/// Splits a dotted path; a segment in double quotes may contain dots. Empty if it is not a path.
std::vector<std::string> split_path(std::string_view path);

/// The path of a key below `parent`, fit to be shown.
std::string child_path(const std::string& parent, std::string_view key);

/// The name of a row: what it says under `name`, or the plain word that it is.
std::string_view row_name(const Node& row);

/// Gives the rows of a list their keys: the name if no other row has it, else the index.
void label_rows(Node& list);

/// The child of a map or list that a path goes on to, and how many segments that took (a key may contain dots).
struct PathStep {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t child = kNone;
  std::size_t used = 1;
  std::size_t matches = 0;  ///< rows with that name
};

PathStep step_along(const Node& node, std::span<const std::string> segments);

/// What to say of a row that is not there.
std::string no_such_row(const Node& list, const std::string& name, std::size_t matches);

}  // namespace clout
