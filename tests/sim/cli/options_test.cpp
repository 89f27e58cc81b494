#include "sim/cli/options.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/core/parallel.h"

using namespace clout;

namespace {

std::string usage_fault(const std::vector<std::string>& arguments) {
  try {
    parse_options(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("options are found before and after the scenario") {
  const Options o = parse_options({"run", "--set", "a.b=1", "s.yaml", "--set=c=x=y", "--seed", "7", "--worlds=3",
                                   "--threads", "2", "-o", "out", "--overwrite", "-q", "--json"});
  CHECK(o.verb == Verb::run);
  CHECK(o.scenario == "s.yaml");
  REQUIRE(o.overrides.size() == 4);
  CHECK(o.overrides[0].path == "a.b");
  CHECK(o.overrides[1].value == "x=y");
  CHECK(o.overrides[2].path == "worlds.seed");
  CHECK(o.overrides[2].value == "7");
  CHECK(o.overrides[3].value == "3");
  CHECK(o.threads == 2);
  CHECK(o.folder == "out");
  CHECK(o.overwrite);
  CHECK(o.quiet);
  CHECK(o.json);
}

TEST_CASE("numbers that are none are refused, negative ones too") {
  const std::string threads_max = std::to_string(std::min(1024u, std::max(16u, 4 * usable_threads())));
  CHECK(usage_fault({"run", "s.yaml", "--threads=-1"}) ==
        "--threads: expected a whole number from 1 to " + threads_max + ", got '-1'");
  CHECK(usage_fault({"run", "s.yaml", "--threads=0"}) ==
        "--threads: expected a whole number from 1 to " + threads_max + ", got '0'");
  CHECK(usage_fault({"run", "s.yaml", "--threads=1025"}) ==
        "--threads: expected a whole number from 1 to " + threads_max + ", got '1025'");
  CHECK(usage_fault({"run", "s.yaml", "--seed=1e3"}) ==
        "--seed: expected a whole number from 0 to 9000000000000000, got '1e3'");
  CHECK(usage_fault({"run", "s.yaml", "--worlds=4294967297"}) ==
        "--worlds: expected a whole number from 1 to 1000000, got '4294967297'");
}

TEST_CASE("the beginning of an option is not an option") {
  CHECK(usage_fault({"run", "s.yaml", "--thread=2"}) == "unknown option --thread=2; did you mean '--threads'?");
  CHECK(usage_fault({"models", "--threads=2"}) == "unknown option --threads=2");
}

TEST_CASE("an option whose value is missing does not take the next option for it") {
  CHECK(usage_fault({"run", "s.yaml", "-o", "--quiet"}) ==
        "-o: a value is missing before --quiet; if that is the value, write --output=--quiet");
  CHECK(usage_fault({"run", "s.yaml", "--worlds", "--seed", "3"}) ==
        "--worlds: a value is missing before --seed; if that is the value, write --worlds=--seed");
  CHECK(usage_fault({"run", "s.yaml", "--set", "-q"}) ==
        "the required argument for option '--set' is missing");  // Program_options sees it where an option may be
                                                                 // repeated
  CHECK(usage_fault({"run", "s.yaml", "-o"}) == "the required argument for option '--output' is missing");
  CHECK(usage_fault({"run", "s.yaml", "--seed", "-1"}) ==
        "--seed: expected a whole number from 0 to 9000000000000000, got '-1'");
  CHECK(parse_options({"run", "s.yaml", "--output=--odd"}).folder == "--odd");
}

TEST_CASE("what is missing or too much is named") {
  CHECK(usage_fault({"rnu"}) == "'rnu' is no verb; there are run, check, models, calibrate; did you mean 'run'?");
  CHECK(usage_fault({"run"}) == "a scenario is missing; write a path such as scenarios/smoke.yaml");
  CHECK(usage_fault({"run", "a.yaml", "b.yaml"}) == "one argument too many: 'b.yaml'");
  CHECK(usage_fault({"run", "a.yaml", "--set", "horizon"}) ==
        "--set: expected KEY=VALUE, got 'horizon'; write --set population.agents=1000");
  CHECK(usage_fault({"--quiet"}) == "unknown option --quiet");
}

TEST_CASE("help needs nothing else, and names the exit codes") {
  CHECK(parse_options({"run", "--help"}).help);
  CHECK(parse_options({"--version"}).version);
  for (const Verb verb : {Verb::none, Verb::run, Verb::check, Verb::models})
    CHECK(help_text(verb).find("Exit codes: 0 done, 1 internal error, 2 usage, 3 faults in the scenario, 4 files or "
                               "resources,\n130 interrupted.") != std::string::npos);
}
