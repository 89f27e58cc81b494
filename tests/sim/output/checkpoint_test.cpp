#include "sim/output/checkpoint.h"

#include <doctest/doctest.h>

#include <string>

#include "sim/core/column.h"
#include "sim/world/lists.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::entries;
using clout::test::Scratch;

namespace {

struct State {
  Column<std::uint32_t> column;
  Lists<std::uint16_t> lists;
  double number = 0;
  void visit(StateVisitor& v) {
    v.column("column", column);
    lists.visit_state(v, "lists");
    v.value("number", number);
  }
  std::uint64_t digest() {
    StateDigest d;
    visit(d);
    return d.digest();
  }
};

State sample() {
  State s;
  s.column = {1, 2, 3};
  s.lists = Lists<std::uint16_t>(3);
  s.lists.push_back(0, 7);
  s.lists.push_back(2, 8);
  s.lists.push_back(2, 9);
  s.number = 0.5;
  return s;
}

const CheckpointId kId{"0123456789abcdef", "0.1.0", 4};

void save(const std::filesystem::path& path, State s) {
  save_checkpoint(path, kId, [&](StateVisitor& v) { s.visit(v); });
}
void load(const std::filesystem::path& path, State& s, const CheckpointId& id = kId) {
  load_checkpoint(path, id, [&](StateVisitor& v) { s.visit(v); });
}

}  // namespace

TEST_CASE("state comes back byte for byte") {
  const Scratch dir;
  save(dir / "c", sample());
  State s;
  load(dir / "c", s);
  CHECK(s.digest() == sample().digest());
  CHECK(s.lists.of(2)[1] == 9);
  State empty, back = sample();
  save(dir / "e", empty);
  load(dir / "e", back);
  CHECK(back.column.empty());
  CHECK(entries(dir.path()) == 2);
}

TEST_CASE("a checkpoint of another scenario, world or version is refused with a sentence") {
  const Scratch dir;
  const std::string path = (dir / "c").string();
  save(path, sample());
  State s;
  const std::string remedy = "; delete it, then this world is lived from its start";
  CHECK_THROWS_WITH_AS(load(path, s, {"ffff", "0.1.0", 4}),
                       (path + ": is a checkpoint of another scenario (0123456789abcdef)" + remedy).c_str(), FileError);
  CHECK_THROWS_WITH_AS(load(path, s, {"0123456789abcdef", "0.2.0", 4}),
                       (path + ": is a checkpoint of another version of clout (0.1.0, this is 0.2.0)" + remedy).c_str(),
                       FileError);
  CHECK_THROWS_WITH_AS(load(path, s, {"0123456789abcdef", "0.1.0", 5}),
                       (path + ": is a checkpoint of another world (seed 4, this is 5)" + remedy).c_str(), FileError);
  CHECK_THROWS_WITH_AS(load(dir / "no", s),
                       ((dir / "no").string() + ": cannot be read: No such file or directory").c_str(), FileError);
  CHECK(s.column.empty());
}

TEST_CASE("a truncated or changed checkpoint is refused before anything is overwritten") {
  const Scratch dir;
  const std::string path = (dir / "c").string();
  save(path, sample());
  const std::string whole = read_file(path);
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    write_file(path, whole.substr(0, bytes));
    State s;
    CHECK_THROWS_AS(load(path, s), FileError);
    CHECK(s.column.empty());
  }
  for (std::size_t k = 0; k < whole.size(); ++k) {
    std::string changed = whole;
    changed[k] = static_cast<char>(changed[k] ^ 0x10);
    write_file(path, changed);
    State s;
    CHECK_THROWS_AS(load(path, s), FileError);
    CHECK(s.column.empty());
  }
  write_file(path, whole.substr(0, whole.size() - 3));
  State s;
  CHECK_THROWS_WITH_AS(
      load(path, s),
      (path + ": is a truncated checkpoint: 3 bytes are missing; delete it, then this world is lived from its start")
          .c_str(),
      FileError);
  write_file(path, whole + "x");
  CHECK_THROWS_WITH_AS(load(path, s),
                       (path + ": is a damaged checkpoint; delete it, then this world is lived from its start").c_str(),
                       FileError);
}

TEST_CASE("other state than is stored is refused by name") {
  const Scratch dir;
  const std::string path = (dir / "c").string();
  save(path, sample());
  Column<std::uint32_t> column;
  std::uint64_t other = 0;
  CHECK_THROWS_WITH_AS(load_checkpoint(path, kId,
                                       [&](StateVisitor& v) {
                                         v.column("column", column);
                                         v.value("other", other);
                                       }),
                       (path + ": is a checkpoint of other state: `other` is not what is stored").c_str(), FileError);
  CHECK_THROWS_WITH_AS(load_checkpoint(path, kId, [&](StateVisitor& v) { v.column("column", column); }),
                       (path + ": is a checkpoint of other state: it holds more than was asked for").c_str(),
                       FileError);
}
