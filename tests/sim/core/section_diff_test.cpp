#include "sim/core/section_diff.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace clout;

namespace {

// One line a difference: `path: first | second`, - for nothing.
std::vector<std::string> lines(const std::string& first, const std::string& second) {
  Faults faults;
  const Document a = Document::parse(first, "a", faults), b = Document::parse(second, "b", faults);
  REQUIRE(faults.text() == "");
  std::vector<std::string> found;
  for (const PathDifference& d : differences(a.root(), b.root()))
    found.push_back(d.path + ": " + d.first.value_or("-") + " | " + d.second.value_or("-"));
  return found;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("values that differ are found by path, those that do not are not told") {
  CHECK(lines("{a: 1, b: {c: x, d: y}}", "{a: 2, b: {c: x, d: z}}") == Lines{"a: 1 | 2", "b.d: y | z"});
  CHECK(lines("{a: 1, b: [x]}", "a: 1\nb:\n  - x\n").empty());
}

TEST_CASE("what one document lacks is one difference, however much is in it") {
  CHECK(lines("{a: 1, b: [x]}", "{a: 1, b: [x], c: {d: 3, e: [4, 5]}}") == Lines{"c: - | {d: 3, e: [4, 5]}"});
  CHECK(lines("{a: 1, c: null}", "{a: 1}") == Lines{"c: null | -"});
}

TEST_CASE("rows of a list are found by name, wherever they stand") {
  CHECK(
      lines("s: [{name: a, share: 0.9}, {name: b, share: 0.1}]", "s: [{name: a, share: 0.8}, {name: c, share: 0.2}]") ==
      Lines{"s.a.share: 0.9 | 0.8", "s.b: {name: b, share: 0.1} | -", "s.c: - | {name: c, share: 0.2}"});
  CHECK(lines("s: [{name: a, x: 1}, {name: b, x: 2}]", "s: [{name: b, x: 2}, {name: a, x: 1}]") ==
        Lines{"s: [a, b] | [b, a]"});
}

TEST_CASE("a list of scalars is one value, and so is what changes its kind") {
  CHECK(lines("days: [1, 2, 3]", "days: [1, 4]") == Lines{"days: [1, 2, 3] | [1, 4]"});
  CHECK(lines("{v: none, l: []}", "{v: {name: klout}, l: [{name: a}]}") ==
        Lines{"v: none | {name: klout}", "l: [] | [{name: a}]"});
}
