#include "sim/scenario/scenario.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/sim/scenario/reading.h"

using namespace clout;
using namespace clout::test;

namespace {

}  // namespace

TEST_CASE("a scenario of one key is complete: everybody casual, klout visible, named as its file") {
  const Read r = read("schema: 1\n");
  CHECK(r.faults == "");
  CHECK(r.scenario.name == "ring");
  REQUIRE(r.scenario.strategies.size() == 1);
  CHECK(r.scenario.strategies[0].model == "casual");
  CHECK(r.scenario.visible == "klout");
  CHECK(r.scenario.scores.size() == 1);
  CHECK(r.scenario.values.size() == 3);
}

TEST_CASE("ten mistakes of meaning print ten lines with place and suggestion") {
  CHECK(read(R"(schema: 2
burn_in: 30
population: {agents: 0, rols: []}
strategies:
  - {name: casual, share: 0.5}
  - {name: klout_chasr, share: 0.25}
  - {name: casual, share: 0.15, roles: [ordinry]}
scoring: {visible: klot}
mechanisms: {meet: {cold_prob: .nan}}
interventions: [{day: 400d, kind: hide_score}]
)")
            .faults ==
        "ring.yaml:1:9: schema: version 2 is not known here; write 'schema: 1'\n"
        "ring.yaml:2:10: burn_in: expected a duration with a unit, got '30'; write '30d'\n"
        "ring.yaml:3:22: population.agents: 0 is outside [1, 2000000000]\n"
        "ring.yaml:3:25: population: unknown key 'rols'; did you mean 'roles'?\n"
        "ring.yaml:4:1: strategies: shares sum to 0.9, not to 1; a share of 0.6 for 'casual' would do\n"
        "ring.yaml:6:12: strategies.klout_chasr.name: no strategy is called 'klout_chasr'; a plan of your own says "
        "'model: plan'; did you mean 'klout_chaser'?\n"
        "ring.yaml:7:5: strategies.2: 'casual' stands there already; give it another name or leave it out\n"
        "ring.yaml:7:41: strategies.2.roles.ordinry: 'ordinry' is no role of the population; did you mean 'ordinary'?\n"
        "ring.yaml:8:20: scoring.visible: 'klot' is not one of " +
            visible_names() +
            "; did you mean 'klout'?\n"
        "ring.yaml:9:32: mechanisms.meet.cold_prob: expected a number, got '.nan', which is not finite\n"
        "ring.yaml:10:23: interventions.0.day: 400d is after the last day; less than the horizon, 365d, would do\n");
}

TEST_CASE("a scenario without schema is told what to write") {
  CHECK(read("name: x\n").faults == "ring.yaml:1:1: schema: the version of the format is missing; write 'schema: 1'\n");
}

TEST_CASE("a burn-in shorter than a score's memory is refused") {
  CHECK(faults_of("burn_in: 30d\n") ==
        "ring.yaml:2:10: burn_in: 30d is shorter than the memory of klout, 180d; write '180d' or more\n");
  CHECK(faults_of("burn_in: 0d\nhorizon: 0d\nscoring: {visible: none}\n") == "");
  // Recent posts fade: whoever looks at them remembers three half-lives.
  const std::string graders = "scoring: {visible: none, shadow: [{name: ";
  const std::string rest = "ring.yaml:2:10: burn_in: 80d is shorter than the memory of ";
  CHECK(faults_of("burn_in: 80d\n" + graders + "twitter_grader}]}\n") ==
        rest + "twitter_grader, 90d; write '90d' or more\n");
  CHECK(faults_of("burn_in: 80d\n" + graders + "twitter_grader, recency: 0}]}\n") == "");
  CHECK(faults_of("burn_in: 80d\n" + graders + "klout_2011}]}\n") == rest + "klout_2011, 90d; write '90d' or more\n");
  CHECK(faults_of("burn_in: 80d\n" + graders + "formula, formula: posts_recent}]}\n") ==
        rest + "formula, 90d; write '90d' or more\n");
  CHECK(faults_of("burn_in: 80d\n" + graders + "formula, formula: posts}]}\n") == "");
  CHECK(faults_of("burn_in: 182d\nscoring: {visible: none, shadow: [{name: klout, update_every_days: 7}]}\n") ==
        "ring.yaml:2:10: burn_in: 182d is shorter than the memory of klout, 180d, published every 7d; write '186d' or "
        "more\n");
}

TEST_CASE("a horizon without a window of gain is refused with margins, and nothing may come before day 0") {
  CHECK(faults_of("horizon: 20d\nmargins: {step_hours: 1, horizon_days: []}\n")
            .find("margins.step_hours: a gain is the mean of 28d and the horizon is 20d") != std::string::npos);
  CHECK(faults_of("margins: {step_hours: 1, horizon_days: [14]}\n").find("14 is outside [28, 65000]") !=
        std::string::npos);
  CHECK(faults_of("interventions: [{day: -5d, kind: hide_score}]\n").find("-5d is outside [0d, inf)") !=
        std::string::npos);
}

TEST_CASE("scores and values whose names would give two measures one name are refused") {
  for (const std::string list : {"affinity", "bio", "at_random"})
    CHECK(faults_of("scoring: {visible: {name: " + list + ", model: pagerank}}\n") ==
          "ring.yaml:2:20: scoring.visible: '" + list + "' and the list '" + list +
              "' would share the measure precision_gems_" + list + "; give the score another name\n");
  CHECK(faults_of("scoring: {visible: random, shadow: [pagerank, {name: pagerank_crowded, model: random}]}\n") ==
        "ring.yaml:2:47: scoring.shadow.pagerank_crowded: 'pagerank_crowded' and 'pagerank' would share the measure "
        "precision_gems_pagerank_crowded; give the score another name\n");
  CHECK(faults_of("scoring: {visible: none, shadow: [{name: a, model: pagerank}, {name: a_b, model: pagerank}]}\n"
                  "value: {models: [{name: b_c, model: circles}, {name: c, model: linear}]}\n") ==
        "ring.yaml:2:63: scoring.shadow.a_b: 'a_b' with the value model 'c' and 'a' with the value model 'b_c' would "
        "share the measure payoff_a_b_c; give the score another name\n");
  CHECK(faults_of("arms: [{name: lot, set: {scoring.visible: {name: bio, model: random}}}]\n") ==
        "ring.yaml:2:26: arms.lot.set.scoring.visible: 'bio' and the list 'bio' would share the measure "
        "precision_gems_bio; give the score another name\n");
  CHECK(faults_of("scoring: {visible: random, shadow: [pagerank, {name: crowded, model: pagerank}]}\n") == "");
}

TEST_CASE("days must fit into 16 bits and be whole") {
  CHECK(faults_of("horizon: 64900d\n") ==
        "ring.yaml:2:10: horizon: burn-in and horizon are 65080d together; less than 65000d would do\n");
  CHECK(faults_of("horizon: 36h\n") == "ring.yaml:2:10: horizon: 36h is no whole number of days; write '2d'\n");
}

TEST_CASE("doses beyond a week are refused") {
  CHECK(
      faults_of("probes: {hours_online_max: 100, hours_offline_max: 80}\n") ==
      "ring.yaml:2:52: probes.hours_offline_max: hours_online_max and hours_offline_max are 180 hours together, a week "
      "has 168; 68 would do\n");
  CHECK(faults_of("population: {hours_online_max: 120}\n") ==
        "ring.yaml:2:32: population.hours_online_max: hours_online_max and hours_offline_max are 180 hours together, a "
        "week has 168; 108 would do\n");
}

TEST_CASE("a fault in a list is at its row, of a missing key at the row that lacks it") {
  CHECK(faults_of("population:\n  roles:\n    - {name: a, share: 0.5}\n    - share: 0.3\n      name: a\n    - {share: "
                  "0.2}\n") ==
        "ring.yaml:6:13: population.roles.1.name: two roles have the name 'a'\n"
        "ring.yaml:7:7: population.roles.2.name: a role has no name; write one\n");
  CHECK(faults_of("probes:\n  strategies: [casual,\n    astronaut]\n") ==
        "ring.yaml:4:5: probes.strategies.astronaut: 'astronaut' is no strategy of this scenario; there are casual\n");
}

TEST_CASE("a role that no strategy is open to is named") {
  CHECK(faults_of("strategies: [{name: casual, roles: [ordinary, professional]}]\n") ==
        "ring.yaml:2:13: strategies: no strategy is open to the role 'executive'; add it to the roles of one, or leave "
        "out the roles of one\n");
}

TEST_CASE("shares that cannot be read say nothing about roles") {
  CHECK(faults_of("strategies: [{name: casual, share: .nan}, {name: klout_chaser}]\n") ==
        "ring.yaml:2:36: strategies.casual.share: expected a number, got '.nan', which is not finite\n"
        "ring.yaml:2:43: strategies.klout_chaser.share: a share is missing; shares of strategies sum to 1\n");
}

TEST_CASE("a plan in YAML alone is a strategy, a word that is none and plans nothing is not") {
  const Read r = read("schema: 1\nstrategies: [{name: hermit, read: 1, post: 0, engage: 0, discover: 0}]\n");
  CHECK(r.faults == "");
  CHECK(r.scenario.strategies.at(0).model == "plan");
  CHECK(faults_of("strategies: [hermit]\n") ==
        "ring.yaml:2:14: strategies.hermit: no strategy is called 'hermit'; there are casual, klout_chaser, "
        "lurker_executive, balanced_networker, score_learner, value_learner, plan; a plan of your own says 'model: "
        "plan'\n");
}

TEST_CASE("a bio search for a role that nobody has is refused") {
  CHECK(faults_of("strategies: [{name: seeker, model: plan, by_bio: 1, bio_role: CTO}]\n") ==
        "ring.yaml:2:63: strategies.seeker.bio_role: 'CTO' is no role of the population; there are ordinary, "
        "professional, executive\n");
}

TEST_CASE("people who strive for a score need one that there is") {
  CHECK(faults_of("strategies: [{name: score_learner, score: klot}]\n") ==
        "ring.yaml:2:43: strategies.score_learner.score: 'klot' is no score of this scenario; did you mean "
        "'klout'?\n");
  CHECK(faults_of("strategies: [score_learner]\nscoring: {visible: none, shadow: []}\n") ==
        "ring.yaml:2:14: strategies.score_learner: strives for a score, and the scenario has none; write one in "
        "scoring.visible or scoring.shadow\n");
  CHECK(faults_of("strategies: [{name: value_learner, review_every: 3d, peers: 0}]\n") ==
        "ring.yaml:2:50: strategies.value_learner.review_every: 3d is outside [7d, 3650d]\n"
        "ring.yaml:2:61: strategies.value_learner.peers: 0 is outside [1, 100]\n");
}

TEST_CASE("a score stands once: visible or shadow") {
  CHECK(faults_of("scoring: {visible: klout, shadow: [klout, pagerank, pagerank]}\n") ==
        "ring.yaml:2:36: scoring.shadow.klout: 'klout' is the visible score and is measured anyway; leave it out\n"
        "ring.yaml:2:53: scoring.shadow.2: 'pagerank' stands there already; give it another name or leave it out\n");
  // Each is said once, and nothing of what the second would need.
  CHECK(faults_of("burn_in: 120d\nscoring: {visible: {name: klout, window_days: 9}, shadow: [klout, klout]}\n") ==
        "ring.yaml:3:60: scoring.shadow.0: 'klout' is the visible score and is measured anyway; leave it out\n"
        "ring.yaml:3:67: scoring.shadow.1: 'klout' is the visible score and is measured anyway; leave it out\n");
}

TEST_CASE("an edge list that is not there is refused, and one that nobody reads") {
  CHECK(
      faults_of("population: {network: {kind: edge_list, direction: source_follows_target, file: data/none.csv}}\n") ==
      "ring.yaml:2:81: population.network.file: 'data/none.csv' cannot be read: No such file or directory; paths start "
      "at the scenario's folder\n");
  CHECK(faults_of("population: {network: {file: data/none.csv}}\n") ==
        "ring.yaml:2:30: population.network.file: is read by kind: edge_list alone; leave it out or write kind: "
        "edge_list\n");
}

TEST_CASE("one and two agents are accepted; the default number of followees follows") {
  const Read r = read("schema: 1\npopulation: {agents: 2}\n");
  CHECK(r.faults == "");
  CHECK(r.scenario.network.following_mean == 1);
  CHECK(faults_of("population: {agents: 1}\n") == "");
  CHECK(faults_of("population: {agents: 30, network: {following_mean: 40}}\n") ==
        "ring.yaml:2:52: population.network.following_mean: 40 followees among 30 agents; 29 or less would do\n");
}

TEST_CASE("shares of roles sum to 1; a share that is refused anyway says it once") {
  CHECK(faults_of("population: {roles: [{name: a, share: 0.5}, {name: b, share: 0.6}]}\n") ==
        "ring.yaml:2:21: population.roles: shares sum to 1.1, not to 1; a share of 0.5 for 'b' would do\n");
  const std::string faults = faults_of("population: {roles: [{name: a, share: 1.5}, {name: b, share: 0.6}]}\n");
  CHECK(faults.find("population.roles.a.share") != std::string::npos);
  CHECK(faults.find("sum") == std::string::npos);
}

TEST_CASE("keys of another kind of intervention are unknown") {
  CHECK(faults_of("interventions: [{day: 3d, kind: newcomers, strategy: casul}]\n") ==
        "ring.yaml:2:54: interventions.0.strategy: 'casul' is no strategy of this scenario; did you mean 'casual'?\n");
  CHECK(faults_of("population: {hours_offline_max: 40}\n"
                  "interventions: [{day: 3d, kind: newcomers, hours_online: 140}]\n") ==
        "ring.yaml:3:58: interventions.0.hours_online: 140 hours online and up to 40 offline are more than the 168 of "
        "a week; less of either would do\n");
  CHECK(faults_of("interventions: [{day: 3d, kind: hide_score, share: 0.5}]\n") ==
        "ring.yaml:2:45: interventions.0: unknown key 'share'; the keys here are day, kind\n");
  CHECK(faults_of("interventions: [{day: 3d, kind: show_score, score: pagrank}]\n"
                  "scoring: {shadow: [pagerank]}\n") ==
        "ring.yaml:2:52: interventions.0.score: 'pagrank' is no score of this scenario; did you mean 'pagerank'?\n");
}

TEST_CASE("a fault of an override is shown at the override") {
  CHECK(faults_of("", {{"scoring.visible", "klot"}}) ==
        "--set scoring.visible=klot: scoring.visible: 'klot' is not one of " + visible_names() +
            "; did you mean 'klout'?\n");
}

TEST_CASE("a fault that only an override brings is that override's, and of no innocent line") {
  const std::string file =
      "horizon: 100d\noutput: {snapshot_days: [270]}\n"
      "strategies: [{name: casual, share: 0.7}, {name: klout_chaser, share: 0.3}]\n"
      "population: {agents: 100, network: {following_mean: 50}}\n";
  CHECK(faults_of(file) == "");
  CHECK(faults_of(file, {{"horizon", "80d"}}) ==
        "--set horizon=80d: output.snapshot_days.0: day 270 is never lived; burn-in and horizon end after day 259\n");
  CHECK(faults_of(file, {{"worlds.seed", "2"}, {"population.agents", "30"}}) ==
        "--set population.agents=30: population.network.following_mean: 50 followees among 30 agents; 29 or less would "
        "do\n");
  CHECK(faults_of(file, {{"strategies.casual.share", "0.5"}, {"worlds.seed", "2"}}) ==
        "--set strategies.casual.share=0.5: strategies: shares sum to 0.8, not to 1; a share of 0.7 for 'casual' would "
        "do\n");
  CHECK(faults_of(file, {{"population.network.kind", "edge_list"}}) ==
        "--set population.network.kind=edge_list: population.network.file: a network of kind edge_list needs a file\n"
        "--set population.network.kind=edge_list: population.network.direction: is missing: does a line `1 2` mean "
        "that 1 follows 2 (source_follows_target) or that 2 follows 1 (target_follows_source)?\n");
  // What is wrong with the file alone stays where it is.
  CHECK(faults_of("horizon: 10\n", {{"worlds.seed", "2"}}).starts_with("ring.yaml:2:10: horizon: "));
}

TEST_CASE("an override of a row acts on the default list if the file has none") {
  const Read r = read("schema: 1\nvalue: {theta: 0.25}\n", {{"population.roles.executive.share", "0.05"},
                                                            {"population.roles.0.share", "0.78"},
                                                            {"value.models.reach.beta", "0.5"},
                                                            {"strategies.casual.post", "0.5"}});
  REQUIRE(r.faults == "");
  Scenario meant = read("schema: 1\nvalue: {theta: 0.25, models: [circles, linear, {name: reach, beta: 0.5}]}\n"
                        "strategies: [{name: casual, post: 0.5}]\n")
                       .scenario;
  REQUIRE(meant.population.roles.size() == 3);
  meant.population.roles[0].share = 0.78;
  meant.population.roles[2].share = 0.05;
  CHECK(resolved_yaml(r.scenario) == resolved_yaml(meant));
  CHECK(scenario_hash(r.scenario) != scenario_hash(read("schema: 1\nvalue: {theta: 0.25}\n").scenario));
}

TEST_CASE("an override of a row that the default list has not, or that leaves shares off 1, says so at the override") {
  CHECK(faults_of("", {{"population.roles.executiv.share", "0.05"}}) ==
        "--set population.roles.executiv.share=0.05: population.roles.executiv.share: no row 'executiv'; did you mean "
        "'executive'?\n");
  CHECK(faults_of("", {{"population.roles.executive.share", "0.05"}}) ==
        "--set population.roles.executive.share=0.05: population.roles: shares sum to 1.02, not to 1; a share of 0.78 "
        "for 'ordinary' would do\n");
}

TEST_CASE("theta of the scenario is the default of every value model that has one") {
  const Read r = read("schema: 1\nvalue: {theta: 0.25, models: [circles, {name: linear, theta: 0.75}]}\n");
  CHECK(r.faults == "");
  CHECK(r.scenario.theta == 0.25);
  std::vector<std::string> thetas;
  for (const ValueSpec& value : r.scenario.values) {
    ParamLister lister;
    value.setup->visit(lister);
    for (const ParamRow& row : lister.list())
      if (row.path == "theta") thetas.push_back(row.default_text);
  }
  CHECK(thetas == std::vector<std::string>{"0.25", "0.75"});
}

TEST_CASE("the resolved scenario read again gives the same text and the same hash") {
  const Read r = read(
      "schema: 1\nhorizon: 400d\nstrategies:\n  - {name: casual, share: 0.5}\n"
      "  - {name: mine, model: plan, share: 0.5, post: 0.25, roles: [ordinary]}\n"
      "scoring: {visible: {name: pagerank, damping: 0.5, update_every_days: 7}, shadow: [klout]}\n"
      "interventions: [{day: 30d, kind: silence, share: 0.5}, {day: 31d, kind: show_score, score: klout}]\n"
      "output: {snapshot_days: [0, 20]}\n");
  REQUIRE(r.faults == "");
  const std::string text = resolved_yaml(r.scenario);
  const Read again = read(text);
  CHECK(again.faults == "");
  CHECK(resolved_yaml(again.scenario) == text);
  CHECK(scenario_hash(again.scenario) == scenario_hash(r.scenario));
  CHECK(scenario_hash(r.scenario).size() == 16);
}

TEST_CASE("the hash leaves out name, worlds and output, and nothing else") {
  const std::string plain = scenario_hash(read("schema: 1\n").scenario);
  for (const auto& [path, value] : {std::pair{"name", "x"},
                                    {"worlds.count", "7"},
                                    {"worlds.seed", "5"},
                                    {"output.agents", "false"},
                                    {"output.daily_every_days", "1"}})
    CHECK(scenario_hash(read("schema: 1\n", {{path, value}}).scenario) == plain);
  for (const auto& [path, value] : {std::pair{"horizon", "366d"},
                                    {"population.agents", "9999"},
                                    {"mechanisms.meet.on", "false"},
                                    {"value.theta", "0.4"}})
    CHECK(scenario_hash(read("schema: 1\n", {{path, value}}).scenario) != plain);
}

TEST_CASE("who refers to a strategy that was refused hears nothing of it") {
  const std::string refers =
      "schema: 1\nstrategies: [{name: casul, share: 0.9}, {name: klout_chaser, share: 0.1}]\n"
      "probes: {strategies: [casual]}\ninterventions: [{day: 9d, kind: newcomers, share: 0.1, strategy: casual}]\n"
      "decomposition: {strategy: casual, than: klout_chaser, approach_of_strategy: '', time_of_strategy: casual}\n";
  const std::string faults = read(refers).faults;
  CHECK(faults.find("no strategy is called 'casul'") != std::string::npos);
  CHECK(faults.find("'casual' is no strategy") == std::string::npos);
  CHECK(faults.find("approach_of_strategy: is missing; name a strategy of this scenario") != std::string::npos);
}

TEST_CASE("the hash of a data file is that of its contents, wherever it lies") {
  const auto folder = std::filesystem::temp_directory_path() / "clout_scenario_test";
  std::filesystem::create_directories(folder / "a");
  std::filesystem::create_directories(folder / "b");
  const std::string text =
      "schema: 1\npopulation: {network: {kind: edge_list, direction: source_follows_target, file: links.csv}}\n";
  const auto hash_in = [&](const char* where, const std::string& links) {
    std::ofstream(folder / where / "links.csv") << links;
    std::ofstream(folder / where / "s.yaml") << text;
    Faults faults;
    const Scenario s = load_scenario((folder / where / "s.yaml").string(), {}, make_catalogue(), faults);
    CHECK(faults.text() == "");
    return scenario_hash(s);
  };
  const std::string first = hash_in("a", "0,1\n");
  CHECK(hash_in("b", "0,1\n") == first);
  CHECK(hash_in("b", "1,0\n") != first);
  std::filesystem::remove_all(folder);
}

TEST_CASE("every parameter that is listed can be set by its path to its default") {
  const Catalogue catalogue = make_catalogue();
  int tried = 0;
  for (const ParamRow& row : scenario_parameters(catalogue)) {
    if (row.type == "mapping" || row.type == "list" || row.path.starts_with("plausible.") ||
        row.path.starts_with("sweep."))
      continue;
    std::string path = row.path;
    if (path.find(".*") != std::string::npos) continue;  // rows of lists that may be empty: below
    if (path == "name") continue;
    const Read r = read("schema: 1\n", {{path, row.default_text}});
    CHECK_MESSAGE(r.faults == "", path << '=' << row.default_text);
    ++tried;
  }
  CHECK(tried > 80);
  const std::string rows = "schema: 1\nstrategies: [{name: casual}]\nscoring: {visible: none, shadow: [pagerank]}\n";
  CHECK(read(rows, {{"strategies.casual.post", "0.5"}}).faults == "");
  CHECK(read(rows, {{"strategies.0.share", "1"}}).faults == "");
  CHECK(read(rows, {{"scoring.shadow.pagerank.damping", "0.5"}}).faults == "");
  CHECK(read(rows, {{"scoring.visible", "follower_count"}}).scenario.visible == "follower_count");
}

TEST_CASE("every scenario that ships loads, begins with its question, and says no more than a page") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(CLOUT_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    Faults faults;
    const Scenario s = load_scenario(entry.path().string(), {}, make_catalogue(), faults);
    CHECK(faults.text() == "");
    CHECK(s.name == entry.path().stem().string());
    std::ifstream in(entry.path());
    std::string line, comment;
    while (std::getline(in, line) && line.rfind("# ", 0) == 0) comment += line;
    CHECK_MESSAGE(comment.find('?') != std::string::npos, entry.path().string());
    ++count;
  }
  CHECK(count >= 4);
}

TEST_CASE("the examples of scenarios/README.md are scenarios") {
  std::ifstream in(std::filesystem::path(CLOUT_SOURCE_DIR) / "scenarios" / "README.md");
  std::string line, text;
  bool inside = false;
  int count = 0;
  while (std::getline(in, line)) {
    if (inside && line == "```") {
      CHECK(read(text).faults == "");
      ++count;
    } else if (inside) {
      text += line + '\n';
      continue;
    }
    inside = line == "```yaml";
    text.clear();
  }
  CHECK(count == 6);
}

TEST_CASE("names of strategies fit into tables and paths, and none is the row of everybody") {
  const auto fault = [](const std::string& name) {
    return read("schema: 1\nstrategies: [{name: " + name + ", model: plan, share: 1}]\n").faults;
  };
  CHECK(fault("mine-2_b") == "");
  CHECK(fault("ALL").find("row of everybody") != std::string::npos);
  CHECK(fault("a.b").find("cannot be a name") != std::string::npos);
  CHECK(fault("\"x\\ny\"").find("cannot be a name") != std::string::npos);
}

TEST_CASE("a visible score left blank is no choice") {
  CHECK(read("schema: 1\nscoring: {visible: }\n").faults.find("write none, or the name of a score") !=
        std::string::npos);
  CHECK(read("schema: 1\nscoring: {visible: none}\n").faults == "");
}
