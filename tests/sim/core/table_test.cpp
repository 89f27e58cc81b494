#include "sim/core/table.h"

#include <doctest/doctest.h>

using namespace clout;

TEST_CASE("numbers line up to the right, words to the left, without spaces at the end") {
  Table table({"who", "score", "note"});
  table.add({"a", "9.5", "x"});
  table.add({"bob", "-10"});
  CHECK(table.text() ==
        "who  score  note\n"
        "a      9.5  x\n"
        "bob    -10\n");
}

TEST_CASE("width is what is seen: accents one column, wide characters two, combining marks none") {
  CHECK(display_width("Zoë") == 3);
  CHECK(display_width("e\xcc\x81") == 1);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("\xff") == 1);
  Table table({"n", "x"});
  table.add({"日本", "a"});
  table.add({"ab", "b"});
  CHECK(table.text() == "n     x\n日本  a\nab    b\n");
}

TEST_CASE("the last column is broken at spaces, down to 20 columns") {
  Table table({"k", "text"});
  table.add({"a", "one two three four five six seven"});
  CHECK(table.text(23) ==
        "k  text\n"
        "a  one two three four\n"
        "   five six seven\n");
  CHECK(table.text(5) == table.text(23));
}
