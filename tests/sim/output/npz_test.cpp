#include "sim/output/npz.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::entries;
using clout::test::Scratch;

namespace {

void write_sample(const std::filesystem::path& path) {
  NpzWriter npz(path);
  npz.add("u1", std::vector<std::uint8_t>{0, 255});
  npz.add("u2", std::vector<std::uint16_t>{0, 65535});
  npz.add("u4", std::vector<std::uint32_t>{0, 4294967295u});
  npz.add("u8", std::vector<std::uint64_t>{0, ~std::uint64_t{0}});
  npz.add("i4", std::vector<std::int32_t>{-1, 7});
  npz.add("i8", std::vector<std::int64_t>{-1, 7});
  npz.add("f4", std::vector<float>{0.1f, -2});
  npz.add("f8", std::vector<double>{0.1, std::numeric_limits<double>::max()});
  npz.add_bool("flag", std::vector<std::uint8_t>{0, 1});
  npz.add("empty", std::vector<double>{});
  npz.finish();
}

}  // namespace

TEST_CASE("what was written comes back, type by type") {
  const Scratch dir;
  write_sample(dir / "a.npz");
  const NpzReader npz(dir / "a.npz");
  CHECK(npz.names().size() == 10);
  CHECK(npz.names()[2] == "u4");
  CHECK(npz.read<std::uint8_t>("u1") == std::vector<std::uint8_t>{0, 255});
  CHECK(npz.read<std::uint16_t>("u2") == std::vector<std::uint16_t>{0, 65535});
  CHECK(npz.read<std::uint32_t>("u4") == std::vector<std::uint32_t>{0, 4294967295u});
  CHECK(npz.read<std::uint64_t>("u8")[1] == ~std::uint64_t{0});
  CHECK(npz.read<std::int32_t>("i4")[0] == -1);
  CHECK(npz.read<float>("f4")[0] == 0.1f);
  CHECK(npz.read<double>("f8")[1] == std::numeric_limits<double>::max());
  CHECK(npz.type("flag") == "|b1");
  CHECK(npz.read<std::uint8_t>("flag") == std::vector<std::uint8_t>{0, 1});
  CHECK(npz.read<double>("empty").empty());
  CHECK_THROWS_WITH_AS((void)npz.read<float>("f8"),
                       ((dir / "a.npz").string() + ": array f8 is <f8, not <f4").c_str(), FileError);
  CHECK_THROWS_WITH_AS((void)npz.read<float>("g"), ((dir / "a.npz").string() + ": has no array g").c_str(), FileError);
}

TEST_CASE("equal columns give equal bytes, and nothing appears before finish") {
  const Scratch dir;
  write_sample(dir / "a.npz");
  write_sample(dir / "b.npz");
  CHECK(read_file(dir / "a.npz") == read_file(dir / "b.npz"));
  {
    NpzWriter npz(dir / "c.npz");
    npz.add("x", std::vector<double>(100));
  }
  CHECK(entries(dir.path()) == 2);
}

TEST_CASE("two arrays of one name and names that are paths are a caller's mistake") {
  const Scratch dir;
  NpzWriter npz(dir / "a.npz");
  npz.add("x", std::vector<double>{1});
  CHECK_THROWS_AS(npz.add("x", std::vector<double>{1}), std::invalid_argument);
  CHECK_THROWS_AS(npz.add("../x", std::vector<double>{1}), std::invalid_argument);
  CHECK_THROWS_AS(npz.add("", std::vector<double>{1}), std::invalid_argument);
}

TEST_CASE("an archive cut short or changed is refused, whatever byte it is") {
  const Scratch dir;
  {
    NpzWriter npz(dir / "a.npz");
    npz.add("x", std::vector<std::uint16_t>{1, 2, 3});
    npz.finish();
  }
  const std::string whole = read_file(dir / "a.npz");
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    write_file(dir / "b.npz", whole.substr(0, bytes));
    CHECK_THROWS_AS((void)NpzReader(dir / "b.npz"), FileError);
  }
  const std::vector<std::uint16_t> right{1, 2, 3};
  for (std::size_t k = 0; k < whole.size(); ++k) {
    std::string changed = whole;
    changed[k] = static_cast<char>(changed[k] ^ 0x41);
    write_file(dir / "b.npz", changed);
    // A byte that says nothing (a date) may change; a wrong number may not come out.
    std::vector<std::uint16_t> read = right;
    try {
      read = NpzReader(dir / "b.npz").read<std::uint16_t>("x");
    } catch (const FileError&) {
    }
    CHECK(read == right);
  }
}

// npz_test.py loads this with numpy.
TEST_CASE("a sample for numpy") {
  const char* folder = std::getenv("CLOUT_TEST_OUT");
  if (!folder) return;
  write_sample(std::filesystem::path(folder) / "sample.npz");
  NpzWriter npz(std::filesystem::path(folder) / "million.npz");
  for (int k = 0; k < 30; ++k) {
    const std::string name = "column" + std::to_string(k);
    if (k % 3 == 0) npz.add(name, std::vector<double>(1'000'000, k));
    else npz.add(name, std::vector<std::uint32_t>(1'000'000, static_cast<std::uint32_t>(k)));
  }
  npz.finish();
}
