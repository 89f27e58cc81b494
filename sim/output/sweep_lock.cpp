#include "sim/output/sweep_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <mutex>
#include <system_error>
#include <utility>

#include "sim/output/atomic_file.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

std::mutex holders_mutex;
// Lock files and the processes that hold them: this one, or in a forked child, which holds none of them, its parent.
// Nobody in the process that holds a lock may open its file again: closing it would give the lock back.
std::map<fs::path, ::pid_t>& holders() {
  static std::map<fs::path, ::pid_t> files;
  return files;
}

bool held_here(const fs::path& file) {
  const auto found = holders().find(file);
  return found != holders().end() && found->second == ::getpid();
}

fs::path lock_file(const fs::path& store) {
  fs::path file = true_path(store);
  file += ".lock";
  return file;
}

struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

SweepWriter this_process() {
  const std::string host = host_name();
  return {true, host, true, "process " + std::to_string(::getpid()) + " on " + host};
}

SweepWriter read_holder(int fd) {
  SweepWriter writer{true, "", true, "another program"};
  char text[512];
  const ::ssize_t n = ::pread(fd, text, sizeof text, 0);
  const std::string line = n > 0 ? std::string(text, static_cast<std::size_t>(n)) : "";
  const std::size_t space = line.find(' '), end = line.find('\n');
  if (space == line.npos || end == line.npos || end < space) return writer;
  writer.host = line.substr(space + 1, end - space - 1);
  writer.here = writer.host == host_name();
  writer.text = "process " + line.substr(0, space) + " on " + writer.host;
  return writer;
}

// Whether the name still leads to the file that was opened: whoever held the lock before may have removed it.
bool same_file(int fd, const fs::path& path) {
  struct stat by_fd {
  }, by_name{};
  return ::fstat(fd, &by_fd) == 0 && ::stat(path.c_str(), &by_name) == 0 && by_fd.st_dev == by_name.st_dev &&
         by_fd.st_ino == by_name.st_ino;
}

[[noreturn]] void throw_in_use(const fs::path& shown, const SweepWriter& writer) {
  throw FileError(shown,
                  "is in use by another sweep (" + writer.text + "); wait for it, or name another store with -o");
}

}  // namespace

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

fs::path true_path(const fs::path& path) {
  std::error_code ec;
  fs::path found = fs::weakly_canonical(path, ec);
  if (ec || found.is_relative()) found = fs::absolute(path, ec);
  return found;
}

SweepLock::SweepLock(const fs::path& store, const fs::path& shown) : file_(lock_file(store)), owner_(::getpid()) {
  const std::lock_guard guard(holders_mutex);
  if (held_here(file_)) throw_in_use(shown, this_process());
  for (;;) {
    fd_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd_ < 0) throw_file_error(shown, "cannot be locked, as its folder cannot be written", errno);
    struct flock lock = whole_file();
    if (::fcntl(fd_, F_SETLK, &lock) != 0) {
      const int error = errno;
      const SweepWriter writer = read_holder(fd_);
      ::close(fd_);
      if (error == EACCES || error == EAGAIN) throw_in_use(shown, writer);
      throw_file_error(shown, "cannot be locked", error);
    }
    if (same_file(fd_, file_)) break;
    ::close(fd_);
  }
  // For the reader of an error: if it cannot be written (a full disk), the lock holds all the same.
  const std::string line = std::to_string(owner_) + " " + host_name() + "\n";
  if (::ftruncate(fd_, 0) == 0) [[maybe_unused]]
    const ::ssize_t n = ::pwrite(fd_, line.data(), line.size(), 0);
  holders()[file_] = owner_;
}

SweepLock::~SweepLock() {
  if (::getpid() != owner_) return;
  const std::lock_guard guard(holders_mutex);
  holders().erase(file_);
  ::unlink(file_.c_str());
  ::close(fd_);
}

SweepWriter writer_of(const fs::path& store) {
  const fs::path file = lock_file(store);
  const std::lock_guard guard(holders_mutex);
  if (held_here(file)) return this_process();
  const int fd = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);  // waits for nobody, were it a pipe
  if (fd < 0) return {};
  struct flock lock = whole_file();
  SweepWriter writer;
  if (::fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK) writer = read_holder(fd);
  ::close(fd);
  return writer;
}

}  // namespace clout
