#include "models/strategies/lurker_executive.h"

#include <doctest/doctest.h>

#include "models/strategies/casual.h"

using namespace clout;

TEST_CASE("a lurker_executive mostly reads and hardly posts, replies or reshares") {
  const LurkerExecutiveParams p;
  CHECK(p.read >= 0.5);
  CHECK(p.post <= 0.01);
  CHECK(p.by_score == 0);
  CHECK(p.bio_role == "executive");
  CHECK(p.reply_prob + p.reshare_prob < (CasualParams().reply_prob + CasualParams().reshare_prob) / 3);
  CHECK(p.follow_prob == CasualParams().follow_prob);
}
