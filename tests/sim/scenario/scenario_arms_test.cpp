#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tests/sim/scenario/reading.h"

using namespace clout;
using namespace clout::test;

namespace {

const std::string kTwoArms = R"(schema: 1
population: {agents: 2000}
arms:
  - {name: hidden, set: {scoring.visible: none, scoring.shadow: [klout]}}
  - name: small
    set:
      population.agents: 500
      population.roles.executive.worth_mean: 20
)";

std::string without_arms(const Scenario& s) {
  Scenario copy = s;
  copy.arms.clear();
  return resolved_yaml(copy);
}

}  // namespace

TEST_CASE("an arm is the scenario as --set would change it, and the scenario stays as it is") {
  const Read r = read(kTwoArms);
  REQUIRE(r.faults == "");
  REQUIRE(r.scenario.arms.size() == 2);
  const Scenario& hidden = *r.scenario.arms[0].scenario;
  CHECK(r.scenario.arms[0].name == "hidden");
  CHECK(r.scenario.visible == "klout");
  CHECK(hidden.visible == "none");
  REQUIRE(hidden.scores.size() == 1);
  CHECK(hidden.arms.empty());
  const Scenario& small = *r.scenario.arms[1].scenario;
  CHECK(small.population.agents == 500);
  CHECK(small.population.roles[2].worth_mean == 20);
  CHECK(r.scenario.population.agents == 2000);
  const std::string base = kTwoArms.substr(0, kTwoArms.find("arms:"));
  CHECK(without_arms(r.scenario) == resolved_yaml(read(base).scenario));
  CHECK(without_arms(small) ==
        resolved_yaml(
            read(base, {{"population.agents", "500"}, {"population.roles.executive.worth_mean", "20"}}).scenario));
}

TEST_CASE("what the command line sets holds in every arm that does not set it itself") {
  const Scenario s = read(kTwoArms, {{"population.agents", "700"}, {"horizon", "90d"}, {"worlds.count", "3"}}).scenario;
  CHECK(s.population.agents == 700);
  CHECK(s.arms[0].scenario->population.agents == 700);
  CHECK(s.arms[1].scenario->population.agents == 500);
  CHECK(s.arms[1].scenario->horizon_days == 90);
  CHECK(s.arms[1].scenario->worlds.count == 3);
  CHECK(read(kTwoArms, {{"arms", "[]"}}).scenario.arms.empty());
  CHECK(read(kTwoArms, {{"arms.small.set", "{population.agents: 600}"}}).scenario.arms[1].scenario->population.agents ==
        600);
}

TEST_CASE("faults of arms stand at the line of the arm; those of the scenario are said once") {
  CHECK(
      read(R"(schema: 1
population: {cities: 0}
strategies:
  - {name: casual, share: 0.8}
  - {name: klout_chaser, share: 0.2}
arms:
  - {name: hidden, set: {scoring.visible: nobody, population.agents: 0}}
  - {name: more, set: {strategies.klout_chaser.share: 0.5}}
  - {name: long, set: {worlds.count: 5, sweep.points: 7, populaton.agents: 7, strategies.nobody.share: 1}}
  - {name: base}
  - {name: more}
  - {set: {}}
  - {name: a b, sets: {}}
  - {name: list, set: [1]}
)")
          .faults ==
      "ring.yaml:2:22: population.cities: 0 is outside [1, 65535]\n"
      "ring.yaml:7:26: arms.hidden.set.scoring.visible: 'nobody' is not one of " +
          visible_names() +
          "\n"
          "ring.yaml:7:51: arms.hidden.set.population.agents: 0 is outside [1, 2000000000]\n"
          "ring.yaml:8:5: arms.1.set.strategies: shares sum to 1.3, not to 1; a share of 0.5 for 'casual' would do\n"
          "ring.yaml:9:24: arms.long.set.worlds.count: is the same in all arms; leave it out\n"
          "ring.yaml:9:41: arms.long.set.sweep.points: is the same in all arms; leave it out\n"
          "ring.yaml:9:58: arms.long.set: unknown key 'populaton'; did you mean 'population'?\n"
          "ring.yaml:9:79: arms.long.set.strategies.nobody.share: no row 'nobody'; the list has 2 rows, 0 to 1\n"
          "ring.yaml:10:12: arms.base.name: 'base' is the scenario itself and always there; give the arm another name\n"
          "ring.yaml:11:12: arms.4.name: 'more' stands there already; give it another name or leave it out\n"
          "ring.yaml:12:5: arms.5: a name is missing; write {name: hidden, set: {scoring.visible: none}}\n"
          "ring.yaml:13:12: arms.6.name: 'a b' names a folder; write up to 100 letters, digits, '_' or '-'\n"
          "ring.yaml:13:17: arms.6: unknown key 'sets'; did you mean 'set'?\n"
          "ring.yaml:14:23: arms.list.set: expected keys with values, got a list; write {scoring.visible: none, "
          "population.phi: 0}\n");
  CHECK(read("schema: 1\narms: {name: x}\n").faults ==
        "ring.yaml:2:7: arms: expected a list, got a mapping; write [{name: hidden, set: {scoring.visible: none}}]\n");
}

TEST_CASE("the resolved scenario gives the same arms again, with all that followed from what was set") {
  const Read r = read(R"(schema: 1
population: {agents: 2000}
arms:
  - {name: twin}
  - {name: theta, set: {value.theta: 0.2}}
  - {name: few, set: {population.agents: 20}}
  - name: roles
    set:
      population.roles: [{name: one, share: 1}]
      strategies: [{name: casual, share: 0.5}, {name: own, model: plan, share: 0.5, by_bio: 1, bio_role: one}]
  - {name: none, set: {scoring.visible: none}}
  - {name: later, set: {interventions: [{day: 30d, kind: hide_score}]}}
)");
  REQUIRE(r.faults == "");
  const std::string text = resolved_yaml(r.scenario);
  const Read again = read(text);
  REQUIRE(again.faults == "");
  CHECK(resolved_yaml(again.scenario) == text);
  REQUIRE(again.scenario.arms.size() == 6);
  for (std::size_t k = 0; k < 6; ++k) {
    INFO(r.scenario.arms[k].name);
    CHECK(without_arms(*again.scenario.arms[k].scenario) == without_arms(*r.scenario.arms[k].scenario));
  }
  CHECK(text.find("  - name: twin\n    set: {}\n") != std::string::npos);
  // theta reaches the models that do not say their own, and a small network has fewer followees.
  CHECK(text.find("      value.models.circles.theta: 0.2\n") != std::string::npos);
  CHECK(again.scenario.arms[2].scenario->network.following_mean == 19);
}

TEST_CASE("the hash holds the arms, and that of an arm is that of the scenario it is") {
  const Scenario with = read(kTwoArms).scenario;
  const std::string base = kTwoArms.substr(0, kTwoArms.find("arms:"));
  const Scenario without = read(base).scenario;
  CHECK(scenario_hash(with) != scenario_hash(without));
  CHECK(scenario_hash(*with.arms[1].scenario) ==
        scenario_hash(
            read(base, {{"population.agents", "500"}, {"population.roles.executive.worth_mean", "20"}}).scenario));
  CHECK(scenario_hash(read(kTwoArms, {{"worlds.count", "9"}, {"name", "x"}}).scenario) == scenario_hash(with));
  CHECK(scenario_hash(read(kTwoArms, {{"arms.small.set", "{population.agents: 501}"}}).scenario) !=
        scenario_hash(with));
}

TEST_CASE("every arm of controls.yaml loads, has a name of its own, and all but the twin differ from the scenario") {
  Faults faults;
  const Scenario s = load_scenario(CLOUT_SOURCE_DIR "/scenarios/controls.yaml", {}, catalogue(), faults);
  REQUIRE(faults.text() == "");
  std::set<std::string> names, hashes = {scenario_hash([&] {
                                 Scenario base = s;
                                 base.arms.clear();
                                 return base;
                               }())};
  for (const ArmSpec& arm : s.arms) {
    INFO(arm.name);
    CHECK(names.insert(arm.name).second);
    CHECK(hashes.insert(scenario_hash(*arm.scenario)).second == (arm.name != "twin"));
    // The table compares the same measures in all arms.
    CHECK(arm.scenario->values.front().name == s.values.front().name);
    bool klout = false;
    for (const ScoreSpec& score : arm.scenario->scores) klout = klout || score.name == "klout";
    CHECK(klout);
  }
  for (const char* name : {"twin", "nobody_acts", "random_targets", "permuted_worth", "equal_worth", "permuted_score",
                           "hidden_score", "oracle_visible", "gamma_1", "infinite_inbox", "single_deviators",
                           "frozen_follow_graph", "all_1h_online", "all_1h_offline"})
    CHECK(names.count(name) == 1);
}
