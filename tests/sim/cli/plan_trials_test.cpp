#include "sim/cli/plan_trials.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "sim/engine/build_world.h"
#include "tests/sim/engine/lab.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("candidates are given to probes only, to all of them, and rotate") {
  const Scenario s = small_scenario();
  Plan chatter, silence;
  chatter.post = 1;
  silence.post = 0;
  const std::vector<Candidate> two = {{"a", chatter}, {"b", silence}};
  const Scenario first = with_candidates(s, two, 0, 0.3), second = with_candidates(s, two, 1, 0.3);
  ThreadPool pool(1);
  const World one = build_world(first, 1, pool), other = build_world(second, 1, pool);
  std::size_t probes = 0;
  for (AgentId a = 0; a < one.agents(); ++a) {
    const std::string& name = first.strategies[one.strategy[a]].name;
    const bool probe = one.society->has(a, kProbe);
    probes += probe;
    CHECK(probe == (name.rfind("candidate_", 0) == 0));
    CHECK(probe == other.society->has(a, kProbe));
    CHECK(one.hours_online[a] == other.hours_online[a]);
    if (probe) CHECK(name != second.strategies[other.strategy[a]].name);  // each probe has each plan once
  }
  CHECK(probes > 50);
  CHECK_THROWS_AS((void)with_candidates(s, std::vector<Candidate>(200, two[0]), 0, 0.3), std::invalid_argument);
}

TEST_CASE("plans are ranked by their mean; the lead is taken world by world") {
  const std::vector<PlanTrial> trials = {{{"a", {}}, {1, 2, 3}}, {{"b", {}}, {2, 3, 4}}};
  const auto ranking = rank_plans(trials, 0);
  CHECK(ranking[0].label == "b");
  CHECK(ranking[0].over_present.estimate == 1);
  CHECK(ranking[0].over_present.low == 1);  // the same lead in each world
  CHECK(ranking[1].present);
}
