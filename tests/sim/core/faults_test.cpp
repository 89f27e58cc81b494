// Faults: order, form, quoting.
#include "sim/core/faults.h"

#include <doctest/doctest.h>

#include <span>
#include <string>
#include <vector>

namespace clout {
namespace {

TEST_CASE("a fault is one line: place, path, message") {
  const Fault fault{{"scenarios/ring.yaml", 7, 66}, "strategies.reshare_ring.reshare_prob", "1.8 is outside [0, 1]"};
  CHECK(fault.text() == "scenarios/ring.yaml:7:66: strategies.reshare_ring.reshare_prob: 1.8 is outside [0, 1]");
}

TEST_CASE("what is not known is left out") {
  CHECK(Fault{{"a.yaml", 3, 0}, "x", "m"}.text() == "a.yaml:3: x: m");
  CHECK(Fault{{"a.yaml", 0, 0}, "", "m"}.text() == "a.yaml: m");
  CHECK(Fault{{"--set x=1", 0, 0}, "x", "m"}.text() == "--set x=1: x: m");
  CHECK(Fault{{}, "", "m"}.text() == "m");
}

TEST_CASE("faults come by file, line and column, and else in the order of their finding") {
  Faults faults;
  CHECK(faults.empty());
  faults.add({"b", 1, 1}, "", "6");
  faults.add({"a", 10, 1}, "", "5");
  faults.add({"a", 2, 9}, "", "2");
  faults.add({"a", 2, 10}, "", "3");
  faults.add({"a", 2, 10}, "", "4");
  faults.add({"a", 0, 0}, "", "1");
  CHECK(faults.size() == 6);
  CHECK(faults.text() == "a: 1\na:2:9: 2\na:2:10: 3\na:2:10: 4\na:10:1: 5\nb:1:1: 6\n");
}

TEST_CASE("of a file fifty faults are shown, and the number of the others below them") {
  Faults faults, more;
  for (int line = 60; line > 0; --line) faults.add({"a", line, 1}, "", "x");
  faults.add({"b", 1, 1}, "", "y");
  CHECK(faults.size() == 61);
  CHECK(faults.sorted().size() == Faults::kKept + 1);
  CHECK(faults.full("a"));
  CHECK_FALSE(faults.full("b"));
  const std::string text = faults.text();
  CHECK(text.starts_with("a:11:1: x\n"));  // the first 50 that were found are of lines 60 to 11
  CHECK(text.ends_with("a:60:1: x\na: and 10 more faults\nb:1:1: y\n"));

  more.add({"a", 99, 1}, "", "z");
  more.append(faults);
  CHECK(more.size() == 62);
  CHECK(more.text().ends_with("a:99:1: z\na: and 11 more faults\nb:1:1: y\n"));
}

TEST_CASE("a fault that is given another place is shown there") {
  Faults faults;
  faults.add({"a", 1, 1}, "x", "wrong");
  faults.add({"a", 2, 1}, "y", "too");
  faults.change([](Fault& f) {
    if (f.path == "x") f.place = {"--set x=1", 0, 0};
  });
  CHECK(faults.text() == "--set x=1: x: wrong\na:2:1: y: too\n");
}

TEST_CASE("what was only counted of a file goes where the last of its faults goes") {
  Faults faults;
  for (int line = 1; line <= 60; ++line) faults.add({"a", line, 1}, "x", "wrong");
  faults.change([](Fault& f) { f.place = {f.place.line < 50 ? "--set x=1" : "--set y=2", 0, 0}; });
  CHECK(faults.text().ends_with("--set y=2: x: wrong\n--set y=2: and 10 more faults\n"));
  CHECK(faults.size() == 60);
}

TEST_CASE("no text of a file reaches the terminal as a command, another direction of writing or broken UTF-8") {
  CHECK(escaped("caf\xc3\xa9 \xe6\x97\xa5") == "caf\xc3\xa9 \xe6\x97\xa5");
  CHECK(escaped("\x1b[31mred") == "\\x1b[31mred");
  CHECK(escaped("\xc2\x9b"
                "31m") == "\\u009b31m");  // the other way to write ESC [
  CHECK(escaped("a\xff"
                "b\xc3") == "a\\xffb\\xc3");
  CHECK(escaped("\xe2\x80\xae"
                "abc") ==
        "\\u202e"
        "abc");
  CHECK(escaped(std::string("\0\r\n", 3)) == "\\x00\\x0d\\n");
  const Fault fault{{"a\x1b.yaml", 1, 1}, "k\ney", "m\x07"};
  CHECK(fault.text() == "a\\x1b.yaml:1:1: k\\ney: m\\x07");
}

TEST_CASE("a long list of words says how many it leaves out") {
  const std::vector<std::string> words(35, "w");
  CHECK(list_of(std::span(words).first(2)) == "w, w");
  CHECK(list_of(words).ends_with("w, w and 3 more"));
}

TEST_CASE("a scenario error says all its faults") {
  Faults faults;
  faults.add({"a", 2, 1}, "y", "second");
  faults.add({"a", 1, 1}, "x", "first");
  const ScenarioError error(faults);
  CHECK(std::string(error.what()) == "a:1:1: x: first\na:2:1: y: second\n");
  CHECK(error.faults().size() == 2);
}

TEST_CASE("quoted text is short and of one line") {
  CHECK(in_quotes("abc") == "'abc'");
  CHECK(in_quotes("") == "''");
  CHECK(in_quotes("a\nb\t\x01") == "'a\\nb\\t\\x01'");
  const std::string sixty(60, 'x'), end = "...'";
  std::string all = "'", cut = "'", before = "'";
  all.append(sixty).append("'");
  cut.append(sixty).append(end);
  before.append(59, 'x').append(end);
  CHECK(in_quotes(sixty) == all);
  CHECK(in_quotes(std::string(61, 'x')) == cut);
  std::string accent(59, 'x');
  CHECK(in_quotes(accent.append("\xc3\xa9")) == before);
}

}  // namespace
}  // namespace clout
