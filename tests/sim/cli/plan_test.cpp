#include "sim/cli/plan.h"

#include <doctest/doctest.h>

#include "models/catalogue.h"
#include "sim/cli/progress.h"
#include "sim/engine/build_world.h"
#include "sim/engine/run.h"
#include "sim/output/atomic_file.h"
#include "tests/sim/output/scratch.h"

using namespace clout;

namespace {

Scenario planned_scenario(const std::string& lines) {
  Faults faults;
  Scenario s = read_scenario("schema: 1\n" + lines, "s.yaml", {}, make_catalogue(), faults);
  CHECK(faults.text() == "");
  ThreadPool pool(1);
  check_data(s, pool);
  return s;
}

RunPlan plan_of(const std::string& lines, unsigned threads) { return plan_run(planned_scenario(lines), threads); }

}  // namespace

TEST_CASE("agent-days are worlds times agents times days") {
  const RunPlan plan = plan_of("population: {agents: 1000}\nhorizon: 20d\nworlds: {count: 3}\n", 1);
  CHECK(plan.agent_days == 3 * 1000 * (180 + 20));
}

TEST_CASE("a plausible box adds its points, each with worlds and people of its own") {
  const RunPlan plan = plan_of(
      "population: {agents: 1000}\nhorizon: 20d\nworlds: {count: 3}\n"
      "plausible: {worlds: 2, set: {population.agents: 500}, axes: {value.theta: [0.2, 0.5, 0.8]}}\n",
      1);
  CHECK(plan.points == 3);
  CHECK(plan.agent_days == 3 * 1000 * (180 + 20) + 3 * 2 * 500 * (180 + 20));
  CHECK(plan_text(plan, {8e9, 8e9}).find("and 3 points of the plausible box") != std::string::npos);
}

TEST_CASE("people and links of data files are counted, not blank lines, comments and headers") {
  const test::Scratch dir;
  const std::string people = (dir / "people.csv").string(), edges = (dir / "edges.txt").string();
  write_file(people, "\n# who\nrole,city\n\nexecutive,1\nordinary,1\n# end\nordinary,2\n\n");
  CHECK(plan_of("population: {file: " + people + ", network: {kind: empty}}\n", 1).agents == 3);
  const std::string network =
      "population: {network: {kind: edge_list, file: " + edges + ", direction: source_follows_target}}\n";
  write_file(edges, "# links\n% more\n\nsource target\n1 2\n\n  2 3\n# end\n3 1");
  CHECK(plan_of(network, 1).links == 3);
  CHECK(plan_of(network, 1).agents == 3);
  write_file(edges, "1 2\r\n\r\n2 3\r\n");
  CHECK(plan_of(network, 1).links == 2);
}

TEST_CASE("time holds the analyses of margins, within a factor of 1.5 of what was measured") {
  const auto analyses = [](const std::string& worlds, const std::string& beside = "") {
    return plan_of(
               "margins: {step_hours: 1, horizon_days: []}\nstrategies: [{name: casual, share: 0.7}, {name: "
               "klout_chaser, share: 0.1}, {name: balanced_networker, share: 0.1}, {name: lurker_executive, share: "
               "0.1}]\nscoring: {visible: klout, shadow: [follower_count, pagerank]}\nworlds: {count: " +
                   worlds + "}\n" + beside,
               1)
        .analysis_seconds;
  };
  CHECK(analyses("10") > 4.1 / 1.5);
  CHECK(analyses("10") < 4.1 * 1.5);
  CHECK(analyses("40") > 7.0 / 1.5);
  CHECK(analyses("40") < 7.0 * 1.5);
  CHECK(analyses("10", "arms: [{name: a}, {name: b}]\n") == doctest::Approx(3 * analyses("10")));
  CHECK(analyses("10", "plausible: {axes: {value.theta: [0.2, 0.8]}}\n") > analyses("10"));
  const RunPlan without = plan_of("margins: {step_hours: 0}\narms: [{name: a}]\n", 1);
  CHECK(without.analysis_seconds == 0);
  const RunPlan with = plan_of("margins: {step_hours: 1}\n", 1);
  CHECK(with.seconds > with.analysis_seconds);
}

TEST_CASE("a checkpoint takes as much disk as the world takes memory, two while it is replaced") {
  const std::string text = "population: {agents: 1000}\nworlds: {count: 4}\n";
  CHECK(plan_of(text, 2).checkpoint_bytes == 0);
  const RunPlan plan = plan_of(text + "output: {checkpoint_every_days: 30}\n", 2);
  CHECK(plan.checkpoint_bytes == 2 * 2 * plan.memory_bytes);  // two worlds at a time
}

TEST_CASE("a million agents with 40 followees fit into 2.5 GB, twice the threads take about half the time") {
  const std::string million = "population: {agents: 1000000}\nworlds: {count: 1}\n";
  const RunPlan one = plan_of(million, 1), two = plan_of(million, 2);
  CHECK(one.memory_bytes > 0.2e9);
  CHECK(one.memory_bytes < 2.5e9);
  CHECK(two.seconds == doctest::Approx(one.seconds / 2).epsilon(0.02));
}

TEST_CASE("small worlds live side by side, one on a thread: a third on two threads takes as long as a fourth") {
  const auto seconds = [](int worlds, unsigned threads) {
    return plan_of("population: {agents: 10000}\nworlds: {count: " + std::to_string(worlds) + "}\n", threads).seconds;
  };
  CHECK(seconds(2, 2) == doctest::Approx(seconds(1, 1)));
  CHECK(seconds(3, 2) == doctest::Approx(2 * seconds(1, 1)));
  CHECK(seconds(4, 2) == doctest::Approx(2 * seconds(1, 1)));
  CHECK(seconds(1, 2) < 0.7 * seconds(1, 1));  // alone it has both
}

TEST_CASE("a world of one chunk is lived by one thread, however many there are") {
  const std::string tiny = "population: {agents: 300}\nworlds: {count: 1}\n";
  CHECK(plan_of(tiny, 64).seconds == doctest::Approx(plan_of(tiny, 1).seconds));
}

TEST_CASE("what is lived counts burn-in and horizon, what is drawn counts once a world") {
  const auto seconds = [](const std::string& days, int worlds = 1) {
    return plan_of("scoring: {visible: none}\npopulation: {agents: 10000}\n" + days +
                       "\nworlds: {count: " + std::to_string(worlds) + "}\n",
                   1)
        .seconds;
  };
  const double drawn = seconds("burn_in: 0d\nhorizon: 0d"), one_day = seconds("burn_in: 1d\nhorizon: 0d") - drawn;
  CHECK(drawn > 0);
  CHECK(seconds("burn_in: 10d\nhorizon: 20d") - drawn == doctest::Approx(30 * one_day));
  CHECK(seconds("burn_in: 0d\nhorizon: 0d", 5) == doctest::Approx(5 * drawn));
}

TEST_CASE("drawing a world takes what was measured on two cores, within a factor of 1.5") {
  const auto drawn = [](const std::string& agents) {
    return plan_of("burn_in: 0d\nhorizon: 0d\nscoring: {visible: none}\nworlds: {count: 1}\npopulation: {agents: " +
                       agents + "}\n",
                   2)
        .seconds;
  };
  CHECK(drawn("10000") > 0.06 / 1.5);
  CHECK(drawn("10000") < 0.06 * 1.5);
  CHECK(drawn("1000000") > 14 / 1.5);
  CHECK(drawn("1000000") < 14 * 1.5);
}

TEST_CASE("memory of a world is within 20 % of what it holds when it has been lived") {
  const std::string unseen = "scoring: {visible: none}\n", days = "burn_in: 0d\nhorizon: ";
  for (const std::string& text :
       {unseen + days + "30d\npopulation: {agents: 2}\n",
        std::string(
            "burn_in: 30d\nhorizon: 60d\npopulation: {agents: 300, network: {following_mean: 20}}\nscoring: {visible: "
            "{name: klout, window_days: 9}, shadow: [follower_count]}\nmechanisms: {react: {fade_days: 7d}}\n"),
        unseen + days + "30d\npopulation: {agents: 1000, network: {following_mean: 5}}\n",
        std::string("horizon: 90d\npopulation: {agents: 1000}\n"), unseen + days + "60d\npopulation: {agents: 3000}\n",
        unseen + days + "0d\npopulation: {agents: 10000}\n", unseen + days + "6d\npopulation: {agents: 20000}\n",
        unseen + days + "90d\npopulation: {agents: 1000, hours_online_max: 0, hours_offline_max: 0}\n",
        unseen + days + "90d\npopulation: {agents: 1000, hours_online_added: 8, hours_offline_added: 8}\n",
        std::string(
            "burn_in: 60d\nhorizon: 30d\npopulation: {agents: 1000}\nscoring: {visible: none, shadow: [{name: a, "
            "model: foursquare}, {name: b, model: foursquare}, {name: c, model: foursquare}]}\n")}) {
    const Scenario s = planned_scenario(text);
    ThreadPool pool(1);
    const std::optional<WorldResult> lived = run_world(RunSetup(s), 1, pool);
    REQUIRE(lived);
    const double ratio = plan_run(s, 1).memory_bytes / static_cast<double>(lived->memory.total());
    CHECK_MESSAGE(ratio > 0.8, text);
    CHECK_MESSAGE(ratio < 1.2, text);
  }
}

TEST_CASE("with margins a copy lives beside the world that waits: more memory, and less than twice as much") {
  const std::string text = "population: {agents: 10000}\n";
  const double with = plan_of(text + "margins: {step_hours: 1}\n", 1).memory_bytes;
  const double without = plan_of(text + "margins: {step_hours: 0}\n", 1).memory_bytes;
  CHECK(with > 1.5 * without);
  CHECK(with < 2 * without);
}

TEST_CASE("nobody is followed twice by the same: few people have few links") {
  const test::Scratch dir;
  const std::string people = (dir / "people.csv").string();
  write_file(people, "role\nexecutive\nordinary\n");
  CHECK(plan_of("population: {file: " + people + "}\n", 1).links <= 2);
  CHECK(plan_of("population: {agents: 1}\n", 1).links == 0);
}

TEST_CASE("klout's daily scores are counted: 2 bytes a day of its window") {
  const double with = plan_of("population: {agents: 100000}\n", 1).memory_bytes;
  const double without = plan_of("population: {agents: 100000}\nscoring: {visible: none}\n", 1).memory_bytes;
  CHECK(with - without > 100000 * 2 * 90);
}

TEST_CASE("who learns may come to follow many, which no plan foresees") {
  const std::string more = "; more if those who learn come to follow many\n";
  const std::string learner = "strategies: [{name: casual, share: 0.5}, {name: score_learner, share: 0.5}]\n";
  CHECK(plan_text(plan_of(learner, 2), {8e9, 4e9}).find(more) != std::string::npos);
  CHECK(plan_text(plan_of("", 2), {8e9, 4e9}).find(more) == std::string::npos);
}

TEST_CASE("no days are a plan too") {
  const RunPlan plan = plan_of("burn_in: 0d\nhorizon: 0d\nscoring: {visible: none}\n", 2);
  CHECK(plan.agent_days == 0);
  CHECK(plan_text(plan, {8e9, 4e9}).find("0 days: 0 agent-days") != std::string::npos);
}

TEST_CASE("memory is that of the worlds that live at a time, beside what the machine has") {
  RunPlan plan = plan_of("worlds: {count: 4}\npopulation: {agents: 100000}\n", 2);
  CHECK(plan.worlds_at_once == 2);
  CHECK(plan_of("worlds: {count: 4}\npopulation: {agents: 300000}\n", 2).worlds_at_once == 1);
  CHECK(plan.beyond_bytes > 0.2 * plan.memory_bytes);  // what is measured and packed at a time
  plan.memory_bytes = 2.5e9;
  plan.beyond_bytes = 0.5e9;
  CHECK(plan_text(plan, {8e9, 8e9}).find("memory: about 3.0 GB a world, 2 at a time: 6.0 GB of the 8.0 GB here\n") !=
        std::string::npos);
  CHECK(memory_advice(plan, {8e9, 7e9}).text.empty());
  const MemoryAdvice slow = memory_advice(plan, {8e9, 5e9}), hopeless = memory_advice(plan, {5e9, 4e9});
  CHECK_FALSE(slow.hopeless);
  CHECK(slow.text ==
        "the run takes about 6.0 GB of memory for 2 worlds at a time and 5.0 GB are free; fewer --threads or "
        "population.agents would do");
  CHECK(hopeless.hopeless);
  CHECK(hopeless.text ==
        "the run takes about 6.0 GB of memory for 2 worlds at a time and this machine has 5.0 GB; fewer "
        "--threads or population.agents would do");
  const MachineMemory here = machine_memory();
  CHECK(here.free > 0);
  CHECK(here.free <= here.bytes);
}

TEST_CASE("the disk that a world's files take: columns of agents, and graphs of the snapshots") {
  // 10 agents, one score, three values; no links and no ties.
  const std::string text =
      "probes: {share: 0}\npopulation: {agents: 10, network: {kind: empty}, roles: [{name: a, share: 1, "
      "offline_contacts_mean: 0}]}\n";
  CHECK(plan_of(text, 1).disk_bytes == 10 * (102 + 4 + 3 * 16));
  CHECK(plan_of(text + "output: {agents: false, snapshot_days: [3]}\n", 1).disk_bytes == 0);
  CHECK(plan_of("output: {agents: false, snapshot_days: [3]}\n", 1).disk_bytes > 0);
}

TEST_CASE("numbers are written for people") {
  CHECK(count_text(0) == "0");
  CHECK(count_text(999) == "999");
  CHECK(count_text(1234567) == "1,234,567");
  CHECK(bytes_text(12) == "12 B");
  CHECK(bytes_text(1.94e9) == "1.9 GB");
  CHECK(bytes_text(999600) == "1.0 MB");
  CHECK(seconds_text(0.42) == "0.4 s");
  CHECK(seconds_text(200) == "3 min 20 s");
  CHECK(seconds_text(3900) == "1 h 05 min");
}

TEST_CASE("progress says how long it will take once it can know") {
  CHECK(progress_text(0.5, "2 of 4 worlds", 30) == " 50 %  2 of 4 worlds  30 s left");
  CHECK(progress_text(0.001, "0 of 4 worlds", 30) == "  0 %  0 of 4 worlds");
  CHECK(progress_text(7, "done", 0) == "100 %  done");
}
