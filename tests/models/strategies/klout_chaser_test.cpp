#include "models/strategies/klout_chaser.h"

#include <doctest/doctest.h>

#include "models/strategies/casual.h"
#include "models/strategies/planned.h"

using namespace clout;

TEST_CASE("a klout_chaser posts, looks for followers, and readily follows no more than others do") {
  const KloutChaserParams p;
  CHECK(p.post >= 0.5);
  CHECK(p.discover == doctest::Approx(1 - p.post));
  CHECK(p.follow_prob == CasualParams().follow_prob);
  CHECK(p.follow_back_prob == CasualParams().follow_back_prob);
}

TEST_CASE("klout_chaser: what a scenario writes is planned, the rest stays") {
  Faults faults;
  const Document document = Document::parse("{post: 0.25, reply_prob: 0.9, bio_role: cto}", "a.yaml", faults);
  KloutChaserParams params;
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
  CHECK(plans[0].read == KloutChaserParams().read);
  CHECK(plans[0].among_ties == KloutChaserParams().among_ties);
}
