#include "sim/recorded/bios_table.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/sim/recorded/read_text.h"

using namespace clout;
using namespace clout::test;

namespace {

Recording people() {
  Recording recording;
  recording.ids = {"ada", "bob", "cy"};
  return recording;
}

std::string faults_of(const std::string& text, Recording& recording) {
  return faults_of_text(text, [&](const std::string& path, Faults& faults) { read_bios(path, recording, faults); });
}

}  // namespace

TEST_CASE("cities and topics are numbered in the order of their names, whatever that of the rows") {
  Recording r = people();
  CHECK(faults_of("topics,id,city,mood\nrowing; chess,cy,York,\nchess,ada,Ayr,good\nzen,dot,Bath,\nchess,bob,York,\n",
                  r) == "");
  CHECK(r.city == std::vector<std::uint16_t>{0, 1, 1});
  CHECK(r.topics == std::vector<std::uint64_t>{1, 1, 3});  // of dot, who is not in the recording, nothing is known
  CHECK(r.has.has(ScoreInput::bios));
}

TEST_CASE("every fault is told at its place") {
  Recording r = people();
  CHECK(faults_of("id,city,topics\nada,,chess\nbob,York, ;\nada,York,chess\n", r) ==
        "t.csv:1:1: id: there is no row for cy\n"
        "t.csv:2:5: city: is empty; a word would do\n"
        "t.csv:3:11: topics: is empty; a word would do\n"
        "t.csv:4:1: id: 'ada' has a row already\n");
  CHECK(faults_of("id,town\nada,York\n", r) ==
        "t.csv:1:1: city: this column is missing\n"
        "t.csv:1:1: topics: this column is missing\n");
  CHECK_FALSE(r.has.has(ScoreInput::bios));
}

TEST_CASE("64 topics are the most") {
  Recording r = people();
  std::string many = "t0";
  for (int topic = 1; topic < 64; ++topic) many += ";t" + std::to_string(topic);
  const std::string rest = "\nbob,York,t0\ncy,York,t0\n";
  CHECK(faults_of("id,city,topics\nada,York," + many + rest, r) == "");
  CHECK(faults_of("id,city,topics\nada,York," + many + ";t64" + rest, r) ==
        "t.csv:2:10: topics: 't64' is one too many; 64 different ones would do\n");
}
