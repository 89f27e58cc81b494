#include "sim/output/csv.h"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>
#include <string>

#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;

TEST_CASE("quotes where RFC 4180 asks for them") {
  const Scratch dir;
  AtomicFile file(dir / "a.csv");
  CsvWriter csv(file.out(), {"name", "a,b", "n"});
  csv << "say \"hi\"" << "two\nlines" << 3;
  csv.end_row();
  csv << "plain" << "" << -1;
  csv.end_row();
  file.commit();
  CHECK(read_file(dir / "a.csv") == "name,\"a,b\",n\n\"say \"\"hi\"\"\",\"two\nlines\",3\nplain,,-1\n");
  const CsvTable table = read_csv(dir / "a.csv");
  CHECK(table.header[1] == "a,b");
  CHECK(table.rows[0][0] == "say \"hi\"");
  CHECK(table.rows[0][1] == "two\nlines");
  CHECK(table.number(1, table.column("n")) == -1);
  CHECK(table.number(1, 1, 7) == 7);  // empty
}

TEST_CASE("numbers are the shortest text that reads back") {
  CHECK(csv_number(0.1) == "0.1");
  CHECK(csv_number(1.0 / 3) == "0.3333333333333333");
  CHECK(csv_number(1e300) == "1e+300");
  CHECK(csv_number(-0.0) == "0");
  CHECK(csv_number(std::numeric_limits<double>::quiet_NaN()).empty());
  CHECK(csv_number(-std::numeric_limits<double>::infinity()).empty());
  const Scratch dir;
  AtomicFile file(dir / "a.csv");
  CsvWriter csv(file.out(), {"f", "d", "b", "u", "blank"});
  csv << 0.1f << 0.1 + 0.2 << true << std::uint8_t{200};
  csv.blank().end_row();
  file.commit();
  CHECK(read_file(dir / "a.csv") == "f,d,b,u,blank\n0.1,0.30000000000000004,true,200,\n");
  CHECK(read_csv(dir / "a.csv").number(0, 1) == 0.1 + 0.2);
}

TEST_CASE("a row of another length than the header is a caller's mistake") {
  const Scratch dir;
  AtomicFile file(dir / "a.csv");
  CsvWriter csv(file.out(), {"a", "b"});
  csv << 1;
  CHECK_THROWS_AS(csv.end_row(), std::logic_error);
}

TEST_CASE("a full disk is named while the table grows") {
  FileWriter full("/dev/full", "big.csv");
  CsvWriter csv(full, {"n"});
  const auto write_many = [&] {
    for (int k = 0; k < 1'000'000; ++k) (csv << k).end_row();
  };
  CHECK_THROWS_WITH_AS(write_many(), "big.csv: cannot be written: No space left on device", FileError);
}

TEST_CASE("files that are no such table are refused with the row") {
  const Scratch dir;
  const std::string path = (dir / "a.csv").string();
  write_file(path, "a,b\r\n1,2\r\n3\r\n");
  CHECK_THROWS_WITH_AS((void)read_csv(path), (path + ": row 3 has 1 cells, the header 2").c_str(), FileError);
  write_file(path, "a,b\n1,\"2\n");
  CHECK_THROWS_WITH_AS((void)read_csv(path), (path + ": ends within quotes").c_str(), FileError);
  write_file(path, "");
  CHECK_THROWS_WITH_AS((void)read_csv(path), (path + ": is empty").c_str(), FileError);
  write_file(path, "a\nx");
  const CsvTable table = read_csv(path);
  CHECK_THROWS_WITH_AS((void)table.number(0, 0), (path + ": row 2, a: not a number: x").c_str(), FileError);
  CHECK_THROWS_WITH_AS((void)table.column("b"), (path + ": has no column b").c_str(), FileError);
}
