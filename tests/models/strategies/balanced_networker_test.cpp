#include "models/strategies/balanced_networker.h"

#include <doctest/doctest.h>

#include "models/strategies/casual.h"
#include "models/strategies/planned.h"

using namespace clout;

TEST_CASE("a balanced_networker writes to people found by bio, and meets those it knows and those they know") {
  const BalancedNetworkerParams p;
  CHECK(p.by_score == 0);
  CHECK(p.by_bio + p.by_affinity >= 0.5);
  CHECK(p.engage > p.read + p.post);
  CHECK(p.meet_ties + p.meet_introduced > 0.5);
  CHECK(p.follow_prob == CasualParams().follow_prob);
}

TEST_CASE("balanced_networker: what a scenario writes is planned, the rest stays") {
  Faults faults;
  const Document document = Document::parse("{post: 0.25, reply_prob: 0.9, bio_role: cto}", "a.yaml", faults);
  BalancedNetworkerParams params;
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
  CHECK(plans[0].read == BalancedNetworkerParams().read);
  CHECK(plans[0].among_ties == BalancedNetworkerParams().among_ties);
}
