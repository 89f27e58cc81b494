#include "sim/output/atomic_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <system_error>

#include "sim/core/readable.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;

// .clout-tmp-HOST-PROCESS-NUMBER-NAME, without dashes in HOST. The folder may be seen by several machines.
std::string prefix_here() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
  std::string host = name;
  std::replace(host.begin(), host.end(), '-', '_');
  return std::string(kTemporaryPrefix) + host + "-";
}

fs::path temporary_name(const fs::path& path) {
  static std::atomic<unsigned> counter{0};
  return path.parent_path() / (prefix_here() + std::to_string(::getpid()) + "-" + std::to_string(counter++) + "-" +
                               path.filename().string());
}

std::string bytes_text(std::uint64_t bytes) {
  if (bytes >= 10'000'000'000) return std::to_string(bytes / 1'000'000'000) + " GB";
  if (bytes >= 10'000'000) return std::to_string(bytes / 1'000'000) + " MB";
  return std::to_string(bytes) + " bytes";
}

}  // namespace

void throw_file_error(const fs::path& path, const std::string& what, int error) {
  throw FileError(path, what + ": " + std::generic_category().message(error));
}

FileWriter::FileWriter(const fs::path& path, fs::path shown) : shown_(shown.empty() ? path : std::move(shown)) {
  fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd_ < 0) throw_file_error(shown_, "cannot be written", errno);
  buffer_.reserve(kBufferBytes);
}

FileWriter::~FileWriter() {
  if (fd_ >= 0) ::close(fd_);
}

void FileWriter::write(const void* data, std::size_t bytes) {
  const auto* from = static_cast<const char*>(data);
  if (buffer_.size() + bytes > kBufferBytes) flush();
  if (bytes >= kBufferBytes) {
    put(from, bytes);
  } else {
    buffer_.insert(buffer_.end(), from, from + bytes);
  }
}

void FileWriter::put(const char* data, std::size_t bytes) {
  while (bytes > 0) {
    const ::ssize_t n = ::write(fd_, data, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_file_error(shown_, "cannot be written", errno);
    data += n;
    bytes -= static_cast<std::size_t>(n);
    flushed_ += static_cast<std::uint64_t>(n);
  }
}

void FileWriter::rewrite(std::uint64_t offset, const void* data, std::size_t bytes) {
  flush();
  const auto* from = static_cast<const char*>(data);
  while (bytes > 0) {
    const ::ssize_t n = ::pwrite(fd_, from, bytes, static_cast<::off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_file_error(shown_, "cannot be written", errno);
    from += n;
    offset += static_cast<std::uint64_t>(n);
    bytes -= static_cast<std::size_t>(n);
  }
}

void FileWriter::flush() {
  if (buffer_.empty()) return;
  // Emptied first: after a failure nothing is written twice.
  std::vector<char> full;
  full.swap(buffer_);
  put(full.data(), full.size());
  full.clear();
  buffer_.swap(full);
}

void FileWriter::sync() {
  flush();
  if (::fsync(fd_) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
    throw_file_error(shown_, "cannot be written", errno);
}

void FileWriter::close() {
  if (fd_ < 0) return;
  flush();
  const int fd = fd_;
  fd_ = -1;
  if (::close(fd) != 0) throw_file_error(shown_, "cannot be written", errno);
}

AtomicFile::AtomicFile(fs::path path)
    : path_(std::move(path)), temporary_(temporary_name(path_)), writer_(temporary_, path_) {}

AtomicFile::~AtomicFile() {
  if (!done_) ::unlink(temporary_.c_str());
}

void AtomicFile::commit() {
  writer_.sync();
  writer_.close();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw_file_error(path_, "cannot be replaced", errno);
  done_ = true;
  sync_folder(path_.parent_path());
}

void write_file(const fs::path& path, std::string_view text) {
  AtomicFile file(path);
  file.out().write(text);
  file.commit();
}

std::string read_file(const fs::path& path) {
  std::string why = why_no_regular_file(path);
  std::optional<std::string> text;
  if (why.empty()) text = contents_of(path, why);
  if (!text) throw FileError(path, "cannot be read: " + why);
  return *std::move(text);
}

void sync_folder(const fs::path& folder) noexcept {
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

void remove_leftovers(const fs::path& folder) noexcept try {
  const std::string ours = prefix_here();
  std::error_code ec;
  for (fs::directory_iterator it(folder.empty() ? "." : folder, ec), end; !ec && it != end; it.increment(ec)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(ours)) continue;
    ::pid_t process = 0;
    std::from_chars(name.data() + ours.size(), name.data() + name.size(), process);
    if (process > 0 && ::kill(process, 0) != 0 && errno == ESRCH) ::unlink(it->path().c_str());
  }
} catch (const std::exception&) {
  // They are in nobody's way.
}

FolderCheck check_folder(const fs::path& folder) {
  FolderCheck check;
  std::error_code ec;
  fs::path existing = fs::absolute(folder, ec).lexically_normal();
  if (ec) existing = folder;
  while (!fs::exists(fs::symlink_status(existing, ec)) && existing.has_relative_path())
    existing = existing.parent_path();
  if (!fs::is_directory(existing, ec)) {
    check.why = existing.string() + ": is not a folder";
    return check;
  }
  const fs::path probe = temporary_name(existing / "probe");
  const int fd = ::open(probe.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) {
    check.why = existing.string() + ": cannot be written: " + std::generic_category().message(errno);
    return check;
  }
  ::close(fd);
  ::unlink(probe.c_str());
  struct statvfs disk {};
  if (::statvfs(existing.c_str(), &disk) == 0)
    check.free_bytes = static_cast<std::uint64_t>(disk.f_bavail) * static_cast<std::uint64_t>(disk.f_frsize);
  check.writable = true;
  return check;
}

void require_folder(const fs::path& folder, std::uint64_t bytes) {
  const FolderCheck check = check_folder(folder);
  if (!check.writable) {
    const std::size_t colon = check.why.find(": ");
    throw FileError(check.why.substr(0, colon), check.why.substr(colon + 2));
  }
  if (check.free_bytes < bytes)
    throw FileError(folder, "needs about " + bytes_text(bytes) + " and the disk has " + bytes_text(check.free_bytes) +
                                " left");
}

}  // namespace clout
