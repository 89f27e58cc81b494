// Reading a file that the user named: whether it can be read, and why not. Whatever is read asks here first, since
// opening a named pipe may wait for ever.
#pragma once

#include <optional>
#include <string>

namespace clout {

/// Why a file cannot be read: "it is a folder", what the system says, ...; empty if it can.
///
/// A named pipe is refused without opening it, which would wait for somebody who writes, perhaps for ever. /dev/stdin
/// and what a shell puts for <(COMMAND) can be read, as they are no names of pipes; but only once.
std::string why_unreadable(const std::string& path);

/// The same of a file that is mapped, or read more than once: it has to be a regular one.
std::string why_no_regular_file(const std::string& path);

/// All that is in a file; nothing, and `why`, if it cannot be read.
std::optional<std::string> contents_of(const std::string& path, std::string& why);

}  // namespace clout
