#include "sim/core/page.h"

#include <doctest/doctest.h>

using namespace clout;

TEST_CASE("a page is its texts and tables in order; only tables know of a width") {
  Table table({"what", "says"});
  table.add({"a", "one two three four five six"});
  Page page;
  page << "first\n"
       << ""
       << "second\n"
       << table << "last\n";
  CHECK(page.pieces().size() == 3);  // texts that follow each other are one
  CHECK(page.text() == "first\nsecond\n" + table.text() + "last\n");
  CHECK(page.text(20) == "first\nsecond\n" + table.text(20) + "last\n");
  CHECK(table.text(20) != table.text());
}

TEST_CASE("a page is added piece by piece, and without pieces it is empty") {
  Page part;
  CHECK(part.empty());
  CHECK(part.text().empty());
  part << "b" << Table({"c"});
  Page whole;
  whole << "a" << part << part;
  CHECK(whole.text() == "abc\nbc\n");
}
