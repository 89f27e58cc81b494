#include "sim/cli/figure_text.h"

#include <doctest/doctest.h>

using namespace clout;

TEST_CASE("figures keep three digits that count, and all before the point") {
  CHECK(short_number(0) == "0.000");
  CHECK(short_number(0.01234) == "0.012");
  CHECK(short_number(-0.5) == "-0.500");
  CHECK(short_number(1.234) == "1.23");
  CHECK(short_number(-12.34) == "-12.3");
  CHECK(short_number(123.4) == "123");
  CHECK(short_number(12345.6) == "12346");
}

TEST_CASE("an interval stands in brackets, and one that is not known is not shown") {
  CHECK(interval_text({1.23, 1.1, 1.36, 4, true}) == "1.23 [1.10, 1.36]");
  CHECK(interval_text({1.23, 1.23, 1.23, 1, false}) == "1.23");
  CHECK(percent_text({0.123, 0.11, 0.136, 4, true}) == "12.3 [11.0, 13.6] %");
  CHECK(percent_text(Interval{}) == "?");
}
