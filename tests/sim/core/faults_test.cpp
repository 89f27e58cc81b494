// Faults: order, form, quoting.
#include "sim/core/faults.h"

#include <doctest/doctest.h>

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
  CHECK(in_quotes(std::string(60, 'x')) == "'" + std::string(60, 'x') + "'");
  CHECK(in_quotes(std::string(61, 'x')) == "'" + std::string(60, 'x') + "...'");
  CHECK(in_quotes(std::string(59, 'x') + "\xc3\xa9") == "'" + std::string(59, 'x') + "...'");
}

}  // namespace
}  // namespace clout
