#include "models/strategies/plan.h"

#include <doctest/doctest.h>

#include "models/strategies/casual.h"
#include "models/strategies/planned.h"

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

TEST_CASE("plan: what a scenario writes is planned, the rest stays") {
  Faults faults;
  const Document document = Document::parse("{post: 0.25, reply_prob: 0.9, bio_role: cto}", "a.yaml", faults);
  PlanParams params;
  ParamReader reader(document.root(), faults);
  params.visit(reader);
  reader.finish();
  REQUIRE(faults.text() == "");
  PlannedStrategy strategy(params);
  std::vector<Plan> plans;
  std::vector<std::uint32_t> plan_of(3, 9);
  const std::vector<AgentId> agents = {1, 2, 3};
  strategy.plan(agents, {}, plans, plan_of);
  REQUIRE(plans.size() == 1);
  CHECK(plan_of == std::vector<std::uint32_t>{0, 0, 0});
  CHECK(plans[0].post == 0.25);
  CHECK(plans[0].reply_prob == 0.9);
  CHECK(plans[0].bio_role == "cto");
  CHECK(plans[0].read == PlanParams().read);
  CHECK(plans[0].among_ties == PlanParams().among_ties);
}
