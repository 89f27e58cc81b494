// What stands among the files of a run and is not the run's.
#pragma once

#include <filesystem>
#include <vector>

namespace clout {

/// Files and folders that no run leaves where they are, by path: those below worlds/, arms/ and plausible/ of a run's
/// folder, at the top of an arm's or point's own folder too. What else is at the top of the run does not count.
/// @throws FileError  a folder cannot be read.
std::vector<std::filesystem::path> foreign_files(const std::filesystem::path& run);

}  // namespace clout
