#include "sim/scenario/amount.h"

#include <doctest/doctest.h>

using namespace clout;

TEST_CASE("an amount is a number with a unit behind it") {
  CHECK(parse_amount("-2.5d")->value == -2.5);
  CHECK(parse_amount("-2.5d")->unit == "d");
  CHECK(parse_amount("1e3")->value == 1000);
  CHECK(parse_amount("1e3")->unit == "");
  CHECK(parse_amount("3e")->unit == "e");  // no exponent without digits
  for (const char* none : {"", "d", "007", "inf", "1h30min", "1 d", "1_000", "1e999", "50%"})
    CHECK_FALSE(parse_amount(none).has_value());
  CHECK(amount_text(0.1 + 0.2, "") == "0.30000000000000004");
  CHECK(amount_text(30, "d") == "30d");
}
