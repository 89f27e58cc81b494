#include "sim/output/report_file.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "sim/output/atomic_file.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;

namespace {

const std::vector<std::string> kNoArms;

KeptReport report() {
  Table table({"what", "is"});
  table.add({"gain", "1.50 [1.00, 2.00]"});
  KeptReport kept;
  kept.page << "a title\n" << table << "\nresults\n";
  kept.json = "{\n  \"mean\": 0.1,\n  \"low\": null\n}\n";
  return kept;
}

}  // namespace

TEST_CASE("a report that is kept is printed as it was, at any width") {
  const Scratch dir;
  write_report(dir.path(), "mark", kNoArms, report());
  const auto kept = read_report(dir.path(), "mark", kNoArms);
  REQUIRE(kept);
  for (const std::size_t width : {0, 12, 80}) CHECK(kept->page.text(width) == report().page.text(width));
  CHECK(kept->json == report().json);
}

TEST_CASE("a report of something else, or that is none, is not read") {
  const Scratch dir;
  CHECK_FALSE(read_report(dir.path(), "mark", kNoArms));
  write_report(dir.path(), "mark", kNoArms, report());
  CHECK_FALSE(read_report(dir.path(), "another", kNoArms));
  for (const char* text : {"", "{", "{}", "[1]", R"({"schema": 1, "made_of": "mark", "tables": {}})"}) {
    write_file(dir / kReportFile, text);
    CHECK_FALSE(read_report(dir.path(), "mark", kNoArms));
  }
}

TEST_CASE("a table that was written with a report and is another, or missing, makes it anew") {
  const Scratch dir;
  const std::vector<std::string> arms = {"arms/hidden"};
  std::filesystem::create_directories(dir / "arms/hidden");
  const std::array files = {dir / "margins.csv", dir / "arms/hidden/curves.csv"};
  for (const auto& file : files) write_file(file, "a\n1\n");
  write_report(dir.path(), "mark", arms, report());
  CHECK(read_report(dir.path(), "mark", arms));
  for (const auto& file : files) {
    write_file(file, "a\n2\n");
    CHECK_FALSE(read_report(dir.path(), "mark", arms));
    std::filesystem::remove(file);
    CHECK_FALSE(read_report(dir.path(), "mark", arms));
    write_file(file, "a\n1\n");
    CHECK(read_report(dir.path(), "mark", arms));
  }
}

TEST_CASE("the mark of worlds changes with program, scenario, which worlds there are, and what is in them") {
  const Scratch dir;
  const std::array worlds = {dir / "0001", dir / "0002"};
  for (const auto& world : worlds) {
    std::filesystem::create_directories(world);
    write_file(world / "checksums.csv", "file,bytes,crc32\nmeasures.csv,10,01234567\n");
  }
  const std::string mark = mark_of_worlds("1.0", "scenario", worlds);
  CHECK(mark == mark_of_worlds("1.0", "scenario", worlds));
  CHECK(mark != mark_of_worlds("1.1", "scenario", worlds));
  CHECK(mark != mark_of_worlds("1.0", "scenari0", worlds));
  CHECK(mark != mark_of_worlds("1.0", "scenario", std::span(worlds).first(1)));
  write_file(worlds[1] / "checksums.csv", "file,bytes,crc32\nmeasures.csv,10,01234568\n");
  CHECK(mark != mark_of_worlds("1.0", "scenario", worlds));
}
