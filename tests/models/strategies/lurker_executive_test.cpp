#include "models/strategies/lurker_executive.h"

#include <doctest/doctest.h>

#include "models/strategies/casual.h"
#include "models/strategies/planned.h"

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

TEST_CASE("lurker_executive: what a scenario writes is planned, the rest stays") {
  Faults faults;
  const Document document = Document::parse("{post: 0.25, reply_prob: 0.9, bio_role: cto}", "a.yaml", faults);
  LurkerExecutiveParams params;
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
  CHECK(plans[0].read == LurkerExecutiveParams().read);
  CHECK(plans[0].among_ties == LurkerExecutiveParams().among_ties);
}
