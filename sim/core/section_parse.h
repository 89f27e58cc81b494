// From YAML text to a tree. For sim/core/section*.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/core/faults.h"
#include "sim/core/section.h"

namespace clout {

/// Parses YAML of one document; null if there is none or it cannot be parsed, the latter with a fault.
///
/// @param file   only for the places.
/// @param fixed  the place of everything, for a value from the command line.
/// @param path   where the value will stand; empty for a file.
std::shared_ptr<Node> parse_yaml(std::string text, std::string file, const std::optional<Place>& fixed,
                                 const std::string& path, Faults& faults);

}  // namespace clout
