// The SQLite file under a sweep store: how it is opened and closed, statements, transactions, and what SQLite's errors
// mean. Included by the sweep_* sources only: whoever uses a store sees nothing of SQLite.
//
// While a sweep writes, the journal is a write-ahead log (STORE-wal, STORE-shm) with synchronous = NORMAL. A commit is
// then one write without waiting for the disk (0.3 ms instead of 8 with a rollback journal), and whatever moment
// the process is killed at, all that was committed is there. After a power cut the runs of the last seconds may be
// missing, never half there. A clean close leaves the one file, without journal, which can be copied and sent.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "sim/output/atomic_file.h"
#include "sim/output/sweep_lock.h"

namespace clout {

/// A store in which there is nothing yet: its sweep was killed before it had written what it is.
struct EmptySweep : FileError {
  explicit EmptySweep(const std::filesystem::path& path)
      : FileError(path, "has nothing in it; its sweep was stopped at once") {}
};

class SweepFile;

/// One use of a prepared statement. Parameters are bound in order, columns are read by number from 0.
class SweepQuery {
 public:
  SweepQuery(SweepFile& file, SQLite::Statement& statement) : file_(file), statement_(statement) {}
  ~SweepQuery() { statement_.tryReset(); }
  SweepQuery(const SweepQuery&) = delete;
  SweepQuery& operator=(const SweepQuery&) = delete;

  SweepQuery& operator<<(std::int64_t value);
  SweepQuery& operator<<(double value);
  SweepQuery& operator<<(const std::string& value);
  /// Next row; false at the end. @throws FileError
  bool step();
  /// Runs a statement without rows to its end, ready to be bound again. @throws FileError
  void run();
  std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
  std::size_t count(int column) const { return static_cast<std::size_t>(integer(column)); }
  double number(int column) const { return statement_.getColumn(column).getDouble(); }
  std::string text(int column) const { return statement_.getColumn(column).getString(); }

 private:
  SweepFile& file_;
  SQLite::Statement& statement_;
  int bound_ = 0;
};

class SweepFile {
 public:
  /// Opens for reading.
  /// @throws FileError   not there, not a sweep store, of another schema, damaged, being written on another host.
  /// @throws EmptySweep
  explicit SweepFile(std::filesystem::path path);
  /// Opens for writing, locked; makes the folder if need be. A new file has no tables yet (`fresh`).
  /// @param overwrite  a sweep store that is there is deleted first.
  /// @throws FileError  as above, or in use by another sweep, or not writable.
  SweepFile(std::filesystem::path path, bool overwrite);
  ~SweepFile();
  SweepFile(const SweepFile&) = delete;
  SweepFile& operator=(const SweepFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Opened for writing, and there are no tables.
  bool fresh() const { return fresh_; }
  /// Makes the tables of a fresh file, in a transaction of the caller's: together with what the store is, or not at
  /// all. @throws FileError
  void make_tables();
  /// A statement, prepared at its first use. One text must not be used twice at a time. @throws FileError
  SweepQuery query(const char* sql);
  /// @throws FileError
  void execute(const char* sql);
  bool in_transaction() const;
  /// Gives the journal up and closes. @throws FileError  nothing is lost then: what was committed is in the journal.
  void close();
  /// Says what an error of SQLite means for this file.
  [[noreturn]] void fail(const SQLite::Exception& error) const;
  /// @throws FileError  the file is damaged in the way that `what` says.
  [[noreturn]] void fail_damaged(const std::string& what) const;

 private:
  void connect(int flags);
  void refuse_to_delete_foreign();
  [[noreturn]] void fail_unreadable() const;
  void refuse_foreign();
  void check_structure();
  void remove_files() const;

  std::filesystem::path path_, true_path_;
  std::unique_ptr<SweepLock> lock_;  ///< only for writing
  std::unique_ptr<SQLite::Database> database_;
  std::map<std::string, SQLite::Statement, std::less<>> statements_;
  ::pid_t owner_ = 0;
  bool fresh_ = false;
};

/// A transaction, rolled back unless committed. Reading within another one is part of that.
class SweepTransaction {
 public:
  enum class Kind { read, write };  ///< read: all that is read is of one moment
  /// @throws FileError; std::logic_error  writing within another one, which may be one that is only read in.
  SweepTransaction(SweepFile& file, Kind kind);
  ~SweepTransaction();
  SweepTransaction(const SweepTransaction&) = delete;
  SweepTransaction& operator=(const SweepTransaction&) = delete;
  /// @throws FileError
  void commit();

 private:
  SweepFile& file_;
  bool open_;
};

}  // namespace clout
