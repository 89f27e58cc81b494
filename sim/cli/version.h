// Which program this is.
#pragma once

#include <string>

namespace clout {

/// What git calls the commit that was built, with `-dirty` if files were changed; `unknown` outside a clone.
extern const char* const kCommit;
/// Version and commit, as `0.1.0+1a2b3c4d5e6f`. Worlds of another commit were lived by other rules, as far as anybody
/// can tell.
extern const char* const kVersion;
/// The same, and of a program that plug-ins were added to a mark of them: `0.1.0+1a2b3c4d5e6f+plugins-89abcdef`. What
/// folders, stores and checkpoints hold, so that worlds of other models do not mix in them.
const std::string& program_version();
/// Puts the bytes of a plug-in's file into that mark; to be called before anybody asks. @throws FileError
void mark_version(const std::string& plugin_file);

}  // namespace clout
