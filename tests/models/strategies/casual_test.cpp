#include "models/strategies/casual.h"

#include <doctest/doctest.h>

#include "models/strategies/planned.h"

using namespace clout;

TEST_CASE("casual agents mostly read, write to people they know and chase nothing") {
  const CasualParams p;
  CHECK(p.read > p.post + p.engage + p.discover);
  CHECK(p.by_score == 0);
  CHECK(p.among_ties > p.by_affinity + p.at_random);
  CHECK(p.post_spread > 1);  // most are lurkers, few write most
}

TEST_CASE("casual: what a scenario writes is planned, the rest stays") {
  Faults faults;
  const Document document = Document::parse("{post: 0.25, reply_prob: 0.9, bio_role: cto}", "a.yaml", faults);
  CasualParams params;
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
  CHECK(plans[0].read == CasualParams().read);
  CHECK(plans[0].among_ties == CasualParams().among_ties);
}
