// Files that a command line names: whether they can be read is no question of what is in them, so it has an exit code
// of its own.
#pragma once

#include <span>
#include <string>

namespace clout {

/// @throws FileError  the file cannot be read.
void require_readable(const std::string& path);
/// @throws FileError  it cannot, or is no regular file.
void require_regular_file(const std::string& path);
/// @throws FileError  one of the words names a file of a score that cannot be read.
void require_score_files(std::span<const std::string> words);

}  // namespace clout
