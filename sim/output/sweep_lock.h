// One sweep at a time writes to a store: a lock on a file beside it, STORE.lock, which says who holds it.
//
// The lock is the system's for a process (fcntl), not for an open file (flock): workers that are forked do not inherit
// it, so it ends with the process that took it even if that is killed and its workers live on. It also reaches across
// hosts on network file systems. Within one process the system grants it twice, so a list of our own is kept.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace clout {

class SweepLock {
 public:
  /// @param store  the file that is locked; it need not exist. Errors are reported under `shown`.
  /// @throws FileError  it is in use (by whom is said), or the folder cannot be written.
  SweepLock(const std::filesystem::path& store, const std::filesystem::path& shown);
  ~SweepLock();  ///< gives the lock back and removes its file; in a forked child it does nothing
  SweepLock(const SweepLock&) = delete;
  SweepLock& operator=(const SweepLock&) = delete;

 private:
  std::filesystem::path file_;
  int fd_ = -1;
  ::pid_t owner_ = 0;
};

/// Who writes to a store at this moment.
struct SweepWriter {
  bool present = false;
  std::string host;   ///< empty if not known
  bool here = false;  ///< on this host, as far as is known
  std::string text;   ///< "process 4711 on node7"
};

/// Looks without taking the lock. A lock that cannot be looked at counts as free.
SweepWriter writer_of(const std::filesystem::path& store);

/// Name of this host.
std::string host_name();

/// The one path of a file, whatever links lead to it and whether it exists.
std::filesystem::path true_path(const std::filesystem::path& path);

}  // namespace clout
