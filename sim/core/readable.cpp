#include "sim/core/readable.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

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

std::string why_no_regular_file(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  const bool special = std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
                       !std::filesystem::is_directory(status);
  return special ? "it is no regular file (a pipe is read once, a device has no end)" : why_unreadable(path);
}

std::optional<std::string> contents_of(const std::string& path, std::string& why) {
  why = why_unreadable(path);
  if (!why.empty()) return std::nullopt;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  char part[1 << 16];
  ::ssize_t n = fd < 0 ? -1 : 1;
  while (n > 0) {
    n = ::read(fd, part, sizeof part);
    if (n > 0) text.append(part, static_cast<std::size_t>(n));
    if (n < 0 && errno == EINTR) n = 1;
  }
  if (n < 0) why = std::strerror(errno);
  if (fd >= 0) ::close(fd);
  return why.empty() ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace clout
