// What can be the matter with the file of a sweep: each a FileError with a sentence, and nothing is lost.
#include "sim/output/sweep_file.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <functional>
#include <string>

#include "sim/output/sweep_answers.h"
#include "tests/sim/output/scratch.h"
#include "tests/sim/output/sweep_samples.h"

using namespace clout;
using namespace clout::test;
namespace fs = std::filesystem;

namespace {

std::string fault(const std::function<void()>& act) {
  try {
    act();
    return "";
  } catch (const FileError& error) {
    return error.what();
  }
}

std::string open_fault(const std::filesystem::path& path, SweepStore::Opening opening = SweepStore::Opening::go_on) {
  return fault([&] { const SweepStore store(path, sample_identity(), sample_design(4, 50), opening); });
}

std::string read_fault(const std::filesystem::path& path) {
  return fault([&] { const SweepStoreReader reader(path); });
}

/// What `act` says in a child process, which may spoil limits and rights as it likes.
std::string in_child(const std::function<std::string()>& act) {
  int channel[2];
  REQUIRE(::pipe(channel) == 0);
  const ::pid_t child = ::fork();
  if (child == 0) {
    const std::string text = act();
    [[maybe_unused]] const ::ssize_t n = ::write(channel[1], text.data(), text.size());
    ::_exit(0);
  }
  ::close(channel[1]);
  std::string text;
  char part[4096];
  for (::ssize_t n; (n = ::read(channel[0], part, sizeof part)) > 0;) text.append(part, static_cast<std::size_t>(n));
  ::close(channel[0]);
  ::waitpid(child, nullptr, 0);
  return text;
}

/// Loses the rights of the superuser, if it has them.
void be_nobody() {
  if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(3);
}

void make_sample(const std::filesystem::path& path) {
  SweepStore store(path, sample_identity(), sample_design(4, 50));
  for (std::uint64_t seed = 1; seed <= 50; ++seed) store.record(sample_run(1, seed, 20));
}

}  // namespace

TEST_CASE("what is not a sweep store is left alone") {
  const Scratch dir;
  const std::string advice = "; name another store with -o";
  write_file(dir / "text", std::string(5000, 'x'));
  const std::string no_database = (dir / "text").string() + ": is not a sweep of clout, or its first bytes are damaged";
  CHECK(open_fault(dir / "text") == no_database + advice);
  CHECK(open_fault(dir / "text", SweepStore::Opening::overwrite) == no_database + advice);
  CHECK(read_fault(dir / "text") == no_database + advice);
  CHECK(read_file(dir / "text") == std::string(5000, 'x'));
  {
    SQLite::Database other((dir / "other").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE runs (x)");
  }
  const std::string other = read_file(dir / "other");
  CHECK(open_fault(dir / "other") == (dir / "other").string() + ": is not a sweep of clout" + advice);
  CHECK(open_fault(dir / "other", SweepStore::Opening::overwrite) ==
        (dir / "other").string() + ": is not a sweep of clout" + advice);
  CHECK(read_fault(dir / "other") == (dir / "other").string() + ": is not a sweep of clout" + advice);
  CHECK(read_file(dir / "other") == other);
  CHECK(open_fault(dir.path()) == dir.path().string() + ": is a folder" + advice);
  CHECK(read_fault(dir.path()) == dir.path().string() + ": is not a sweep of clout" + advice);
  CHECK(read_fault(dir / "gone") == (dir / "gone").string() + ": cannot be read: No such file or directory");
  CHECK(entries(dir.path()) == 2);
}

TEST_CASE("a link to a store that is not there is no new store") {
  const Scratch dir;
  const fs::path away = dir / "away" / "sweep.sqlite", link = dir / "link";
  fs::create_symlink(away, link);
  for (const auto opening : {SweepStore::Opening::go_on, SweepStore::Opening::overwrite})
    CHECK(fault([&] { SweepStore(link, sample_identity(), sample_design(1, 1), opening); }) ==
          link.string() + ": is a link to " + away.string() + ", which is not there; name another store with -o");
  CHECK(fs::is_symlink(link));
  { SweepStore(away, sample_identity(), sample_design(1, 1)).record(sample_run(0, 1)); }
  { const SweepStore store(link, sample_identity(), sample_design(1, 1)); }
  CHECK(fs::is_symlink(link));
  CHECK(done_runs(away) == 1);
}

TEST_CASE("another schema is named") {
  const Scratch dir;
  make_sample(dir / "a");
  { SQLite::Database((dir / "a").string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 7"); }
  const std::string what = (dir / "a").string() +
                           ": was made in another format (schema 7, this clout has 2); name another "
                           "store with -o, or use --overwrite";
  CHECK(open_fault(dir / "a") == what);
  CHECK(read_fault(dir / "a") == what);
  CHECK(open_fault(dir / "a", SweepStore::Opening::overwrite).empty());
}

TEST_CASE("a store that was stopped before it said what it is begins anew") {
  const Scratch dir;
  write_file(dir / "a", "");
  CHECK(read_fault(dir / "a") == (dir / "a").string() + ": has nothing in it; its sweep was stopped at once");
  CHECK(open_fault(dir / "a").empty());
  CHECK(read_fault(dir / "a").empty());
}

TEST_CASE("a file that has lost its end, and one with a spoilt page, are damaged") {
  const Scratch dir;
  make_sample(dir / "a");
  const std::string good = read_file(dir / "a");
  write_file(dir / "cut", good.substr(0, good.size() / 2));
  CHECK(open_fault(dir / "cut").starts_with((dir / "cut").string() + ": is damaged ("));
  CHECK(read_fault(dir / "cut").ends_with("); use a copy if there is one, or run the sweep again with --overwrite"));
  CHECK(open_fault(dir / "cut", SweepStore::Opening::overwrite).empty());

  // Spoil every page but the first in turn: opening it, or reading all of it, has to notice, or nothing has changed.
  for (std::size_t page = 1; page < good.size() / 4096; ++page) {
    std::string bad = good;
    bad.replace(page * 4096, 4096, std::string(4096, '\xa5'));
    write_file(dir / "spoilt", bad);
    CAPTURE(page);
    const std::string what = fault([&] { SweepStoreReader(dir / "spoilt").check(); });
    CHECK(what.starts_with((dir / "spoilt").string() + ": is damaged ("));
  }
}

TEST_CASE("a figure of which one bit has changed is noticed when it is read") {
  const Scratch dir;
  StoredRun run = sample_run(0, 1, 3);
  run.figures[1].value = 0.1234567890123;
  { SweepStore(dir / "a", sample_identity(), sample_design(1, 1)).record(run); }
  std::string text = read_file(dir / "a");
  std::uint64_t bits;
  std::memcpy(&bits, &run.figures[1].value, 8);
  std::string stored;  // SQLite stores the most significant byte first
  for (int shift = 56; shift >= 0; shift -= 8) stored += static_cast<char>(bits >> shift & 0xff);
  const std::size_t at = text.find(stored);
  REQUIRE(at != text.npos);
  text[at + 6] = static_cast<char>(text[at + 6] ^ 1);
  write_file(dir / "a", text);
  const SweepStoreReader reader(dir / "a");
  const std::string what = (dir / "a").string() +
                           ": is damaged (figures of run 1 are not what was written); use a copy if "
                           "there is one, or run the sweep again with --overwrite";
  CHECK(fault([&] { (void)reader.run(0, 1); }) == what);
  CHECK(fault([&] { reader.check(); }) == what);
  CHECK(fault([&] { (void)answers_of_sweep(reader, {}); }) == what);
  CHECK(fault([&] { export_sweep(reader, dir / "csv"); }) == what);
  CHECK(entries(dir / "csv") == 0);
}

TEST_CASE("a store or folder that cannot be written is named") {
  const Scratch dir;
  std::filesystem::create_directory(dir / "closed");
  const std::filesystem::path path = dir / "closed/a";
  make_sample(path);
  using std::filesystem::perms;
  std::filesystem::permissions(dir.path(), perms::owner_all | perms::others_exec | perms::others_read);
  std::filesystem::permissions(path, perms::owner_read | perms::others_read);
  const perms all = perms::owner_all | perms::group_all | perms::others_all;
  std::filesystem::permissions(dir / "closed", all);
  CHECK(in_child([&] {
          be_nobody();
          return open_fault(path);
        }) == path.string() + ": cannot be written: Permission denied");
  std::filesystem::permissions(dir / "closed",
                               perms::owner_read | perms::owner_exec | perms::others_read | perms::others_exec);
  CHECK(in_child([&] {
          be_nobody();
          return open_fault(path);
        }) == path.string() + ": cannot be locked, as its folder cannot be written: Permission denied");
  CHECK(in_child([&] {
          be_nobody();
          return open_fault(dir / "closed/new/b");
        }) == (dir / "closed/new").string() + ": cannot be made: Permission denied");
  CHECK(in_child([&] {
          be_nobody();
          return read_fault(path) + std::to_string(done_runs(path));
        }) == "50");
  std::filesystem::permissions(dir / "closed", all);
}

TEST_CASE("a killed store in a folder that cannot be written says how to read it") {
  const Scratch dir;
  std::filesystem::create_directory(dir / "closed");
  const std::filesystem::path path = dir / "closed/a";
  in_child([&]() -> std::string {
    SweepStore store(path, sample_identity(), sample_design(4, 50));
    store.record(sample_run(0, 1));
    ::kill(::getpid(), SIGKILL);
    return "";
  });
  CHECK(entries(dir / "closed") == 4);  // log, its index, and the lock file that nobody holds
  using std::filesystem::perms;
  std::filesystem::remove(dir / "closed/a-shm");
  std::filesystem::permissions(dir.path(), perms::owner_all | perms::others_exec | perms::others_read);
  std::filesystem::permissions(dir / "closed", perms::owner_all | perms::others_read | perms::others_exec);
  CHECK(in_child([&] {
          be_nobody();
          return read_fault(path);
        }) == path.string() +
                  ": was left by a sweep that was killed, and cannot be read where its folder cannot be "
                  "written; copy it and its -wal or -journal elsewhere, or let the sweep go on first");
  CHECK(done_runs(path) == 1);
  CHECK(open_fault(path).empty());
  CHECK(entries(dir / "closed") == 1);
}

TEST_CASE("a full disk is named, what has landed stays, and the sweep goes on when there is room") {
  const Scratch dir;
  const std::filesystem::path path = dir / "a";
  // A limit on the size of files stands in for the disk: SQLite sees a write that fails.
  const std::string told = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{400'000, 400'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::string text;
    SweepStore store(path, sample_identity(), sample_design(4, 50));
    std::size_t landed = 0;
    for (std::uint64_t seed = 1; seed <= 50 && text.empty(); ++seed) {
      text = fault([&] { store.record(sample_run(2, seed, 400)); });
      if (text.empty()) ++landed;
    }
    const std::size_t there = store.reader().status().done;  // it can still be read
    const std::string closing = fault([&] { store.close(); });
    return std::to_string(landed) + (there == landed ? " = " : " != ") + std::to_string(there) + " " + text + "|" +
           closing;
  });
  CAPTURE(told);
  const std::size_t landed = std::stoul(told);
  CHECK(landed > 0);
  CHECK(landed < 50);
  CHECK(told.starts_with(
      std::to_string(landed) + " = " + std::to_string(landed) + " " + path.string() +
      ": cannot be written: a quota or a limit on the size of files is reached, or the disk is broken; "
      "what has landed is safe|"));
  SweepStore store(path, sample_identity(), sample_design(4, 50));
  CHECK(store.reader().status().done == landed);
  CHECK_NOTHROW(store.reader().check());
  for (std::uint64_t seed = 1; seed <= 50; ++seed) CHECK_NOTHROW(store.record(sample_run(2, seed, 400)));
  CHECK(store.reader().status().done == 50);
  CHECK_NOTHROW(store.reader().check());
}

TEST_CASE("SQLite's own word for a full disk is passed on") {
  const Scratch dir;
  make_sample(dir / "a");
  SweepFile file(dir / "a", false);
  file.execute("PRAGMA max_page_count = 1");
  const std::string full = fault([&] {
    SweepTransaction transaction(file, SweepTransaction::Kind::write);
    SweepQuery add = file.query("INSERT INTO meta (key, value) VALUES (?, ?)");
    for (int k = 0; k < 1000; ++k) (add << std::to_string(k) << std::string(1000, 'x')).run();
    transaction.commit();
  });
  CHECK(full == (dir / "a").string() +
                    ": cannot be written: No space left on device; make room and give the same command "
                    "again, what has landed is safe");
  CHECK_FALSE(file.in_transaction());
  file.close();
  CHECK(done_runs(dir / "a") == 50);
}
