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

TEST_CASE("estimators are calibrated without a scenario") {
  const Options o = parse_options({"calibrate", "estimators", "--repetitions", "50", "--seed=7", "--threads", "2"});
  CHECK(o.verb == Verb::calibrate);
  CHECK(o.calibrate == "estimators");
  CHECK(o.repetitions == 50);
  CHECK(o.seed == 7);
  CHECK(o.threads == 2);
  CHECK(o.scenario.empty());
  CHECK(parse_options({"calibrate", "estimators"}).repetitions == 200);
  CHECK(usage_fault({"calibrate", "estimators", "--set", "a=1"}) == "--set: calibrate estimators does not take it");
}

TEST_CASE("two runs are compared, and what belongs to a scenario has no meaning for them") {
  const Options o = parse_options({"compare", "runs/a", "--all", "runs/b", "-o", "c.csv", "--overwrite", "--json"});
  CHECK(o.verb == Verb::compare);
  CHECK(o.first == "runs/a");
  CHECK(o.second == "runs/b");
  CHECK(o.table == "c.csv");
  CHECK(o.all);
  CHECK(o.overwrite);
  CHECK(o.json);
  CHECK(o.folder.empty());
  CHECK(parse_options({"compare", "a", "b"}).table.empty());
  CHECK(usage_fault({"compare", "a", "b", "--worlds", "3"}) == "unknown option --worlds");
  CHECK(usage_fault({"compare", "a", "b", "--output="}) != "");
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
  CHECK(usage_fault({"run", "s.yaml", "--set", "-q"}) == "the required argument for option '--set' is missing");
  CHECK(usage_fault({"run", "s.yaml", "-o"}) == "the required argument for option '--output' is missing");
  CHECK(usage_fault({"run", "s.yaml", "--seed", "-1"}) ==
        "--seed: expected a whole number from 0 to 9000000000000000, got '-1'");
  CHECK(parse_options({"run", "s.yaml", "--output=--odd"}).folder == "--odd");
}

TEST_CASE("what is missing or too much is named") {
  CHECK(usage_fault({"rnu"}) ==
        "'rnu' is no verb; there are run, check, models, compare, calibrate, sweep, score, audit, explain, export; did "
        "you mean 'run'?");
  CHECK(usage_fault({"run"}) == "a scenario is missing; write a path such as scenarios/smoke.yaml");
  CHECK(usage_fault({"run", "a.yaml", "b.yaml"}) == "one argument too many: 'b.yaml'");
  CHECK(usage_fault({"run", "a.yaml", "--set", "horizon"}) ==
        "--set: expected KEY=VALUE, got 'horizon'; write --set population.agents=1000");
  CHECK(usage_fault({"--quiet"}) == "unknown option --quiet");
}

TEST_CASE("help needs nothing else, and names the exit codes") {
  CHECK(parse_options({"run", "--help"}).help);
  CHECK(parse_options({"--version"}).version);
  for (const Verb verb : {Verb::none, Verb::run, Verb::check, Verb::models, Verb::compare, Verb::export_})
    CHECK(help_text(verb).find("Exit codes: 0 done, 1 internal error, 2 usage, 3 faults in the scenario, 4 files or "
                               "resources,\n130 interrupted.") != std::string::npos);
}

TEST_CASE("the agents of a run are exported: to stdout or a file, of all worlds or of one") {
  const Options o = parse_options({"export", "runs/a", "--seed", "7", "-o", "c.csv", "--overwrite"});
  CHECK(o.verb == Verb::export_);
  CHECK(o.export_.run == "runs/a");
  CHECK(o.export_.seed == 7);
  CHECK(o.export_.table == "c.csv");
  CHECK(o.overwrite);
  const Options plain = parse_options({"export", "runs/a"});
  CHECK_FALSE(plain.export_.seed);
  CHECK(plain.export_.table.empty());
  CHECK(usage_fault({"export"}) == "export what? write the folder of a run: clout export RUN -o agents.csv");
  CHECK(usage_fault({"export", "a", "b"}) == "one argument too many: 'b'");
  CHECK(usage_fault({"export", "a", "--worlds", "3"}) == "unknown option --worlds");
  CHECK(usage_fault({"export", "a", "--seed", "x"}).find("--seed: expected a whole number") == 0);
}

TEST_CASE("a sweep takes a scenario, or an act and the folder of one") {
  const Options o =
      parse_options({"sweep", "s.yaml", "--vary", "a=1,2", "--vary=b=log(1,10,3)", "--jobs", "3", "--shard", "2/8",
                     "--attempt", "1", "--max-seconds", "2.5", "--points", "64", "--plan"});
  CHECK(o.verb == Verb::sweep);
  CHECK(o.sweep.act == SweepAct::run);
  CHECK(o.scenario == "s.yaml");
  CHECK(o.sweep.vary == std::vector<std::string>{"a=1,2", "b=log(1,10,3)"});
  CHECK(o.sweep.jobs == 3);
  CHECK(o.sweep.shard == 2);
  CHECK(o.sweep.shards == 8);
  CHECK(o.sweep.attempt == 1);
  CHECK(o.sweep.max_seconds == 2.5);
  CHECK(o.sweep.plan);
  REQUIRE(o.overrides.size() == 1);
  CHECK(o.overrides[0].path == "sweep.points");
  CHECK(parse_options({"sweep", "extend", "s.yaml"}).sweep.act == SweepAct::extend);
  const Options merge = parse_options({"sweep", "merge", "sweeps/a", "b.sqlite", "c.sqlite"});
  CHECK(merge.sweep.store == "sweeps/a");
  CHECK(merge.sweep.parts == std::vector<std::string>{"b.sqlite", "c.sqlite"});
  CHECK(merge.scenario.empty());
  const Options slurm = parse_options({"sweep", "s.yaml", "--slurm=--time=1:00:00 -p main", "--tasks", "9"});
  CHECK(slurm.sweep.slurm);
  CHECK(slurm.sweep.slurm_options == "--time=1:00:00 -p main");
  CHECK(slurm.sweep.tasks == 9);
}

TEST_CASE("what a sweep cannot mean is refused with what would do") {
  CHECK(usage_fault({"sweep"}) == "a scenario is missing; write a path such as scenarios/smoke.yaml");
  CHECK(usage_fault({"sweep", "status"}) == "sweep status what? write the folder of a sweep, such as sweeps/NAME-HASH");
  CHECK(usage_fault({"sweep", "status", "a", "b"}) == "one argument too many: 'b'");
  for (const char* shard : {"0/3", "4/3", "3", "a/b", "1/0", "-1/3"})
    CHECK(usage_fault({"sweep", "s.yaml", std::string("--shard=") + shard}) ==
          std::string("--shard: expected K/N with K from 1 to N, got '") + shard + "'; write --shard 1/8");
  CHECK(usage_fault({"sweep", "s.yaml", "--max-seconds=0"}) == "--max-seconds: expected a number above 0, got '0'");
  CHECK(usage_fault({"sweep", "s.yaml", "--max-seconds=1e308"}) ==
        "--max-seconds: 1e308 is more than 1e+15, the most it takes");
  CHECK(usage_fault({"sweep", "s.yaml", "--max-memory=1e18"}) ==
        "--max-memory: 1e18 is more than 1e+09, the most it takes");
  CHECK(usage_fault({"sweep", "s.yaml", "--json"}) == "--json: only sweep status takes it");
  CHECK(usage_fault({"sweep", "s.yaml", "--plan", "--json"}) == "--json: only sweep status takes it");
  CHECK(usage_fault({"sweep", "s.yaml", "--sample", "3"}) == "--sample: only sweep verify takes it");
  CHECK(usage_fault({"sweep", "status", "d", "--vary", "a=1"}) == "--vary: sweep status does not take it");
  CHECK(usage_fault({"sweep", "merge", "d", "--overwrite"}) == "--overwrite: sweep merge does not take it");
  CHECK(usage_fault({"sweep", "export", "d", "-q", "--output", "e"}).empty());
  CHECK(usage_fault({"sweep", "s.yaml", "--slurm="}) ==
        "--slurm=: a value is missing behind the sign; leave the sign out, or write --slurm='--time=1:00:00'");
  CHECK(usage_fault({"sweep", "s.yaml", "--output="}) == "--output=: a value is missing behind the sign");
  CHECK(usage_fault({"sweep", "s.yaml", "--attempt", "1"}) == "--attempt: only with --shard");
  CHECK(usage_fault({"sweep", "s.yaml", "--tasks", "1"}) == "--tasks: only with --slurm");
  CHECK(usage_fault({"sweep", "s.yaml", "--slurm", "--shard=1/2"}) ==
        "--slurm makes the shards itself; leave --shard out");
  CHECK(usage_fault({"sweep", "s.yaml", "--fail-fast", "--keep-going"}) ==
        "--fail-fast and --keep-going contradict each other; leave one out");
  CHECK(usage_fault({"sweep", "extend", "s.yaml", "--overwrite"}) ==
        "--overwrite: deletes what extend is to keep; leave one out");
}
