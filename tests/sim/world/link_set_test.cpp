#include "sim/world/link_set.h"

#include <doctest/doctest.h>

#include <vector>

using namespace clout;

TEST_CASE("a link is added once, links stay in their order, and the next start forgets them") {
  LinkSet set;
  set.start(3);
  CHECK(set.add(7));
  CHECK(set.add(0));
  CHECK_FALSE(set.add(7));
  CHECK(set.add(1000000));
  CHECK(set.links() == std::vector<AgentId>{7, 0, 1000000});
  set.start(100);
  CHECK(set.links().empty());
  for (AgentId v = 0; v < 100; ++v) CHECK(set.add(v << 12));
  for (AgentId v = 0; v < 100; ++v) CHECK_FALSE(set.add(v << 12));
}
