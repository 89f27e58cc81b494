// Whether a file that the user named can be read, and why not.
#pragma once

#include <string>

namespace clout {

/// Why a file cannot be read: "it is a folder", what the system says, ...; empty if it can.
///
/// A named pipe is refused without opening it, which would wait for somebody who writes, perhaps for ever. /dev/stdin
/// and what a shell puts for <(COMMAND) can be read, as they are no names of pipes; but only once.
std::string why_unreadable(const std::string& path);

}  // namespace clout
