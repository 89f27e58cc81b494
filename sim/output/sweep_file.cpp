#include "sim/output/sweep_file.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "sim/output/sweep_schema.h"

namespace clout {
namespace fs = std::filesystem;
namespace {

constexpr int kBusyMilliseconds = 10'000, kBusyAtCloseMilliseconds = 200;
constexpr const char* kAdvice = "; name another store with -o";

std::int64_t pragma(const SQLite::Database& database, const char* name) {
  SQLite::Statement statement(database, std::string("PRAGMA ") + name);
  return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
}

std::string pragma_text(const SQLite::Database& database, const char* name) {
  SQLite::Statement statement(database, std::string("PRAGMA ") + name);
  return statement.executeStep() ? statement.getColumn(0).getString() : "";
}

bool is_there(const fs::path& path) {
  std::error_code ec;
  return fs::exists(path, ec);
}

fs::path beside(const fs::path& path, const char* ending) {
  fs::path other = path;
  other += ending;
  return other;
}

}  // namespace

// ---- SweepQuery ----

SweepQuery& SweepQuery::operator<<(std::int64_t value) try {
  statement_.bind(++bound_, value);
  return *this;
} catch (const SQLite::Exception& error) {
  file_.fail(error);
}

SweepQuery& SweepQuery::operator<<(double value) try {
  statement_.bind(++bound_, value);
  return *this;
} catch (const SQLite::Exception& error) {
  file_.fail(error);
}

SweepQuery& SweepQuery::operator<<(const std::string& value) try {
  statement_.bind(++bound_, value);
  return *this;
} catch (const SQLite::Exception& error) {
  file_.fail(error);
}

bool SweepQuery::step() try { return statement_.executeStep(); } catch (const SQLite::Exception& error) {
  file_.fail(error);
}

void SweepQuery::run() {
  step();
  statement_.tryReset();
  bound_ = 0;
}

// ---- SweepFile ----

SweepFile::SweepFile(fs::path path) : path_(std::move(path)), true_path_(true_path(path_)), owner_(::getpid()) {
  std::error_code ec;
  const fs::file_status status = fs::status(true_path_, ec);
  if (!fs::exists(status)) throw_file_error(path_, "cannot be read", ec ? ec.value() : ENOENT);
  if (!fs::is_regular_file(status)) throw FileError(path_, std::string("is not a sweep of clout") + kAdvice);
  const SweepWriter writer = writer_of(true_path_);
  if (writer.present && !writer.here)
    throw FileError(path_, "is in use by a sweep (" + writer.text + "); read it there, or when the sweep has ended");
  try {
    // Not OPEN_READONLY, by which the journal that a killed sweep left could not be played back.
    connect(SQLite::OPEN_READWRITE);
    database_->exec("PRAGMA query_only = 1");
    if (pragma(*database_, "schema_version") == 0) throw EmptySweep(path_);
    refuse_foreign();
  } catch (const SQLite::Exception& error) {
    fail(error);
  }
}

SweepFile::SweepFile(fs::path path, bool overwrite)
    : path_(std::move(path)), true_path_(true_path(path_)), owner_(::getpid()) {
  std::error_code ec;
  const fs::file_status status = fs::status(true_path_, ec);
  if (fs::is_directory(status)) throw FileError(path_, std::string("is a folder") + kAdvice);
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw FileError(path_, std::string("is not a sweep of clout") + kAdvice);
  if (!fs::exists(status) && fs::is_symlink(fs::symlink_status(path_, ec)))
    throw FileError(path_, "is a link to " + fs::read_symlink(path_, ec).string() + ", which is not there" + kAdvice);
  fs::create_directories(true_path_.parent_path(), ec);
  if (ec) throw FileError(true_path_.parent_path(), "cannot be made: " + ec.message());
  lock_ = std::make_unique<SweepLock>(true_path_, path_);
  if (overwrite) {
    refuse_to_delete_foreign();
    remove_files();
  }
  if (!is_there(true_path_)) remove_files();  // a journal without its store
  try {
    connect(SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    if (sqlite3_db_readonly(database_->getHandle(), "main") == 1) throw_file_error(path_, "cannot be written", EACCES);
    fresh_ = pragma(*database_, "schema_version") == 0;
    if (!fresh_) refuse_foreign();
    const bool logged = pragma_text(*database_, "journal_mode = WAL") == "wal";
    database_->exec(logged ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
  } catch (const SQLite::Exception& error) {
    fail(error);
  }
}

SweepFile::~SweepFile() {
  if (::getpid() != owner_) {
    // A forked child must not touch what its parent has open; SQLite would write at closing.
    statements_.clear();
    (void)database_.release();
    return;
  }
  try {
    close();
  } catch (const std::exception&) {
    // What was committed is in the journal, and the next opening finds it there.
  }
}

void SweepFile::connect(int flags) {
  database_ = std::make_unique<SQLite::Database>(true_path_.string(), flags, kBusyMilliseconds);
  sqlite3_extended_result_codes(database_->getHandle(), 1);
  // The pages that SQLite keeps in memory, in KiB: the same however many runs there are.
  database_->exec("PRAGMA cache_size = -16384");
}

// A damaged store may be deleted, a file that is none may not.
void SweepFile::refuse_to_delete_foreign() {
  if (!is_there(true_path_)) return;
  try {
    connect(SQLite::OPEN_READONLY);
    const bool empty = pragma(*database_, "schema_version") == 0;
    if (!empty && pragma(*database_, "application_id") != kSweepApplicationId)
      throw FileError(path_, std::string("is not a sweep of clout") + kAdvice);
  } catch (const SQLite::Exception& error) {
    if ((error.getErrorCode() & 0xff) == SQLITE_NOTADB) fail(error);
  }
  database_.reset();
}

void SweepFile::refuse_foreign() {
  if (pragma(*database_, "application_id") != kSweepApplicationId)
    throw FileError(path_, std::string("is not a sweep of clout") + kAdvice);
  const std::int64_t schema = pragma(*database_, "user_version");
  if (schema != kSweepSchema)
    throw FileError(path_, "was made in another format (schema " + std::to_string(schema) + ", this clout has " +
                               std::to_string(kSweepSchema) + ")" + kAdvice + ", or use --overwrite");
  check_structure();
}

// Everything but the figures, which have checksums of their own and would take seconds.
void SweepFile::check_structure() {
  for (const char* table : {"meta", "axes", "settings", "points", "point_values", "wanted", "runs", "measures"}) {
    const std::string found = pragma_text(*database_, ("quick_check(" + std::string(table) + ")").c_str());
    if (found != "ok") fail_damaged(found);
  }
}

void SweepFile::make_tables() {
  const std::string marks = "PRAGMA application_id = " + std::to_string(kSweepApplicationId) +
                            "; PRAGMA user_version = " + std::to_string(kSweepSchema) + ";";
  execute((marks + kSweepTables).c_str());
  fresh_ = false;
}

SweepQuery SweepFile::query(const char* sql) try {
  auto found = statements_.find(std::string_view(sql));
  if (found == statements_.end()) found = statements_.emplace(sql, SQLite::Statement(*database_, sql)).first;
  return SweepQuery(*this, found->second);
} catch (const SQLite::Exception& error) {
  fail(error);
}

void SweepFile::execute(const char* sql) try { database_->exec(sql); } catch (const SQLite::Exception& error) {
  fail(error);
}

bool SweepFile::in_transaction() const { return sqlite3_get_autocommit(database_->getHandle()) == 0; }

void SweepFile::close() {
  if (!database_) return;
  statements_.clear();
  std::string why;
  if (lock_) {
    try {
      if (in_transaction()) database_->tryExec("ROLLBACK");
      // A reader that is at work keeps the log, and gives it up itself when it closes; no use waiting for it.
      database_->setBusyTimeout(kBusyAtCloseMilliseconds);
      const int code = database_->tryExec("PRAGMA journal_mode = DELETE");
      if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) throw SQLite::Exception(database_->getHandle(), code);
    } catch (const SQLite::Exception& error) {
      why = error.getErrorStr();
    }
  }
  database_.reset();
  lock_.reset();
  if (std::error_code ec; !why.empty() && !std::filesystem::exists(path_, ec))
    throw FileError(path_, "was removed while it was in use, and what had landed in it is lost with it");
  if (!why.empty())
    throw FileError(path_, "was left with its journal (" + beside(path_, "-wal").filename().string() +
                               "), and nothing is lost: " + why);
}

// The store first: SQLite throws away the log of a store that is not there, and a store without its log may be older
// than it says.
void SweepFile::remove_files() const {
  for (const char* ending : {"", "-journal", "-wal", "-shm"}) {
    const fs::path file = beside(true_path_, ending);
    if (::unlink(file.c_str()) != 0 && errno != ENOENT)
      throw_file_error(beside(path_, ending), "cannot be removed", errno);
  }
}

void SweepFile::fail_damaged(const std::string& what) const {
  throw FileError(
      path_, "is damaged (" + what + "); use a copy if there is one, or run the sweep again with " + "--overwrite");
}

void SweepFile::fail_unreadable() const {
  throw FileError(path_,
                  "was left by a sweep that was killed, and cannot be read where its folder cannot be written; "
                  "copy it and its -wal or -journal elsewhere, or let the sweep go on first");
}

void SweepFile::fail(const SQLite::Exception& error) const {
  const int code = error.getErrorCode() & 0xff;
  const int system = database_ ? sqlite3_system_errno(database_->getHandle()) : 0;
  const std::string cause = system != 0 ? std::generic_category().message(system) : error.getErrorStr();
  switch (code) {
    case SQLITE_FULL:
      throw FileError(path_,
                      "cannot be written: No space left on device; make room and give the same command again, "
                      "what has landed is safe");
    case SQLITE_READONLY:
      if (!lock_) fail_unreadable();
      throw FileError(path_, "cannot be written: it or its folder is read-only");
    case SQLITE_NOTADB:
      throw FileError(path_, std::string("is not a sweep of clout, or its first bytes are damaged") + kAdvice);
    case SQLITE_CORRUPT:
      fail_damaged(error.getErrorStr());
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw FileError(path_, "is in use by another program; wait for it");
    case SQLITE_CANTOPEN:
      if (!lock_ && is_there(beside(true_path_, "-wal"))) fail_unreadable();
      throw FileError(path_, (lock_ ? "cannot be written: " : "cannot be read: ") + cause);
    case SQLITE_IOERR:
      if (error.getExtendedErrorCode() == SQLITE_IOERR_WRITE)
        throw FileError(path_,
                        "cannot be written: a quota or a limit on the size of files is reached, or the disk is "
                        "broken; what has landed is safe");
      throw FileError(path_, "cannot be read or written: " + cause);
    default:
      throw FileError(path_, std::string("cannot be used: ") + error.getErrorStr());
  }
}

// ---- SweepTransaction ----

SweepTransaction::SweepTransaction(SweepFile& file, Kind kind) : file_(file), open_(!file.in_transaction()) {
  if (!open_ && kind == Kind::write) throw std::logic_error("sweep store: written to while it is read");
  if (open_) file_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

SweepTransaction::~SweepTransaction() {
  if (!open_) return;
  try {
    if (file_.in_transaction()) file_.execute("ROLLBACK");  // after some errors SQLite has rolled back by itself
  } catch (const std::exception&) {
    // Closing rolls back too.
  }
}

void SweepTransaction::commit() {
  if (!open_) return;
  file_.execute("COMMIT");
  open_ = false;
}

}  // namespace clout
