#include "models/strategies/klout_chaser.h"

#include <doctest/doctest.h>

#include "models/strategies/casual.h"

using namespace clout;

TEST_CASE("a klout_chaser posts, looks for followers, and readily follows no more than others do") {
  const KloutChaserParams p;
  CHECK(p.post >= 0.5);
  CHECK(p.discover == doctest::Approx(1 - p.post));
  CHECK(p.follow_prob == CasualParams().follow_prob);
  CHECK(p.follow_back_prob == CasualParams().follow_back_prob);
}
