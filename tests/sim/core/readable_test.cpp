#include "sim/core/readable.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;

TEST_CASE("a file is read whole; of one that cannot be it is said why") {
  const Scratch dir;
  const std::string text = std::string(100000, 'x') + '\0' + "\n";
  std::ofstream(dir / "a", std::ios::binary) << text;
  std::string why = "before";
  CHECK(contents_of((dir / "a").string(), why) == text);
  CHECK(why == "");
  CHECK_FALSE(contents_of((dir / "no").string(), why).has_value());
  CHECK(why == "No such file or directory");
  CHECK_FALSE(contents_of(dir.path().string(), why).has_value());
  CHECK(why == "it is a folder");
}

TEST_CASE("a named pipe is refused without waiting for who writes to it; one without a name is read once") {
  const Scratch dir;
  const std::string named = (dir / "pipe").string();
  REQUIRE(::mkfifo(named.c_str(), 0600) == 0);
  std::string why;
  CHECK_FALSE(contents_of(named, why).has_value());
  CHECK(why.starts_with("it is a named pipe, and nobody may ever write to it; "));
  CHECK(why_no_regular_file(named) == "it is no regular file (a pipe is read once, a device has no end)");
  CHECK(why_no_regular_file("/dev/null") == why_no_regular_file(named));
  CHECK(why_no_regular_file((dir / "no").string()) == "No such file or directory");

  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], "rows", 4) == 4);
  ::close(ends[1]);
  CHECK(contents_of("/proc/self/fd/" + std::to_string(ends[0]), why) == "rows");
  ::close(ends[0]);
}
