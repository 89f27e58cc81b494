#include "sim/cli/pace.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "models/catalogue.h"

namespace clout {
namespace {

Scenario scenario_to_try(const std::string& lines) {
  Faults faults;
  Scenario scenario =
      read_scenario("schema: 1\n" + lines, CLOUT_SOURCE_DIR "/scenarios/tried.yaml", {}, make_catalogue(), faults);
  REQUIRE_MESSAGE(faults.empty(), faults.text());
  return scenario;
}

}  // namespace

TEST_CASE("a day is tried in a small world of the scenario, wherever its people come from") {
  for (const std::string lines :
       {"population: {agents: 200}\n", "population: {agents: 3000000}\n",
        "population: {agents: 475, network: {kind: edge_list, file: data/congress_twitter_influence.csv, direction: "
        "target_follows_source}}\n",
        "population: {agents: 1}\nscoring: {visible: none}\n"}) {
    CAPTURE(lines);
    const Scenario scenario = scenario_to_try(lines);
    const double seconds = tried_seconds_per_agent_day(scenario);
    CHECK(std::isfinite(seconds));
    CHECK(seconds >= 0);  // by a clock that ticks in microseconds
  }
}

}  // namespace clout
