#include "sim/scenario/sweep_reader.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/sim/scenario/reading.h"

using namespace clout;
using namespace clout::test;

namespace {

SweepReader reader_of(const std::string& text, Faults& faults, const std::vector<Override>& overrides = {},
                      const std::vector<std::string>& vary = {}) {
  std::vector<VariedAxis> axes;
  for (const std::string& axis : vary) axes.push_back(parse_vary(axis));
  return SweepReader::read(text, "ring.yaml", overrides, axes, catalogue(), faults);
}

/// A reader of what has no faults.
SweepReader good(const std::string& text, const std::vector<Override>& overrides = {},
                 const std::vector<std::string>& vary = {}) {
  Faults faults;
  SweepReader reader = reader_of(text, faults, overrides, vary);
  reader.check(faults);
  CHECK(faults.text() == "");
  return reader;
}

/// Faults of the section, then of its values.
std::string faults_of_sweep(const std::string& sweep, const std::vector<std::string>& vary = {},
                            const std::vector<Override>& overrides = {}) {
  Faults faults;
  const SweepReader reader = reader_of("schema: 1\nsweep: " + sweep + '\n', faults, overrides, vary);
  reader.check(faults);
  return faults.text();
}

Scenario at(const SweepReader& reader, std::size_t index) {
  Faults faults;
  Scenario s = reader.scenario_at(sweep_points(reader.spec()).at(index), faults);
  CHECK(faults.text() == "");
  return s;
}

Scenario scenario(const std::string& text, const std::vector<Override>& overrides = {}) {
  Faults faults;
  Scenario s = read_scenario(text, "ring.yaml", overrides, catalogue(), faults);
  CHECK(faults.text() == "");
  return s;
}

const std::string kGrid = R"(schema: 1
population: {agents: 2000}
worlds: {count: 3, seed: 7}
sweep:
  set: {population.agents: 1500}
  axes:
    value.theta: [0.2, 0.5, 0.8]
    scoring.visible: [klout, none, {name: pagerank, damping: 0.9}]
)";

}  // namespace

TEST_CASE("a point is the scenario as --set changes it, on the scenario's seeds") {
  const SweepReader reader = good(kGrid);
  const std::vector<SweepPoint> points = sweep_points(reader.spec());
  REQUIRE(points.size() == 9);
  CHECK(points[5].values == std::vector<std::string>{"0.5", "{name: pagerank, damping: 0.9}"});
  const Scenario point = at(reader, 5);
  CHECK(point.population.agents == 1500);
  CHECK(point.theta == 0.5);
  CHECK(point.visible == "pagerank");
  CHECK(point.worlds.count == 3);
  CHECK(point.worlds.seed == 7);
  CHECK(point.name == "ring");
  CHECK(reader.base().population.agents == 2000);
  CHECK(reader.base().theta == 0.5);
  CHECK(at(reader, 1).visible == "none");
  const Scenario set = scenario(
      "schema: 1\nworlds: {count: 3, seed: 7}\n",
      {{"population.agents", "1500"}, {"value.theta", "0.5"}, {"scoring.visible", "{name: pagerank, damping: 0.9}"}});
  CHECK(resolved_yaml(point) == resolved_yaml(set));
  CHECK(scenario_hash(point) == scenario_hash(set));
}

TEST_CASE("a sweep is no part of a scenario: not of its resolved text, its hash, its arms or its box") {
  const std::string without = "schema: 1\npopulation: {agents: 2000}\nworlds: {count: 3, seed: 7}\n";
  CHECK(resolved_yaml(scenario(kGrid)) == resolved_yaml(scenario(without)));
  CHECK(scenario_hash(scenario(kGrid)) == scenario_hash(scenario(without)));
  const std::string more = "arms: [{name: twin}]\nplausible: {axes: {value.theta: [0.1, 0.9]}}\n";
  CHECK(resolved_yaml(scenario(kGrid + more)) == resolved_yaml(scenario(without + more)));
  const SweepReader reader = good(kGrid + more);
  CHECK(reader.base().arms.size() == 1);
  CHECK(at(reader, 0).arms.empty());
  CHECK(at(reader, 0).plausible.points.empty());
  CHECK(scenario_hash(at(reader, 0)) == scenario_hash(at(good(kGrid), 0)));
}

TEST_CASE("overrides reach every point, and they reach the sweep too") {
  const SweepReader reader = good(
      kGrid, {{"horizon", "90d"}, {"sweep.set.population.agents", "900"}, {"sweep.axes.\"value.theta\"", "[0.3]"}});
  CHECK(sweep_points(reader.spec()).size() == 3);
  CHECK(at(reader, 0).horizon_days == 90);
  CHECK(at(reader, 0).population.agents == 900);
  CHECK(at(reader, 0).theta == 0.3);
}

TEST_CASE("axes of the command line stand beside those of the file, or in place of the one with their path") {
  const SweepReader reader = good(kGrid, {}, {"value.theta=0.1,0.9", "horizon=range(90d,180d,90d)"});
  REQUIRE(reader.spec().axes.size() == 3);
  CHECK(sweep_points(reader.spec()).size() == 2 * 3 * 2);
  CHECK(reader.spec().axes[0].path == "value.theta");
  CHECK(at(reader, 11).theta == 0.9);
  CHECK(at(reader, 11).horizon_days == 180);
  const SweepReader alone = good("schema: 1\n", {}, {"value.theta=0.1,0.9"});
  CHECK(at(alone, 1).theta == 0.9);
}

TEST_CASE("zip, list and rows of lists by name") {
  const std::string two = "schema: 1\nstrategies: [{name: casual, share: 0.9}, {name: klout_chaser, share: 0.1}]\n";
  const SweepReader zip = good(two +
                               "sweep: {design: zip, axes: {strategies.casual.share: [0.8, 0.7], "
                               "strategies.klout_chaser.share: [0.2, 0.3]}}\n");
  CHECK(at(zip, 1).strategies[1].share == 0.3);
  const SweepReader list = good("schema: 1\nsweep: {design: list, list: [{value.theta: 0.2}, {horizon: 90d}]}\n");
  REQUIRE(list.spec().axes.size() == 2);
  CHECK(at(list, 0).theta == 0.2);
  CHECK(at(list, 0).horizon_days == 365);
  CHECK(at(list, 1).theta == 0.5);
  CHECK(at(list, 1).horizon_days == 90);
}

TEST_CASE("a whole parameter gets whole numbers, wherever it stands") {
  const SweepReader reader = good(
      "schema: 1\nburn_in: 200d\nscoring: {visible: {name: klout}, shadow: [{name: pagerank, update_every_days: 7}]}\n"
      "strategies: [{name: casual}]\n"
      "sweep:\n  design: latin_hypercube\n  points: 20\n  axes:\n"
      "    population.agents: {from: 100, to: 2000, scale: log}\n"
      "    scoring.shadow.pagerank.update_every_days: {from: 1, to: 30}\n"
      "    scoring.shadow.0.damping: {from: 0.5, to: 0.9}\n"
      "    scoring.visible.update_every_days: {from: 1, to: 7}\n"
      "    value.theta: {from: 0, to: 1}\n"
      "    horizon: {from: 90d, to: 360d}\n");
  const std::vector<bool> whole = {true, true, false, true, false, true};
  for (std::size_t k = 0; k < whole.size(); ++k) CHECK(reader.spec().axes[k].whole == whole[k]);
  for (std::size_t i = 0; i < 20; ++i) (void)at(reader, i);
  CHECK(faults_of_sweep("{design: sobol, axes: {population.agents: {from: 10.5, to: 100}}}") ==
        "ring.yaml:2:31: sweep.axes.population.agents: has whole numbers only; write {from: 11, to: 100}\n");
}

TEST_CASE("written down, a sweep reads back to the same points") {
  const std::vector<std::string> sweeps = {
      "{axes: {value.theta: [0.2, 0.5], scoring.visible: [klout, {name: pagerank, damping: 0.9}]}, set: {horizon: "
      "90d}}",
      "{design: zip, axes: {value.theta: [0.2, 0.5], horizon: [30d, 60d]}}",
      "{design: list, list: [{value.theta: 0.2}, {horizon: 90d, scoring.visible: none}]}",
      "{design: saltelli, points: 8, seed: 3, axes: {population.agents: {from: 10, to: 100, scale: log}, "
      "value.theta: {from: 0, to: 1}, horizon: {from: 30d, to: 90d}}, "
      "until: {measure: gain_circles, ci_halfwidth: 0.1, worlds_max: 9}}"};
  for (const std::string& sweep : sweeps) {
    const SweepReader reader = good("schema: 1\nsweep: " + sweep + '\n');
    const SweepReader again = good(reader.yaml());
    CHECK(again.yaml() == reader.yaml());
    const std::vector<SweepPoint> a = sweep_points(reader.spec()), b = sweep_points(again.spec());
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i].values == b[i].values);
    CHECK(resolved_yaml(at(again, a.size() - 1)) == resolved_yaml(at(reader, a.size() - 1)));
    CHECK(again.spec().until.has_value() == reader.spec().until.has_value());
  }
}

TEST_CASE("faults of the section stand where they are written, also when nothing is swept") {
  const std::map<std::string, std::string> faults = {
      {"{design: gird}",
       "10: sweep.design: 'gird' is not one of grid, zip, list, random, latin_hypercube, sobol, morris, "
       "saltelli; did you mean 'grid'?"},
      {"{axis: {}}", "10: sweep: unknown key 'axis'; did you mean 'axes'?"}};
  for (const auto& [sweep, fault] : faults) {
    Faults found;
    (void)read_scenario("schema: 1\nsweep: " + sweep + '\n', "ring.yaml", {}, catalogue(), found);
    CHECK(found.text().find(fault.substr(fault.find(' ') + 1)) != std::string::npos);
  }
  CHECK(
      faults_of_sweep("{axes: {value.theta: {from: 0.1, to: 0.9}}}") ==
      "ring.yaml:2:29: sweep.axes.value.theta: a range has no points in a grid; write a list such as [0.1, 0.5, 0.9], "
      "or design: sobol\n");
  CHECK(
      faults_of_sweep("{axes: {value.theta: 0.5, value.phi: []}}") ==
      "ring.yaml:2:29: sweep.axes.value.theta: expected values, got '0.5'; write [0.2, 0.5, 0.8] or {from: 0.1, to: "
      "0.9}\n"
      "ring.yaml:2:45: sweep.axes.value.phi: expected values, got an empty list; write [0.2, 0.5, 0.8] or {from: 0.1, "
      "to: 0.9}\n");
  CHECK(faults_of_sweep("{axes: {value.theta: [0.5, .50], worlds.count: [1], '\"worlds\".seed': [1]}}") ==
        "ring.yaml:2:35: sweep.axes.value.theta: '.50' is the same value as '0.5' before it; leave it out\n"
        "ring.yaml:2:41: sweep.axes.worlds.count: is the same at all points of a sweep; leave it out\n"
        "ring.yaml:2:60: sweep.axes.\"worlds\".seed: is the same at all points of a sweep; leave it out\n");
  CHECK(
      faults_of_sweep("{points: 9, axes: {value.theta: [0.5]}}") ==
      "ring.yaml:2:17: sweep.points: a grid has as many points as are written; leave it out, or write design: sobol\n");
  CHECK(faults_of_sweep("{points: ~, axes: {value.theta: [0.5]}}") == "");
  CHECK(faults_of_sweep("{design: sobol, points: 100, axes: {value.theta: {from: 0, to: 1}}}") ==
        "ring.yaml:2:32: sweep.points: 100 is no power of two, which sobol needs; write 64 or 128\n");
  CHECK(faults_of_sweep("{design: zip, axes: {value.theta: [0.1, 0.2], horizon: [1d]}}") ==
        "ring.yaml:2:54: sweep.axes.horizon: 1 values beside 2 of value.theta; zip needs as many of each, grid does "
        "not\n");
  CHECK(faults_of_sweep("{set: {scoring.visible.window_days: 9}, axes: {scoring.visible: [klout, none]}}") ==
        "ring.yaml:2:15: sweep.set.scoring.visible.window_days: is put over by scoring.visible, which comes after it; "
        "write scoring.visible first\n");
  CHECK(faults_of_sweep("{set: {value.theta: 1}, axes: {value.theta: [0.1]}}") ==
        "ring.yaml:2:15: sweep.set.value.theta: is an axis too; leave it out of one\n");
  CHECK(faults_of_sweep("{design: list, axes: {value.theta: [0.1]}}") ==
        "ring.yaml:2:8: sweep: design list has a list of points; write list: [{value.theta: 0.2}, {value.theta: 0.8}]\n"
        "ring.yaml:2:29: sweep.axes: design list has no axes; leave them out, or write design: grid\n");
  CHECK(faults_of_sweep("{list: [{value.theta: 1}]}") ==
        "ring.yaml:2:15: sweep.list: only design list has a list; leave it out, or write design: list\n");
  CHECK(faults_of_sweep("{axes: {value.theta: [1]}, until: {measur: x}}") ==
        "ring.yaml:2:42: sweep.until.measure: a measure is missing; write measure: gain_circles\n"
        "ring.yaml:2:42: sweep.until.ci_halfwidth: a width is missing; write ci_halfwidth: 0.1\n"
        "ring.yaml:2:43: sweep.until: unknown key 'measur'; did you mean 'measure'?\n");
  CHECK(faults_of_sweep("{axes: [1], set: 2}") ==
        "ring.yaml:2:15: sweep.axes: expected keys with values, got a list; write {value.theta: [0.2, 0.5, 0.8]}\n"
        "ring.yaml:2:25: sweep.set: expected keys with values, got '2'; write {population.agents: 1500}\n");
}

TEST_CASE("responses are named by what they are, and written down they read back to the same") {
  const SweepReader reader = good(
      "schema: 1\nstrategies: [{name: casual, share: 0.9}, {name: klout_chaser, share: 0.1}]\nsweep: {axes: "
      "{value.theta: [0.2, 0.8]}, responses: [{measure: "
      "gain_circles, strategy: casual, than: klout_chaser}, "
      "{measure: followers, name: \"fame: all\", cohort: probe}]}\n");
  const std::vector<SweepResponse>& responses = reader.spec().responses;
  REQUIRE(responses.size() == 2);
  CHECK(responses[0].name == "gain_circles of casual less klout_chaser");
  CHECK(responses[1].name == "fame: all");
  CHECK(responses[1].strategy == "ALL");
  const SweepReader again = good(reader.yaml());
  REQUIRE(again.spec().responses.size() == 2);
  CHECK(again.spec().responses[1].name == "fame: all");
  CHECK(again.spec().responses[1].cohort == "probe");
  CHECK(again.spec().responses[0].than == "klout_chaser");
}

TEST_CASE("values that morris would never live are refused") {
  const std::string of = "{design: morris, points: 2, axes: {value.theta: [0.1, 0.2, 0.3, 0.4";
  CHECK(faults_of_sweep(of + "]}}") == "");
  CHECK(faults_of_sweep(of + ", 0.5]}}").find("sweep.axes.value.theta: has 5 values, and morris lives 4 levels") !=
        std::string::npos);
}

TEST_CASE("faults of responses") {
  CHECK(faults_of_sweep("{axes: {value.theta: [0.2, 0.8]}, responses: [{strategy: ALL}, {measure: m, strat: b}]}") ==
        "ring.yaml:2:54: sweep.responses.0.measure: a measure is missing; write measure: gain_circles\n"
        "ring.yaml:2:84: sweep.responses.1: unknown key 'strat'; did you mean 'strategy'?\n");
  CHECK(faults_of_sweep("{axes: {value.theta: [0.2, 0.8]}, responses: [{measure: m}, {measure: m}]}") ==
        "ring.yaml:2:68: sweep.responses.1: 'm of ALL' stands there already; give it another name or leave it out\n");
}

TEST_CASE("strategies and cohorts that nobody has are faults of responses and until; measures are known after a run") {
  CHECK(faults_of_sweep(
            "{axes: {value.theta: [0.2, 0.8]}, responses: [{measure: '', cohort: probes}, {measure: m, strategy: "
            "casul, than: nope}]}") ==
        "ring.yaml:2:64: sweep.responses.0.measure: a measure is missing; write measure: gain_circles\n"
        "ring.yaml:2:76: sweep.responses.0.cohort: 'probes' is not one of background, probe, everyone; did you mean "
        "'probe'?\n"
        "ring.yaml:2:108: sweep.responses.1.strategy: 'casul' is no strategy of any point; there are ALL, casual; did "
        "you "
        "mean 'casual'?\n"
        "ring.yaml:2:121: sweep.responses.1.than: 'nope' is no strategy of any point; there are ALL, casual\n");
  CHECK(faults_of_sweep(
            "{axes: {value.theta: [0.2, 0.8]}, until: {measure: m, strategy: x, cohort: all, ci_halfwidth: 1}}") ==
        "ring.yaml:2:72: sweep.until.strategy: 'x' is no strategy of any point; there are ALL, casual\n"
        "ring.yaml:2:83: sweep.until.cohort: 'all' is not one of background, probe, everyone\n");
  CHECK(faults_of_sweep(
            "{axes: {strategies: [[casual], [lurker_executive]]}, responses: [{measure: m, strategy: casual}, "
            "{measure: m, strategy: lurker_executive}]}") == "");
}

TEST_CASE("the text that a reader gives reads back to the same scenarios, also where something follows from an axis") {
  // theta of the value models follows from value.theta, so the resolved scenario would not do.
  const SweepReader reader =
      good("schema: 1\npopulation: {agents: 300}\n", {{"horizon", "60d"}}, {"value.theta=0.2,0.8"});
  const SweepReader again = good(reader.yaml());
  for (const std::size_t point : {0u, 1u}) CHECK(scenario_hash(at(reader, point)) == scenario_hash(at(again, point)));
  CHECK(scenario_hash(at(reader, 0)) != scenario_hash(at(reader, 1)));
}

TEST_CASE("faults of ranges") {
  const auto range = [](const std::string& text) {
    return faults_of_sweep("{design: random, axes: {value.theta: " + text + "}}");
  };
  const std::string path = ": sweep.axes.value.theta";
  CHECK(range("{from: 0.1}") == "ring.yaml:2:45" + path + ": a range has two ends; write {from: 0.1, to: 0.9}\n");
  CHECK(range("{from: 0.9, to: 0.1}") == "ring.yaml:2:61" + path +
                                             ".to: 0.1 is not above 0.9; write the lower end "
                                             "first\n");
  CHECK(range("{from: a, to: 1}") ==
        "ring.yaml:2:52" + path + ".from: expected a number such as 0.1 or 30d, got 'a'\n");
  CHECK(range("{from: 0, to: 1, scale: log}") ==
        "ring.yaml:2:52" + path + ".from: 0 has no logarithm; write a number above 0, or scale: linear\n");
  CHECK(range("{from: 0, to: 1, scale: lg}") ==
        "ring.yaml:2:69" + path + ".scale: 'lg' is not one of linear, log; did you mean 'log'?\n");
  CHECK(range("{from: 1d, to: 2h}") ==
        "ring.yaml:2:60" + path + ".to: the ends have different units; write the same behind both\n");
  CHECK(range("{from: 0.5, to: 1.5}") == "ring.yaml:2:32: sweep.value.theta: 1.5 is outside [0, 1]\n");
}

TEST_CASE("log of a parameter that counts, or of whole days, is whole numbers, each once") {
  const auto values = [](const std::string& axis) {
    const SweepReader reader = good("schema: 1\n", {}, {axis});
    std::string text;
    for (const SweepValue& value : reader.spec().axes.at(0).values) text += value.yaml + ' ';
    return text;
  };
  CHECK(values("population.agents=log(10,1000,3)") == "10 100 1000 ");
  CHECK(values("population.agents=log(1,100,4)") == "1 5 22 100 ");
  CHECK(values("population.agents=log(3,1,5)") == "3 2 1 ");
  CHECK(values("horizon=log(10d,1000d,3)") == "10d 100d 1000d ");
  CHECK(values("horizon=log(10d,100d,3)") == "10d 32d 100d ");
  CHECK(values("value.theta=log(0.25,1,3)") == "0.25 0.5 1 ");
  CHECK(values("population.network.following_mean=log(1,8,3)") == "1 2.82842712475 8 ");
  CHECK(faults_of_sweep("{axes: {}}", {"population.agents=log(0.5,8,3)"}).find("0.5") != std::string::npos);
}

TEST_CASE("every value is tried before anything runs, and each fault is said once") {
  CHECK(faults_of_sweep("{set: {population.agents: 0}, axes: {value.theta: [0.5, 2, 3], value.thetta: [1, 2], horizon: "
                        "[30d, 60]}}") ==
        "ring.yaml:2:15: sweep.population.agents: 0 is outside [1, 2000000000]\n"
        "ring.yaml:2:64: sweep.value.theta: 2 is outside [0, 1]\n"
        "ring.yaml:2:67: sweep.value.theta: 3 is outside [0, 1]\n"
        "ring.yaml:2:86: sweep.value: unknown key 'thetta'; did you mean 'theta'?\n"
        "ring.yaml:2:108: sweep.horizon: expected a duration with a unit, got '60'; write '60d'\n");
  CHECK(faults_of_sweep("{axes: {}}", {"value.theta=0.5,2"}) ==
        "--vary value.theta=0.5,2: sweep.value.theta: 2 is outside [0, 1]\n");
  // What a value breaks elsewhere is said at the value.
  CHECK(faults_of_sweep("{axes: {value.theta: [0.2], burn_in: [360d, 30d]}}") ==
        "ring.yaml:2:52: sweep.burn_in: 30d is shorter than the memory of klout, 180d; write '180d' or more\n");
  CHECK(faults_of_sweep("{axes: {scoring.visible: [none, {name: klout, window_days: 300}]}}") ==
        "ring.yaml:2:40: sweep.burn_in: 180d is shorter than the memory of klout, 390d; write '390d' or more\n");
  CHECK(faults_of_sweep(
            "{design: list, list: [{value.theta: 0.2}, {scoring.visible: {name: klout, window_days: 300}}]}") ==
        "ring.yaml:2:50: sweep.burn_in: 180d is shorter than the memory of klout, 390d; write '390d' or more\n");
  const std::string shares =
      "schema: 1\nstrategies: [{name: casual, share: 0.9}, {name: klout_chaser, share: 0.1}]\nsweep:\n  design: zip\n"
      "  axes: {strategies.casual.share: [0.8, 0.7], strategies.klout_chaser.share: [0.2, 0.4]}\n";
  Faults of_pair;
  reader_of(shares, of_pair).check(of_pair);
  CHECK(of_pair.text().find("ring.yaml:5:") == 0);
  CHECK(of_pair.size() == 1);
  CHECK(faults_of_sweep("{axes: {}}", {"value.theta=a: b: c"}).find("--vary value.theta=a: b: c: ") == 0);
  CHECK(
      faults_of_sweep("{}") ==
      "ring.yaml:2:8: sweep: there is nothing to vary; write sweep: {axes: {value.theta: [0.2, 0.5, 0.8]}}, or --vary "
      "value.theta=0.2,0.5,0.8\n");
  CHECK(faults_of_sweep("{axes: {value.theta: {from: 0, to: 1}}}", {"horizon=1d"}) != "");
}

TEST_CASE("a scenario that is not swept is refused for the values of its sweep too") {
  const auto faults_unswept = [](const std::string& text, const std::vector<Override>& overrides = {}) {
    Faults faults;
    (void)read_scenario("schema: 1\n" + text, "ring.yaml", overrides, catalogue(), faults);
    return faults.text();
  };
  const std::string axes = "sweep: {axes: {value.theta: [0.2, 7], nope.x: [1], population.agents: [-4]}}\n";
  CHECK(faults_unswept(axes) ==
        faults_of_sweep("{axes: {value.theta: [0.2, 7], nope.x: [1], population.agents: [-4]}}"));
  CHECK(faults_unswept(axes).find("ring.yaml:2:35: sweep.value.theta: 7 is outside [0, 1]\n") == 0);
  CHECK(faults_unswept(axes, {{"sweep", "{}"}}) == "");
  CHECK(faults_unswept("", {{"sweep.axes.\"value.theta\"", "[7]"}}).find("sweep.value.theta: 7 is outside") !=
        std::string::npos);
  CHECK(faults_unswept("sweep: {design: sobol, axes: {population.agents: {from: 1.5, to: 9}}}\n") ==
        "ring.yaml:2:31: sweep.axes.population.agents: has whole numbers only; write {from: 2, to: 9}\n");
  CHECK(faults_unswept("sweep: {set: {value.theta: 0.1}}\n") == "");
  CHECK(faults_unswept("sweep: {design: zip}\n") == "");
  // Who runs without a score, or audits, does not mind that the sweep would have none to vary.
  const std::string window = "sweep: {axes: {scoring.visible.window_days: [30, 60]}}\n";
  CHECK(faults_unswept(window, {{"scoring.visible", "none"}}) == "");
  CHECK(faults_unswept("sweep: {axes: {scoring.visible.window_days: [30, 0]}}\n", {{"worlds.count", "2"}}) != "");
}

TEST_CASE("faults of the section, its values and overrides are said together, and none that follows from another") {
  CHECK(faults_of_sweep("{set: {value.theta: 7, worlds.count: 2, horizn: 9d}, axes: {value.theta: [0.1, 0.2]}}") ==
        "ring.yaml:2:15: sweep.set.value.theta: is an axis too; leave it out of one\n"
        "ring.yaml:2:31: sweep.set.worlds.count: is the same at all points of a sweep; leave it out\n"
        "ring.yaml:2:48: sweep: unknown key 'horizn'; did you mean 'horizon'?\n");
  CHECK(faults_of_sweep("{axes: {value.theta: [0.5, .50, true]}}") ==
        "ring.yaml:2:35: sweep.axes.value.theta: '.50' is the same value as '0.5' before it; leave it out\n"
        "ring.yaml:2:40: sweep.value.theta: expected a number, got 'true'\n");
  CHECK(faults_of_sweep("{axes: {}}", {"burn_i=1", "value.thet=2", "value.theta=0.5"}, {{"horizn", "3"}}) ==
        "--set horizn=3: unknown key 'horizn'; did you mean 'horizon'?\n"
        "--vary burn_i=1: sweep: unknown key 'burn_i'; did you mean 'burn_in'?\n"
        "--vary value.thet=2: sweep.value: unknown key 'thet'; did you mean 'theta'?\n");
  CHECK(faults_of_sweep("{design: foo, points: 8, axes: {value.theta: {from: 0, to: 1}, horizon: [30d, 7]}}") ==
        "ring.yaml:2:17: sweep.design: 'foo' is not one of grid, zip, list, random, latin_hypercube, sobol, morris, "
        "saltelli\n"
        "ring.yaml:2:86: sweep.horizon: expected a duration with a unit, got '7'; write '7d'\n");
  CHECK(faults_of_sweep("{design: zip, axes: {value.theta: [0.1, 2], horizon: [30d]}}") ==
        "ring.yaml:2:48: sweep.value.theta: 2 is outside [0, 1]\n"
        "ring.yaml:2:52: sweep.axes.horizon: 1 values beside 2 of value.theta; zip needs as many of each, grid does "
        "not\n");
}

TEST_CASE("a fault that one value brings elsewhere is said at that value, of the first values too") {
  CHECK(
      faults_of_sweep("{axes: {value.theta: [0.2]}}", {"scoring.visible={name: klout, window_days: 300},none"}) ==
      "--vary scoring.visible={name: klout, window_days: 300},none: sweep.burn_in: 180d is shorter than the memory of "
      "klout, 390d; write '390d' or more\n");
  CHECK(faults_of_sweep("{set: {scoring.visible: {name: klout, window_days: 300}}, axes: {value.theta: [0.2]}}")
            .starts_with("ring.yaml:2:8: sweep.burn_in: "));
}

TEST_CASE("an override of what the sweep puts over has no effect, and is a fault") {
  CHECK(faults_of_sweep("{set: {population.agents: 300}, axes: {scoring.visible: [klout, none]}}",
                        {"value.theta=0.2,0.8"},
                        {{"value.theta", "0.5"}, {"scoring.visible.window_days", "9"}, {"population.agents", "60"}}) ==
        "--set population.agents=60: population.agents: is put over by sweep.set.population.agents; leave it out, or "
        "write --set sweep.set.population.agents=60\n"
        "--set scoring.visible.window_days=9: scoring.visible.window_days: is put over by sweep.axes.scoring.visible; "
        "leave it out, or write --vary scoring.visible.window_days=9\n"
        "--set value.theta=0.5: value.theta: is put over by sweep.axes.value.theta; leave it out, or write --vary "
        "value.theta=0.5\n");
  CHECK(faults_of_sweep("{axes: {value.theta: [0.2]}}", {}, {{"value", "{theta: 0.5}"}}) == "");
}

TEST_CASE("the sweeps of scenarios/README.md have no faults at their points") {
  std::ifstream in(std::filesystem::path(CLOUT_SOURCE_DIR) / "scenarios" / "README.md");
  std::string line, text;
  bool inside = false;
  int count = 0;
  while (std::getline(in, line)) {
    if (inside && line != "```") {
      text += line + '\n';
      continue;
    }
    if (inside && text.find("\nsweep:") != std::string::npos) {
      (void)good(text);
      ++count;
    }
    inside = line == "```yaml";
    text.clear();
  }
  CHECK(count == 3);
}

TEST_CASE("the sweeps that ship have no faults at their points") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(CLOUT_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (text.find("\nsweep:") == std::string::npos) continue;
    const SweepReader reader = good(text);
    CHECK_FALSE(reader.spec().responses.empty());
    for (const SweepPoint& point : sweep_points(reader.spec())) {
      Faults faults;
      (void)reader.scenario_at(point, faults);
      CHECK(faults.text() == "");
      if (point.index == 20) break;
    }
    ++count;
  }
  CHECK(count == 2);
}
