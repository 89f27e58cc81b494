#include "sim/core/readable.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace clout {

std::string why_unreadable(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status)) return "it is a folder";
  if (std::filesystem::is_fifo(status)) {
    // A pipe without a name is there as /proc/self/fd/63, which leads to `pipe:[4711]` and no further.
    const std::filesystem::path named = std::filesystem::canonical(path, error);
    if (!named.empty()) return "it is a named pipe, and nobody may ever write to it; /dev/stdin or <(COMMAND) would do";
  }
  errno = 0;
  if (std::ifstream(path)) return "";
  return errno != 0 ? std::strerror(errno) : "it cannot be opened";
}

}  // namespace clout
