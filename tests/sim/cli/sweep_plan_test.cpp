#include "sim/cli/sweep_plan.h"

#include <doctest/doctest.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "models/catalogue.h"
#include "sim/cli/plan.h"
#include "sim/output/atomic_file.h"
#include "tests/sim/output/scratch.h"

using namespace clout;

namespace {

const Catalogue& catalogue() {
  static const Catalogue all = make_catalogue();
  return all;
}

/// Three points of two worlds, or those of a sweep in `lines`; what differs between points takes no time.
std::unique_ptr<SweepStudy> study_with(const std::string& lines, const std::string& population) {
  const test::Scratch dir;
  Options options;
  options.scenario = (dir / "s.yaml").string();
  write_file(options.scenario,
             "schema: 1\nname: s\nworlds: {count: 2}\npopulation: " + population + '\n' +
                 (lines.find("sweep:") == lines.npos ? "sweep: {axes: {value.theta: [0.2, 0.5, 0.8]}}\n" : "") + lines);
  std::ostringstream err;
  int exit_code = 0;
  std::unique_ptr<SweepStudy> study = read_study(options, catalogue(), err, exit_code);
  REQUIRE(err.str() == "");
  REQUIRE(study != nullptr);
  want_worlds(*study, study->reader.base().worlds.count);
  return study;
}

std::unique_ptr<SweepStudy> study_with(const std::string& lines, int agents = 2000) {
  return study_with(lines, "{agents: " + std::to_string(agents) + '}');
}

double as_foretold(const Scenario&) { return 1; }

const char* const kMargins = "margins: {step_hours: 1, horizon_days: [90]}\nprobes: {share: 0.2}\n";

}  // namespace

TEST_CASE("a plan of a sweep is that of its runs, spread over the jobs; analyses of margins are no part of it") {
  for (const std::string lines : {"", kMargins}) {
    const auto study = study_with(lines);
    Scenario scenario = study->scenario_at(0);
    scenario.worlds.count = 1;
    const RunPlan run = plan_run(scenario, 1);
    CHECK((run.analysis_seconds > 0) == !lines.empty());
    const SweepPlan one = plan_sweep(*study, 1, as_foretold), two = plan_sweep(*study, 2, as_foretold),
                    many = plan_sweep(*study, 100, as_foretold);
    CHECK(one.points == 3);
    CHECK(one.runs == 6);
    CHECK(one.agent_days == doctest::Approx(6 * run.agent_days));
    CHECK(one.seconds == doctest::Approx(6 * (run.seconds - run.analysis_seconds)));
    CHECK(two.seconds == doctest::Approx(one.seconds / 2));
    CHECK(one.memory_bytes > run.memory_bytes);
    CHECK(two.memory_bytes == doctest::Approx(2 * one.memory_bytes));
    CHECK(many.memory_bytes == doctest::Approx(6 * one.memory_bytes));  // no more workers than runs
    CHECK(two.disk_bytes == one.disk_bytes);
  }
}

TEST_CASE("a plan of a sweep takes the time that a few of its points take when they are tried, drawing aside") {
  const auto study = study_with(
      "sweep: {axes: {value.theta: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,"
      " 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]}}\n");
  std::vector<double> tried;
  const SweepPlan slow = plan_sweep(*study, 1, [&](const Scenario& scenario) {
    tried.push_back(scenario.theta);
    return tried.size() == 1 ? 8 : 1;
  });
  CHECK(tried == std::vector<double>{0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9});
  const RunPlan run = plan_run(study->scenario_at(0), 1);
  const double drawing = run.seconds - run.analysis_seconds - run.days_seconds;
  CHECK(drawing > 0);
  CHECK(slow.seconds == doctest::Approx(20 * (drawing + 2 * run.days_seconds)));  // two worlds a point, as planned
}

TEST_CASE("memory and disk of a plan are those that were measured, within 20 %") {
  // With 100,000 people for seven months, by klout, 215 MB; with 30,000 for two months and no score 64 MB.
  const auto memory = [](const char* lines, int agents) {
    return plan_sweep(*study_with(lines, agents), 1, as_foretold).memory_bytes;
  };
  CHECK(memory("horizon: 30d\nscoring: {visible: {name: klout, window_days: 30}}\n", 100'000) ==
        doctest::Approx(215e6).epsilon(0.2));
  CHECK(memory("burn_in: 30d\nhorizon: 30d\nscoring: {visible: none}\n", 30'000) == doctest::Approx(64e6).epsilon(0.2));
  // best_mix.yaml with 10 h online and 10 h offline, where few people hold long lists: 20 MB.
  const auto busy = study_with(
      "probes: {share: 0}\nscoring: {visible: klout}\nsweep: {axes: {population.hours_online_added: [2, 10]}}\n"
      "strategies: [{name: casual, share: 0.79}, {name: klout_chaser, share: 0.07}, {name: balanced_networker, share: "
      "0.07}, {name: lurker_executive, share: 0.07}]\n",
      "{agents: 1500, hours_online_max: 0, hours_offline_max: 0, hours_offline_added: 10}");
  CHECK(plan_sweep(*busy, 1, as_foretold).memory_bytes == doctest::Approx(20e6).epsilon(0.2));
  CHECK(plan_sweep(*busy, 1, as_foretold).disk_bytes ==
        doctest::Approx(110e3).epsilon(0.12));  // of whom nobody is a probe
  // smoke.yaml with two worlds of 30 people at three points: a store of 160 kB; with 100 worlds one of 2.46 MB. A
  // worker holds 8.3 MB.
  const auto small = study_with(
      "scoring: {visible: klout, shadow: [follower_count, pagerank]}\nstrategies: [{name: casual, share: 0.7}, {name: "
      "klout_chaser, share: 0.1}, {name: balanced_networker, share: 0.1}, {name: lurker_executive, share: 0.1}]\n",
      30);
  const SweepPlan few = plan_sweep(*small, 1, as_foretold);
  CHECK(few.disk_bytes == doctest::Approx(160e3).epsilon(0.2));
  CHECK(few.memory_bytes == doctest::Approx(8.3e6).epsilon(0.2));
  want_worlds(*small, 100);
  CHECK(plan_sweep(*small, 1, as_foretold).disk_bytes == doctest::Approx(2.46e6).epsilon(0.2));
}

TEST_CASE("what a plan says of memory, disk and time") {
  const auto study = study_with("");
  SweepPlan plan;
  plan.points = 3;
  plan.runs = 6;
  plan.agent_days = 1234567;
  plan.memory_bytes = 25e6;
  plan.disk_bytes = 23e3;
  plan.seconds = 75;
  plan.jobs = 2;
  const std::string here = bytes_text(machine_memory().bytes);
  CHECK(sweep_plan_text(*study, plan, 80)
            .starts_with("s, 3 points, 6 runs: 1,234,567 agent-days\n"
                         "  memory  about 25 MB of the " +
                         here +
                         " here, for 2 runs at a time\n"
                         "  disk    about 23 kB\n"
                         "  time    about 1 min 15 s\n\n"));
  plan.seconds = 0.9;
  plan.jobs = 100;
  const std::string text = sweep_plan_text(*study, plan, 80);
  CHECK(text.find("here, for 6 runs at a time\n") != std::string::npos);
  CHECK(text.find("  time    under a second\n") != std::string::npos);
}
