#include "models/strategies/planned.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "models/catalogue.h"

using namespace clout;

namespace {

const std::vector<AgentId> kAgents = {1, 2, 3};

/// The one plan that a strategy gives to kAgents.
Plan planned_by(const ModelSetup<Strategy>& setup) {
  std::vector<Plan> plans;
  std::vector<std::uint32_t> plan_of(kAgents.size(), 9);
  setup.build()->plan(kAgents, {}, plans, plan_of);
  CHECK(plan_of == std::vector<std::uint32_t>{0, 0, 0});
  REQUIRE(plans.size() == 1);
  return plans[0];
}

std::string text_of(Plan plan) {
  ParamWriter writer;
  plan.visit(writer);
  return writer.yaml();
}

}  // namespace

TEST_CASE("strategies that are a plan: what a scenario writes is planned, the rest stays") {
  const Catalogue catalogue = make_catalogue();
  for (const char* name : {"casual", "klout_chaser", "lurker_executive", "balanced_networker", "plan"}) {
    INFO(name);
    const auto setup = find_row(catalogue.strategies, name)->setup();
    Plan meant = planned_by(*setup);
    Faults faults;
    const Document written = Document::parse("{post: 0.25, reply_prob: 0.9, bio_role: cto}", "a.yaml", faults);
    ParamReader reader(written.root(), faults);
    setup->visit(reader);
    reader.finish();
    REQUIRE(faults.text() == "");
    meant.post = 0.25;
    meant.reply_prob = 0.9;
    meant.bio_role = "cto";
    CHECK(text_of(planned_by(*setup)) == text_of(meant));
  }
}
