#include "models/strategies/balanced_networker.h"

#include <doctest/doctest.h>

#include "models/strategies/casual.h"

using namespace clout;

TEST_CASE("a balanced_networker writes to people found by bio, and meets those it knows and those they know") {
  const BalancedNetworkerParams p;
  CHECK(p.by_score == 0);
  CHECK(p.by_bio + p.by_affinity >= 0.5);
  CHECK(p.engage > p.read + p.post);
  CHECK(p.meet_ties + p.meet_introduced > 0.5);
  CHECK(p.follow_prob == CasualParams().follow_prob);
}
