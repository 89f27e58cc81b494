// What differs between two YAML documents, by path.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/core/section.h"

namespace clout {

/// One path at which two documents differ. A value that is no scalar is written on one line: `{name: a, share: 0.1}`.
struct PathDifference {
  std::string path;
  std::optional<std::string> first, second;  ///< nothing where that document lacks the path
};

/// Differences in the order of the first document, what only the second has at the end of its mapping or list.
///
/// Maps and lists that both have are compared entry by entry, rows of a list by their label (Entry::key); what one
/// lacks is one difference, however much is in it. A list of scalars is one value. Rows of a list that stand in another
/// order are a difference of the list: its labels, `[a, b]` and `[b, a]`. Numbers are compared as written.
/// Example: `{a: 1, b: [x]}` and `{a: 2, b: [x], c: {d: 3}}`: a 1 2, and c nothing `{d: 3}`.
std::vector<PathDifference> differences(const Section& first, const Section& second);

}  // namespace clout
