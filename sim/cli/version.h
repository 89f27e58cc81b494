// Which program this is.
#pragma once

namespace clout {

/// What git calls the commit that was built, with `-dirty` if files were changed; `unknown` outside a clone.
extern const char* const kCommit;
/// Version and commit, as `0.1.0+1a2b3c4d5e6f`. Worlds of another commit were lived by other rules, as far as anybody
/// can tell.
extern const char* const kVersion;

}  // namespace clout
