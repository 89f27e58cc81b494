#include "sim/world/population_file.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

using namespace clout;

namespace {

struct Read {
  GivenAgents agents;
  std::string faults;
};

Read read_text(const std::string& text, const PopulationParams& params = {}) {
  const char* tmp = std::getenv("TMPDIR");
  const std::string path = std::string(tmp != nullptr ? tmp : "/tmp") + "/clout_population_file_test.csv";
  std::ofstream(path, std::ios::binary) << text;
  Faults faults;
  Read r{read_population_file(path, params, faults), faults.text()};
  std::remove(path.c_str());
  for (std::size_t at; (at = r.faults.find(path)) != std::string::npos;) r.faults.replace(at, path.size(), "p.csv");
  return r;
}

}  // namespace

TEST_CASE("every column is read, with quotes, comments, blanks and CRLF") {
  const Read r = read_text(
      "\xEF\xBB\xBF# people\r\n"
      "role,city,topics,quality,own_worth,present,bio_complete,hours_online,hours_offline,strategy\r\n"
      "\r\n"
      "executive,3,5,0.5,2,no,yes,0,30,casual\r\n"
      "\"ordinary\", 0 ,1,0.25,1e-1,true,0,1.5,2,\"a, \"\"b\"\"\"");
  CHECK(r.faults == "");
  const GivenAgents& a = r.agents;
  REQUIRE(a.agents == 2);
  CHECK(a.role == std::vector<std::uint8_t>{2, 0});
  CHECK(a.city == std::vector<std::uint16_t>{3, 0});
  CHECK(a.cities == 20);
  CHECK(a.topics == std::vector<std::uint64_t>{5, 1});
  CHECK(a.quality == std::vector<float>{0.5f, 0.25f});
  CHECK(a.own_worth == std::vector<float>{2, 0.1f});
  CHECK(a.present == std::vector<std::uint8_t>{0, 1});
  CHECK(a.bio_complete == std::vector<std::uint8_t>{1, 0});
  CHECK(a.hours_online == std::vector<float>{0, 1.5f});
  CHECK(a.hours_offline == std::vector<float>{30, 2});
  CHECK(a.strategy == std::vector<std::uint16_t>{0, 1});
  CHECK(a.strategy_names == std::vector<std::string>{"casual", "a, \"b\""});
}

TEST_CASE("names of cities are numbered by falling size, names of topics by the alphabet") {
  const Read r = read_text("city,topics\nRome,music;art\nOslo,sport\nOslo, art ;sport\n");
  CHECK(r.faults == "");
  CHECK(r.agents.city_names == std::vector<std::string>{"Oslo", "Rome"});
  CHECK(r.agents.city == std::vector<std::uint16_t>{1, 0, 0});
  CHECK(r.agents.cities == 2);
  CHECK(r.agents.topic_names == std::vector<std::string>{"art", "music", "sport"});
  CHECK(r.agents.topics == std::vector<std::uint64_t>{3, 4, 5});
}

TEST_CASE("faults name line and column") {
  CHECK(read_text("role,quality\nexecutiv,1\nordinary,x\n").faults ==
        "p.csv:2:1: population.file.role: no role has the name 'executiv'; did you mean 'executive'?\n"
        "p.csv:2:10: population.file.quality: '1' is not a number in (0, 1)\n"
        "p.csv:3:10: population.file.quality: 'x' is not a number in (0, 1)\n");
  CHECK(read_text("city\n20\n-1\n1.5\n").faults ==
        "p.csv:2:1: population.file.city: '20' is not a whole number in [0, 19]\n"
        "p.csv:3:1: population.file.city: '-1' is not a whole number in [0, 19]\n"
        "p.csv:4:1: population.file.city: '1.5' is not a whole number in [0, 19]\n");
  CHECK(read_text("topics\n0\n4294967296\n").faults ==
        "p.csv:2:1: population.file.topics: '0' is not a set of up to 32 bits, in [1, 4294967295]\n"
        "p.csv:3:1: population.file.topics: '4294967296' is not a set of up to 32 bits, in [1, 4294967295]\n");
  CHECK(read_text("topics,city\na,x\n;,\n").faults ==
        "p.csv:3:1: population.file.topics: an agent has at least one topic; names with `;` between them would do\n"
        "p.csv:3:3: population.file.city: the field is empty; the name of a city would do\n");
  CHECK(read_text("own_worth,present\n0,maybe\nnan,1\n").faults ==
        "p.csv:2:1: population.file.own_worth: '0' is not a number in (0, 1.0e+30)\n"
        "p.csv:2:3: population.file.present: 'maybe' is not true, false, yes, no, 1 or 0\n"
        "p.csv:3:1: population.file.own_worth: 'nan' is not a number in (0, 1.0e+30)\n");
  CHECK(read_text("quality,own_worth\n0.99999999,1e-60\n").faults ==  // as they would be kept
        "p.csv:2:1: population.file.quality: '0.99999999' is not a number in (0, 1)\n"
        "p.csv:2:12: population.file.own_worth: '1e-60' is not a number in (0, 1.0e+30)\n");
  CHECK(read_text("hours_online,strategy\n169,\n").faults ==
        "p.csv:2:1: population.file.hours_online: '169' is not a number in [0, 168]\n"
        "p.csv:2:5: population.file.strategy: the field is empty; the name of a strategy would do\n");
}

TEST_CASE("a column has numbers or names: one that differs is a fault, and the others are still looked at") {
  CHECK(read_text("city\n0\n19\n20\n-1\nfoo\n").faults ==
        "p.csv:4:1: population.file.city: '20' is not a whole number in [0, 19]\n"
        "p.csv:5:1: population.file.city: '-1' is not a whole number in [0, 19]\n"
        "p.csv:6:1: population.file.city: 'foo' is not a whole number in [0, 19]\n");
  CHECK(read_text("city,topics\nRome,3\nOslo,5\n3,art\n").faults ==
        "p.csv:4:1: population.file.city: '3' is a number, and most of the column are names; one of both would do\n"
        "p.csv:4:3: population.file.topics: 'art' is not a set of up to 32 bits, in [1, 4294967295]\n");
  CHECK(read_text("topics\nart\n-1\nart;sport\n").faults ==
        "p.csv:3:1: population.file.topics: '-1' is a number, and most of the column are names; one of both would "
        "do\n");
}

TEST_CASE("rows of another length hide no fault of other rows") {
  CHECK(read_text("role\nbla\nordinary,3\n").faults ==
        "p.csv:2:1: population.file.role: no role has the name 'bla'\n"
        "p.csv:3:1: population.file: the row has 2 fields, the header has 1\n");
  CHECK(read_text("hours_online,hours_offline\n168\n100,100\n").faults ==
        "p.csv:2:1: population.file: the row has 1 fields, the header has 2\n"
        "p.csv:3:5: population.file.hours_offline: 100 h online and 100 h offline are more than the 168 h of a week; "
        "68 or less would do\n");
}

TEST_CASE("faults of the header and of the shape") {
  CHECK(read_text("rolle,city,city\n").faults ==
        "p.csv:1:1: population.file: unknown column 'rolle'; did you mean 'role'?\n"
        "p.csv:1:12: population.file: column 'city' stands twice in the header\n");
  CHECK(read_text("role\n").faults == "p.csv:1:1: population.file: there is no agent below the header\n");
  CHECK(read_text("").faults ==
        "p.csv:1:1: population.file: the file is empty; a header row with names of columns would do\n");
  CHECK(read_text("role,city\nordinary\n").faults ==
        "p.csv:2:1: population.file: the row has 1 fields, the header has 2\n");
  CHECK(read_text("strategy\n\"a\n").faults == "p.csv:2:1: population.file: a quoted field is never closed\n");
  CHECK(read_text("strategy\n\"a\"b\n").faults ==
        "p.csv:2:4: population.file: text follows a closing quote; a comma would do\n");
  PopulationParams two;
  two.topics = 2;
  CHECK(read_text("topics\na;b;c\n", two).faults ==
        "p.csv:1:1: population.file.topics: there are 3 topics; population.topics allows 2\n");
  Faults faults;
  (void)read_population_file("/nowhere/p.csv", {}, faults);
  CHECK(faults.text() == "/nowhere/p.csv: population.file: cannot be read: No such file or directory\n");
}

TEST_CASE("nobody has more hours than a week, given or drawn") {
  CHECK(read_text("hours_offline,hours_online\n100,68\n100,68.5\n").faults ==
        "p.csv:3:5: population.file.hours_online: 68.5 h online and 100 h offline are more than the 168 h of a week; "
        "68 or "
        "less would do\n");
  PopulationParams p;
  p.hours_online_max = 40;
  p.hours_offline_max = 60;
  CHECK(read_text("hours_online\n108\n109\n", p).faults ==
        "p.csv:3:1: population.file.hours_online: 109 h online and 60 h offline (offline up to "
        "population.hours_offline_max) are more than the 168 h of a week; 108 or less would do\n");
  CHECK(read_text("role,hours_offline\nordinary,129\n", p).faults ==
        "p.csv:2:10: population.file.hours_offline: 40 h online and 129 h offline (online up to "
        "population.hours_online_max) are more than the 168 h of a week; 128 or less would do\n");
  p.hours_online_added = 1;
  CHECK(read_text("hours_online\n107\n108\n", p).faults ==
        "p.csv:3:1: population.file.hours_online: 108 h online and 60 h offline (offline up to "
        "population.hours_offline_max), and 1 h that population.hours_*_added adds, are more than the 168 h of a week; "
        "107 or less would do\n");
}

TEST_CASE("no byte of the file reaches the terminal as it is, and of many faults fifty are shown") {
  CHECK(read_text("role\n\x1b]0;x\x07\xff\n").faults ==
        "p.csv:2:1: population.file.role: no role has the name '\\x1b]0;x\\x07\\xff'\n");
  std::string text = "quality\n";
  for (int i = 0; i < 70; ++i) text += "x\n";
  CHECK(read_text(text).faults.ends_with("p.csv: and 20 more faults\n"));
}

TEST_CASE("a line of a million fields is refused in the time that it takes to read it") {
  std::string text = "role\nordinary";
  for (int i = 0; i < 1000000; ++i) text += ",ordinary";
  CHECK(read_text(text + "\n").faults != "");
}
