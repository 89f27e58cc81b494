#include "sim/output/atomic_file.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::entries;
using clout::test::Scratch;

TEST_CASE("a file appears whole, with commit, or not at all") {
  const Scratch dir;
  {
    AtomicFile file(dir / "a");
    file.out().write("half");
    CHECK_FALSE(std::filesystem::exists(dir / "a"));
  }
  CHECK(entries(dir.path()) == 0);
  write_file(dir / "a", "old");
  {
    AtomicFile file(dir / "a");
    file.out().write("new");
    file.out().flush();
    CHECK(read_file(dir / "a") == "old");
    file.commit();
  }
  CHECK(read_file(dir / "a") == "new");
  CHECK(entries(dir.path()) == 1);
}

TEST_CASE("what was written can be replaced before commit") {
  const Scratch dir;
  AtomicFile file(dir / "a");
  file.out().write("....tail");
  file.out().rewrite(0, "head", 4);
  CHECK(file.out().size() == 8);
  file.commit();
  CHECK(read_file(dir / "a") == "headtail");
}

TEST_CASE("large writes go through unbuffered") {
  const Scratch dir;
  const std::string large(1 << 20, 'x');
  AtomicFile file(dir / "a");
  file.out().write("<");
  file.out().write(large);
  file.out().write(">");
  file.commit();
  CHECK(read_file(dir / "a") == "<" + large + ">");
}

TEST_CASE("a full disk is named") {
  FileWriter full("/dev/full", "runs/x/summary.csv");
  full.write("buffered");
  CHECK_THROWS_WITH_AS(full.close(), "runs/x/summary.csv: cannot be written: No space left on device", FileError);
}

TEST_CASE("a folder that is missing, and a file in its place, are named") {
  const Scratch dir;
  const std::string missing = (dir / "no/file").string();
  CHECK_THROWS_WITH_AS(AtomicFile{missing}, (missing + ": cannot be written: No such file or directory").c_str(),
                       FileError);
  CHECK_THROWS_WITH_AS((void)read_file(dir / "no"),
                       ((dir / "no").string() + ": cannot be read: No such file or directory").c_str(), FileError);
}

TEST_CASE("a pipe in place of a file is refused, not waited for") {
  const Scratch dir;
  REQUIRE(::mkfifo((dir / "pipe").c_str(), 0600) == 0);
  CHECK_THROWS_WITH_AS(
      (void)read_file(dir / "pipe"),
      ((dir / "pipe").string() + ": cannot be read: it is no regular file (a pipe is read once, a device has no end)")
          .c_str(),
      FileError);
}

TEST_CASE("what a killed program has left half written is removed, what a living one writes is not") {
  const Scratch dir;
  const pid_t child = ::fork();
  if (child == 0) {
    AtomicFile file(dir / "killed");
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  AtomicFile living(dir / "living");
  write_file(dir / (std::string(kTemporaryPrefix) + "another_machine-1-2-a.csv"), "half");
  CHECK(entries(dir.path()) == 3);
  remove_leftovers(dir.path());
  CHECK(entries(dir.path()) == 2);
  living.commit();
  remove_leftovers(dir / "nowhere");
}

TEST_CASE("whether a folder can be used is found out beforehand, and leaves nothing") {
  const Scratch dir;
  const FolderCheck check = check_folder(dir / "not/yet/there");
  CHECK(check.writable);
  CHECK(check.free_bytes > 0);
  CHECK(entries(dir.path()) == 0);
  CHECK_NOTHROW(require_folder(dir / "new", 1));
  CHECK_THROWS_AS(require_folder(dir.path(), ~std::uint64_t{0}), FileError);  // that much is nowhere

  write_file(dir / "file", "");
  CHECK_THROWS_WITH_AS(require_folder(dir / "file/below"), ((dir / "file").string() + ": is not a folder").c_str(),
                       FileError);
  // Not writable for root either.
  const FolderCheck proc = check_folder("/proc/clout");
  CHECK_FALSE(proc.writable);
  CHECK(proc.why.starts_with("/proc: cannot be written: "));
}
