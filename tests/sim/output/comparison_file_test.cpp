#include "sim/output/comparison_file.h"

#include <doctest/doctest.h>

#include "sim/output/atomic_file.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;

namespace {

const char* const kHeader =
    "cohort,strategy,measure,unit,first,first_low,first_high,first_worlds,second,second_low,second_high,second_worlds,"
    "difference,difference_low,difference_high,pairing,pairs\n";

RunComparison one_row(bool paired, const Interval& difference, std::size_t pairs, bool compared) {
  RunComparison c;
  c.paired = paired;
  ComparisonRow row{"background",        "a",        "posts", "posts", {2, 1, 3, 4, true},
                    {5, 5, 5, 1, false}, difference, pairs,   compared};
  c.rows = {row};
  return c;
}

}  // namespace

TEST_CASE("a comparison as a table: what is not known is an empty cell") {
  const Scratch dir;
  const auto written = [&](const RunComparison& c) {
    write_comparison(dir / "c.csv", c);
    return read_file(dir / "c.csv");
  };
  const std::string means = "background,a,posts,posts,2,1,3,4,5,,,1,";
  CHECK(written(one_row(true, {3, 2.5, 3.5, 4, true}, 4, true)) == kHeader + means + "3,2.5,3.5,paired,4\n");
  CHECK(written(one_row(true, {3, 3, 3, 1, false}, 1, true)) == kHeader + means + "3,,,paired,1\n");
  CHECK(written(one_row(true, {}, 0, false)) == kHeader + means + ",,,paired,0\n");
  CHECK(written(one_row(false, {3, 2, 4, 5, true}, 0, true)) == kHeader + means + "3,2,4,unpaired,0\n");
}
