// Files that are whole or not there: written under a temporary name in the same folder, synced, then renamed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace clout {

/// A file or folder that cannot be used. what() is `path: what failed: why`.
class FileError : public std::runtime_error {
 public:
  FileError(std::filesystem::path path, std::string cause)
      : std::runtime_error(path.string() + ": " + cause), path_(std::move(path)), cause_(std::move(cause)) {}
  const std::filesystem::path& path() const noexcept { return path_; }
  const std::string& cause() const noexcept { return cause_; }

 private:
  std::filesystem::path path_;
  std::string cause_;
};

/// Throws FileError with `what` and the text of `error` (an errno).
[[noreturn]] void throw_file_error(const std::filesystem::path& path, const std::string& what, int error);

/// Buffered writing to a file, every write checked.
class FileWriter {
 public:
  /// Opens `path`, which is made or emptied. Errors are reported under `shown`, if given.
  /// @throws FileError  it cannot be opened.
  explicit FileWriter(const std::filesystem::path& path, std::filesystem::path shown = {});
  ~FileWriter();  ///< closes; what was not flushed is lost
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  /// @throws FileError  from here on: no space, a quota, a broken device.
  void write(const void* data, std::size_t bytes);
  void write(std::string_view text) { write(text.data(), text.size()); }
  /// Replaces bytes that were written before.
  void rewrite(std::uint64_t offset, const void* data, std::size_t bytes);
  void flush();
  /// Flushes, and waits until the disk has it (devices that cannot sync are let be).
  void sync();
  /// Flushes and closes; close() itself may report a full disk.
  void close();
  /// Bytes written so far.
  std::uint64_t size() const noexcept { return flushed_ + buffer_.size(); }

 private:
  void put(const char* data, std::size_t bytes);

  std::filesystem::path shown_;
  int fd_ = -1;
  std::uint64_t flushed_ = 0;
  std::vector<char> buffer_;
};

/// A FileWriter whose file appears under its name only with commit(); without it, nothing is left.
class AtomicFile {
 public:
  /// @throws FileError  the folder is missing or not writable.
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  FileWriter& out() { return writer_; }
  /// Syncs, closes, renames over `path`, syncs the folder. @throws FileError
  void commit();

 private:
  std::filesystem::path path_, temporary_;
  FileWriter writer_;
  bool done_ = false;
};

/// Temporary files of ours begin like this; what a killed program left can be told by it.
inline constexpr std::string_view kTemporaryPrefix = ".clout-tmp-";

/// Removes the temporary files in a folder whose programs live no more on this machine; best effort.
void remove_leftovers(const std::filesystem::path& folder) noexcept;

/// Writes a whole small file atomically. @throws FileError
void write_file(const std::filesystem::path& path, std::string_view text);
/// Reads a whole regular file. @throws FileError
std::string read_file(const std::filesystem::path& path);
/// Makes the renames in `folder` last; best effort.
void sync_folder(const std::filesystem::path& folder) noexcept;

/// Can files be made in a folder? Looked up before a simulation, not after it.
struct FolderCheck {
  bool writable = false;
  std::string why;               ///< if not: `path: cause`
  std::uint64_t free_bytes = 0;  ///< for this user, on its file system
};

/// Tries to make and delete a file in `folder` or, if it does not exist yet, in the nearest folder above that does.
/// Nothing stays behind.
FolderCheck check_folder(const std::filesystem::path& folder);

/// @throws FileError  `folder` is not writable, or fewer than `bytes` are free.
void require_folder(const std::filesystem::path& folder, std::uint64_t bytes = 0);

}  // namespace clout
