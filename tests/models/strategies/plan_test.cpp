#include "models/strategies/plan.h"

#include <doctest/doctest.h>

#include "models/strategies/casual.h"

using namespace clout;

TEST_CASE("a plan without fields is that of casual") {
  const PlanParams p;
  const CasualParams casual;
  ParamWriter a, b;
  PlanParams mine;
  CasualParams theirs;
  mine.visit(a);
  theirs.visit(b);
  CHECK(a.yaml() == b.yaml());
  CHECK(p.read == casual.read);
}
