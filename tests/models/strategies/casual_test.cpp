#include "models/strategies/casual.h"

#include <doctest/doctest.h>

using namespace clout;

TEST_CASE("casual agents mostly read, write to people they know and chase nothing") {
  const CasualParams p;
  CHECK(p.read > p.post + p.engage + p.discover);
  CHECK(p.by_score == 0);
  CHECK(p.among_ties > p.by_affinity + p.at_random);
  CHECK(p.post_spread > 1);  // most are lurkers, few write most
}
