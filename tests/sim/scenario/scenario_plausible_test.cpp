// Value models by name, the plausible box, and what a decomposition needs.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/sim/scenario/reading.h"

using namespace clout;
using namespace clout::test;

namespace {

std::string without_box(const Scenario& s) {
  Scenario copy = s;
  copy.plausible = {};
  return resolved_yaml(copy);
}

/// A parameter of a value model as the resolved file has it.
std::string parameter(const ValueSpec& value, const std::string& name) {
  ParamLister lister;
  value.setup->visit(lister);
  for (const ParamRow& row : lister.list())
    if (row.path == name) return row.default_text;
  return "none";
}

const std::string kBox = R"(schema: 1
plausible:
  worlds: 3
  set:
    population.agents: 500
    value.models: [{name: half, model: circles, gamma: 0.5}, circles, linear]
  axes: {mechanisms.message.e_online: [0.02, 1], value.theta: [0.2, 0.5, 0.8]}
)";

const std::string kPlans = R"(schema: 1
margins: {step_hours: 1}
strategies:
  - {name: casual, share: 0.8}
  - {name: chaser, model: plan, share: 0.1, read: 0, post: 1, by_affinity: 1, by_bio: 0}
  - {name: networker, model: plan, share: 0.1, read: 0.5, post: 0, by_affinity: 0, by_bio: 1}
  - {name: chaser_whom, model: plan, share: 0, read: 0.5, post: 0, by_affinity: 1, by_bio: 0}
  - {name: chaser_time, model: plan, share: 0, read: 0, post: 1, by_affinity: 0, by_bio: 1}
)";

}  // namespace

TEST_CASE("a value model may have a name of its own, so that two differ in a parameter alone") {
  const Read r = read("schema: 1\nvalue: {models: [{name: half, model: circles, gamma: 0.5}, circles, linear]}\n");
  REQUIRE(r.faults == "");
  REQUIRE(r.scenario.values.size() == 3);
  CHECK(r.scenario.values[0].name == "half");
  CHECK(r.scenario.values[0].model == "circles");
  CHECK(parameter(r.scenario.values[0], "gamma") == "0.5");
  CHECK(r.scenario.values[1].model == "circles");
  CHECK(parameter(r.scenario.values[1], "gamma") == "0.7");
  CHECK(r.scenario.values[2].model == "linear");
  const std::string text = resolved_yaml(r.scenario);
  CHECK(resolved_yaml(read(text).scenario) == text);
  CHECK(parameter(read("schema: 1\n", {{"value.models.circles.model", "linear"}}).scenario.values[0], "gamma") ==
        "none");
}

TEST_CASE(
    "faults of value models: no model, one that is not there, the same name twice, a name that no column can have") {
  CHECK(faults_of("value: {models: [{name: half, gamma: 0.5}]}\n") ==
        "ring.yaml:2:25: value.models.half.name: 'half' is not one of circles, linear, reach; a name of your own says "
        "which with 'model:'\n");
  CHECK(faults_of("value: {models: [circle]}\n") ==
        "ring.yaml:2:18: value.models.circle: 'circle' is not one of circles, linear, reach; a name of your own says "
        "which "
        "with 'model:'; did you mean 'circles'?\n");
  CHECK(faults_of("value: {models: [{name: half, model: circle}]}\n") ==
        "ring.yaml:2:38: value.models.half.model: 'circle' is not one of circles, linear, reach; did you mean "
        "'circles'?\n");
  CHECK(faults_of("value: {models: [{model: circles}]}\n") ==
        "ring.yaml:2:18: value.models.0.name: a name is missing; write one of circles, linear, reach\n");
  CHECK(faults_of("value: {models: [circles, {name: circles, model: linear}]}\n") ==
        "ring.yaml:2:27: value.models.1: 'circles' stands there already; give it another name or leave it out\n");
  CHECK(faults_of("value: {models: [{name: a b, model: linear}]}\n") ==
        "ring.yaml:2:18: value.models.0: 'a b' cannot be a name; letters, digits, _ and - would do\n");
}

TEST_CASE(
    "the box is the product of its axes, the last running fastest; every point is the scenario as --set changes it") {
  const Read r = read(kBox, {{"horizon", "90d"}, {"worlds.seed", "7"}});
  REQUIRE(r.faults == "");
  const PlausibleBox& box = r.scenario.plausible;
  REQUIRE(box.points.size() == 2 * 3);
  CHECK(box.worlds == 3);
  CHECK(box.axes[1].path == "value.theta");
  CHECK(values_at(box, 0) == std::vector<std::string>{"0.02", "0.2"});
  CHECK(values_at(box, 2) == std::vector<std::string>{"0.02", "0.8"});
  CHECK(values_at(box, 3) == std::vector<std::string>{"1", "0.2"});
  CHECK(box.points[3].name == "04");
  const Scenario& point = *box.points[3].scenario;
  CHECK(point.mechanisms.message.e_online == 1);
  CHECK(point.theta == 0.2);
  CHECK(parameter(point.values[0], "theta") == "0.2");  // models of `set` take the theta of the axis
  CHECK(point.values[0].name == "half");
  CHECK(point.population.agents == 500);
  CHECK(point.horizon_days == 90);
  CHECK(point.worlds.count == 3);
  CHECK(point.worlds.seed == 7);
  CHECK_FALSE(point.output.agents);
  CHECK(point.plausible.points.empty());
  CHECK(r.scenario.population.agents == PopulationParams{}.agents);
  CHECK(r.scenario.values[0].name == "circles");
}

TEST_CASE("the resolved scenario gives the same points again; {} and nothing are no box") {
  const Read r = read(kBox);
  const std::string text = resolved_yaml(r.scenario);
  const Read again = read(text);
  REQUIRE(again.faults == "");
  CHECK(resolved_yaml(again.scenario) == text);
  REQUIRE(again.scenario.plausible.points.size() == 6);
  for (std::size_t k = 0; k < 6; ++k)
    CHECK(without_box(*again.scenario.plausible.points[k].scenario) ==
          without_box(*r.scenario.plausible.points[k].scenario));
  CHECK(scenario_hash(again.scenario) == scenario_hash(r.scenario));
  CHECK(scenario_hash(read(kBox, {{"plausible.worlds", "5"}}).scenario) == scenario_hash(r.scenario));
  CHECK(scenario_hash(read("schema: 1\n").scenario) != scenario_hash(r.scenario));
  for (const char* none : {"{}", "~"}) {
    const Read without = read(kBox, {{"plausible", none}});
    CHECK(without.faults == "");
    CHECK(resolved_yaml(without.scenario) == resolved_yaml(read("schema: 1\n").scenario));
  }
  CHECK(read("schema: 1\nplausible: {worlds: 2}\n").scenario.plausible.points.size() == 1);  // the scenario itself
}

TEST_CASE("faults of a box stand where they are written, and are said once") {
  CHECK(faults_of("plausible: {set: {population.agents: 0, worlds.count: 3}, axes: {value.theta: [0.5, 2, 3], "
                  "value.thetta: [1]}}\n") ==
        "ring.yaml:2:19: plausible.set.population.agents: 0 is outside [1, 2000000000]\n"
        "ring.yaml:2:41: plausible.set.worlds.count: is the same in all arms; leave it out\n"
        "ring.yaml:2:85: plausible.axes.value.theta: 2 is outside [0, 1]\n"
        "ring.yaml:2:88: plausible.axes.value.theta: 3 is outside [0, 1]\n"
        "ring.yaml:2:107: plausible.axes.value: unknown key 'thetta'; did you mean 'theta'?\n");
  CHECK(faults_of("plausible: {axes: {value.theta: 0.5, value.phi: []}, box: 1}\n") ==
        "ring.yaml:2:33: plausible.axes.value.theta: expected a list of values, got '0.5'; write [0.2, 0.5, 0.8]\n"
        "ring.yaml:2:49: plausible.axes.value.phi: expected a list of values, got an empty one; write [0.2, 0.5, 0.8]\n"
        "ring.yaml:2:54: plausible: unknown key 'box'; the keys here are worlds, set, axes, points\n");
  CHECK(
      faults_of("plausible: {axes: {a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], b: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}\n") ==
      "ring.yaml:2:19: plausible.axes: the box has more than 100 points; fewer values would do\n");
  CHECK(faults_of("plausible: {axes: {value.theta: [0.5, 1]}, points: [{set: {}}]}\n") ==
        "ring.yaml:2:52: plausible.points: expected a list of as many points as the axes make, 2; leave it out\n");
  CHECK(faults_of("plausible: {axes: [1], set: [2]}\n") ==
        "ring.yaml:2:19: plausible.axes: expected keys with lists, got a list; write {value.theta: [0.2, 0.5, 0.8]}\n"
        "ring.yaml:2:29: plausible.set: expected keys with values, got a list; write {population.agents: 1500}\n");
}

TEST_CASE("a fault that values of an axis share is said once; a box that a --set writes has the same paths") {
  CHECK(faults_of("plausible: {axes: {value.thetta: [1, 2, 3]}}\n") ==
        "ring.yaml:2:35: plausible.axes.value: unknown key 'thetta'; did you mean 'theta'?\n");
  CHECK(read("schema: 1\n", {{"plausible", "{set: {population.phi: 7}, axes: {value.theta: [0.5, 2]}}"}}).faults ==
        "--set plausible={set: {population.phi: 7}, axes: {value.theta: [0.5, 2]}}: plausible.set.population.phi: 7 is "
        "outside [0, 1]\n"
        "--set plausible={set: {population.phi: 7}, axes: {value.theta: [0.5, 2]}}: plausible.axes.value.theta: 2 is "
        "outside [0, 1]\n");
}

TEST_CASE("a value that stands on an axis twice is a fault: numbers are compared as numbers") {
  CHECK(faults_of("plausible: {axes: {value.theta: [0.5, 0.2, .50, 5e-1], scoring.visible: [klout, none, klout]}}\n") ==
        "ring.yaml:2:44: plausible.axes.value.theta: '.50' is the same value as '0.5' before it; leave it out\n"
        "ring.yaml:2:49: plausible.axes.value.theta: '5e-1' is the same value as '0.5' before it; leave it out\n"
        "ring.yaml:2:87: plausible.axes.scoring.visible: 'klout' is the same value as 'klout' before it; leave it "
        "out\n");
}

TEST_CASE("a decomposition takes two plans and their hybrids, which differ in nothing else") {
  const std::string section =
      "decomposition: {strategy: chaser, than: networker, approach_of_strategy: chaser_whom, time_of_strategy: "
      "chaser_time}\n";
  const Read r = read(kPlans + section);
  CHECK(r.faults == "");
  CHECK(resolved_yaml(read(resolved_yaml(r.scenario)).scenario) == resolved_yaml(r.scenario));
  CHECK(read(kPlans + section, {{"strategies.chaser_whom.by_bio", "0.5"}, {"strategies.chaser_time.reply_prob", "0.9"}})
            .faults ==
        "--set strategies.chaser_time.reply_prob=0.9: decomposition.time_of_strategy: 'chaser_time' has reply_prob 0.9 "
        "and 'chaser' 0.3; write reply_prob: 0.3\n"
        "--set strategies.chaser_whom.by_bio=0.5: decomposition.approach_of_strategy: 'chaser_whom' has by_bio 0.5 and "
        "'chaser' 0; write by_bio: 0\n");
}

TEST_CASE("a decomposition of two plans makes their hybrids") {
  const std::string two = R"(schema: 1
margins: {step_hours: 1}
strategies:
  - {name: casual, share: 0.8}
  - {name: chaser, model: plan, share: 0.1, read: 0, post: 1, by_affinity: 1, by_bio: 0}
  - {name: networker, model: plan, share: 0.1, read: 0.5, post: 0, by_affinity: 0, by_bio: 1, bio_role: professional}
probes: {strategies: [chaser, networker]}
decomposition: {strategy: chaser, than: networker}
)";
  const Read r = read(two);
  CHECK(r.faults == "");
  const Scenario& s = r.scenario;
  REQUIRE(s.strategies.size() == 5);
  CHECK(s.strategies[3].name == "chaser_approach");
  CHECK(s.strategies[4].name == "chaser_time");
  CHECK(s.strategies[3].share == 0);
  CHECK(s.probes.strategies == std::vector<std::string>{"chaser", "networker", "chaser_approach", "chaser_time"});
  CHECK(s.decomposition.approach_of_strategy == "chaser_approach");
  const std::string text = resolved_yaml(s);
  CHECK(read(text).faults == "");
  CHECK(resolved_yaml(read(text).scenario) == text);
  // As written by hand: bio_role says whom, so it goes with the approach.
  const std::string by_hand =
      "  - {name: chaser_approach, model: plan, share: 0, read: 0.5, post: 0, by_affinity: 1, by_bio: 0}\n"
      "  - {name: chaser_time, model: plan, share: 0, read: 0, post: 1, by_affinity: 0, by_bio: 1, bio_role: "
      "professional}\n";
  std::string long_way = two;
  long_way.insert(long_way.find("probes:"), by_hand);
  long_way.replace(long_way.find("networker]"), 10, "networker, chaser_approach, chaser_time]");
  long_way.replace(long_way.find("than: networker}"), 16,
                   "than: networker, approach_of_strategy: chaser_approach, time_of_strategy: chaser_time}");
  CHECK(resolved_yaml(read(long_way).scenario) == text);
  CHECK(read(two, {{"strategies.networker.bio_role", "astronaut"}}).faults ==
        "--set strategies.networker.bio_role=astronaut: strategies.networker.bio_role: 'astronaut' is no role of the "
        "population; there are ordinary, professional, executive\n");
}

TEST_CASE("a decomposition without what it needs says so") {
  CHECK(
      read(kPlans + "decomposition: {strategy: chaser, than: chaser, approach_of_strategy: whom, hours_offline: [1]}\n",
           {{"margins.step_hours", "0"}, {"probes.strategies", "[networker]"}})
          .faults.find("is missing; name a strategy of this scenario") != std::string::npos);
  CHECK(faults_of("decomposition: {than: casual}\n") ==
        "ring.yaml:2:16: decomposition: a strategy is missing; write strategy and than\n");
  CHECK(read(kPlans + "decomposition: {strategy: chaser, than: networker, approach_of_strategy: chaser_whom, "
                      "time_of_strategy: chaser_time, hours_offline: [1, 30]}\n")
            .faults == "ring.yaml:9:133: decomposition.hours_offline: 30 is beyond the largest dose of a probe, 20\n");
}
