#include "sim/cli/compare_verb.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/output/csv.h"
#include "sim/output/run_folder.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;
namespace fs = std::filesystem;

namespace {

struct Made {
  std::vector<std::uint64_t> seeds{1, 2, 3};
  double post_seconds = 300;
  double gain = 1;  // of the strategy in the world of seed s: s * gain
  std::string strategy = "a", version = "0.1.0";
  std::vector<std::uint64_t> finished{1, 2, 3};
};

// A run with one strategy.
void make(const fs::path& folder, const Made& made) {
  RunIdentity id;
  id.name = "made";
  id.version = made.version;
  id.resolved_yaml = "schema: 1\nmechanisms: {post_seconds: " + csv_number(made.post_seconds) + "}\n";
  id.seeds = made.seeds;
  id.names = {{made.strategy}, {"ordinary"}, {"klout"}, {"circles"}};
  RunFolder run(folder, id);
  for (const std::uint64_t seed : made.finished) {
    WorldFolder world = run.begin_world(seed);
    const auto s = static_cast<double>(seed);
    world.write_measures({{{kBackground, made.strategy, "gain_circles", "average people", s * made.gain},
                           {kBackground, made.strategy, "items_read", "items", 7},
                           {kBackground, kAllStrategies, "gain_circles", "average people", s * made.gain},
                           {kEveryone, kAllStrategies, "validity_klout", "Spearman", 0.5}}});
    world.finish();
  }
  run.finish();
}

struct Said {
  int code = 0;
  std::string out, err;
};

Said compare(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"clout", "compare"});
  std::vector<const char*> argv;
  for (const std::string& a : arguments) argv.push_back(a.c_str());
  std::ostringstream out, err;
  const int code = run_command(static_cast<int>(argv.size()), argv.data(), out, err);
  return {code, out.str(), err.str()};
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The line of a table that holds all of these.
bool has_line(const std::string& text, const std::vector<std::string>& parts) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    bool all = true;
    for (const std::string& part : parts) all = all && holds(line, part);
    if (all) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("two runs on the same seeds: what differs between their scenarios, then the paired differences") {
  const Scratch dir;
  const std::string first = dir / "first", second = dir / "second";
  make(first, {});
  make(second, {.post_seconds = 600, .gain = 1.5});
  const Said said = compare({first, second});
  CHECK(said.code == kDone);
  CHECK(said.err == "");
  CHECK(has_line(said.out, {"mechanisms.post_seconds", "300", "600"}));
  CHECK(holds(said.out, "3 worlds are paired by seed.\n"));
  // Differences .5, 1, 1.5: mean 1, sd .5, half width 4.302653 * .5 / sqrt(3) = 1.242
  CHECK(has_line(said.out,
                 {"a", "gain_circles", "average people", "2.00 [", "3.00 [", "1.00 [-0.242, 2.24]", "cannot tell"}));
  CHECK(has_line(said.out, {"validity_klout", "0.000 [0.000, 0.000]", "the same"}));
  CHECK_FALSE(holds(said.out, "items_read"));  // not in a run's report
  CHECK(holds(said.out, "of 100 rows that do not differ, some 5 are told as more or less.\n"));
  CHECK(said.out.find("post_seconds") < said.out.find("gain_circles"));
}

TEST_CASE("what the next hour brings is compared at the last horizon, in the first score and value model") {
  const Scratch dir;
  const std::string first = dir / "first", second = dir / "second";
  for (const auto& [folder, factor] : {std::pair(first, 1.0), std::pair(second, 3.0)}) {
    RunIdentity id;
    id.resolved_yaml = "schema: 1\n";
    id.seeds = {1, 2};
    id.names = {{"a"}, {"ordinary"}, {"klout"}, {"circles", "reach"}};
    RunFolder run(folder, id);
    for (const std::uint64_t seed : id.seeds) {
      WorldFolder world = run.begin_world(seed);
      WorldMeasures measures;
      for (const char* measure :
           {"difference_gain_circles_90d", "difference_gain_circles_365d", "difference_gain_reach_365d",
            "marginal_online_score_klout_365d", "marginal_online_score_klout_2011_365d"})
        measures.rows.push_back({kProbes, "a", measure, "x an hour", factor * static_cast<double>(seed)});
      measures.rows.push_back({kBackground, "a", "gain_circles", "average people", 1});
      world.write_measures(measures);
      world.finish();
    }
    run.finish();
  }
  const Said said = compare({first, second});
  // 3 less 1 and 6 less 2: mean 3.
  CHECK(has_line(said.out, {"a", "difference_gain_circles_365d", "x an hour", " 3.00 ["}));
  CHECK(has_line(said.out, {"a", "marginal_online_score_klout_365d"}));
  CHECK_FALSE(holds(said.out, "klout_2011"));  // another score, and no horizon of 2011 days
  CHECK_FALSE(holds(said.out, "circles_90d"));
  CHECK_FALSE(holds(said.out, "reach"));
  CHECK(holds(compare({first, second, "--all"}).out, "difference_gain_reach_365d"));
}

TEST_CASE("--all has every row, with its cohort") {
  const Scratch dir;
  const std::string first = dir / "first";
  make(first, {});
  const Said said = compare({first, first, "--all"});
  CHECK(holds(said.out, "The scenarios are the same.\n"));
  CHECK(has_line(said.out, {"background", "a", "items_read", "the same"}));
  CHECK(has_line(said.out, {"everyone", "ALL", "validity_klout"}));
}

TEST_CASE("what is more and what is less is told where the interval says so") {
  const Scratch dir;
  const std::string first = dir / "first", second = dir / "second";
  make(first, {.seeds = {11, 12, 13}, .finished = {11, 12, 13}});
  make(second, {.seeds = {11, 12, 13}, .gain = 1.5, .finished = {11, 12, 13}});
  CHECK(has_line(compare({first, second}).out, {"gain_circles", "6.00 [4.76, 7.24]", "more"}));
  CHECK(has_line(compare({second, first}).out, {"gain_circles", "-6.00 [-7.24, -4.76]", "less"}));
}

TEST_CASE("worlds without a partner are counted, and one pair gives no interval") {
  const Scratch dir;
  const std::string first = dir / "first", second = dir / "second";
  make(first, {});
  make(second, {.seeds = {3, 4}, .gain = 2, .finished = {3, 4}});
  const Said said = compare({first, second});
  CHECK(holds(said.out,
              "1 world is paired by seed; 2 of the first run and 1 of the second have no partner and count for "
              "the means alone. One pair gives no interval.\n"));
  CHECK(has_line(said.out, {"gain_circles", " 3.00"}));
  CHECK_FALSE(holds(said.out, "cannot tell"));
}

TEST_CASE("where two scores are visible, each run's own is compared; a score in sight of both needs no second row") {
  const Scratch dir;
  const auto run_of = [&](const std::string& folder, const std::string& scoring, const std::string& score,
                          double times) {
    RunIdentity id;
    id.resolved_yaml = "schema: 1\nscoring: {visible: " + scoring + "}\n";
    id.seeds = {1, 2, 3};
    id.names = {{"a"}, {"ordinary"}, {score}, {"circles"}};
    RunFolder made(folder, id);
    for (const std::uint64_t seed : id.seeds) {
      WorldFolder world = made.begin_world(seed);
      const double x = times * static_cast<double>(seed);
      world.write_measures({{{kBackground, "a", "score_" + score, "points", x},
                             {kBackground, kAllStrategies, "newcomer_parity_" + score, "ratio", x},
                             {kBackground, kAllStrategies, "posts", "posts", 1},
                             {kEveryone, kAllStrategies, "payoff_" + score + "_circles", "Spearman", x}}});
      world.finish();
    }
    made.finish();
    return folder;
  };
  const std::string club = run_of(dir / "club", "{name: club}", "club", 1),
                    league = run_of(dir / "league", "league", "league", 2),
                    none = run_of(dir / "none", "none", "club", 2), odd = run_of(dir / "odd", "visible", "visible", 1);
  const Said said = compare({club, league});
  CHECK(said.code == kDone);
  CHECK(holds(said.out, "Rows of `visible` are of the score that people see: club in the first run, league in the"));
  for (const char* measure : {"score_visible", "newcomer_parity_visible", "payoff_visible_circles"})
    CHECK(has_line(said.out, {measure, "2.00 [", "4.00 ["}));  // 1, 2, 3 and 2, 4, 6: 2 [-.48, 4.48]
  CHECK_FALSE(has_line(said.out, {"ALL", "posts"}));
  const auto json = nlohmann::json::parse(compare({club, league, "--json"}).out);
  CHECK(json["first"]["visible"] == "club");
  CHECK(json["rows"][0]["measure"] == "score_visible");
  CHECK(json["rows"][0]["pairs"] == 3);
  for (const std::string& other : {club, none, odd})
    CHECK_FALSE(holds(compare({club, other}).out, "Rows of `visible`"));
  CHECK(nlohmann::json::parse(compare({club, none, "--json"}).out)["second"]["visible"].is_null());
}

TEST_CASE("without a common seed the intervals are unpaired, and it says so") {
  const Scratch dir;
  const std::string first = dir / "first", second = dir / "second";
  make(first, {});
  make(second, {.seeds = {4, 5}, .finished = {4, 5}});
  const Said said = compare({first, second});
  CHECK(said.code == kDone);
  CHECK(holds(said.out,
              "No seed is in both runs, so no world is paired: intervals of differences are unpaired (Welch), "
              "of 3 worlds and 2.\n"));
  CHECK_FALSE(holds(said.out, "paired by seed"));
  const auto json = nlohmann::json::parse(compare({first, second, "--json"}).out);
  CHECK(json["pairing"]["kind"] == "unpaired");
  CHECK(json["rows"][0]["pairs"] == 0);
}

TEST_CASE("runs of different strategies are compared over everybody, and the rows that one lacks are counted") {
  const Scratch dir;
  const std::string first = dir / "first", second = dir / "second";
  make(first, {});
  make(second, {.strategy = "b"});
  const Said said = compare({first, second});
  CHECK(said.code == kDone);
  CHECK(holds(said.out, "No strategy is in both runs: shown is everybody together.\n"));
  CHECK(has_line(said.out, {"ALL", "gain_circles"}));
  CHECK(holds(said.out, "2 rows are in the first run alone, 2 in the second alone.\n"));
}

TEST_CASE("as JSON there is every row, parameter and world; what is not known is null") {
  const Scratch dir;
  const std::string first = dir / "first", second = dir / "second";
  make(first, {});
  make(second, {.seeds = {3}, .post_seconds = 600, .finished = {3}});
  const auto json = nlohmann::json::parse(compare({first, second, "--json"}).out);
  CHECK(json["first"]["folder"] == first);
  CHECK(json["second"]["worlds"] == 1);
  CHECK(json["parameters"][0]["path"] == "mechanisms.post_seconds");
  CHECK(json["parameters"][0]["second"] == "600");
  CHECK(json["pairing"]["pairs"] == 1);
  CHECK(json["pairing"]["first_alone"] == 2);
  REQUIRE(json["rows"].size() == 4);
  CHECK(json["rows"][0]["measure"] == "gain_circles");
  CHECK(json["rows"][0]["first"]["low"].is_number());
  CHECK(json["rows"][0]["second"]["low"].is_null());
  CHECK(json["rows"][0]["difference"]["estimate"] == 0);
  CHECK(json["rows"][0]["difference"]["high"].is_null());
}

TEST_CASE("the table goes to a file that is not overwritten unasked") {
  const Scratch dir;
  const std::string first = dir / "first", file = dir / "c.csv";
  make(first, {});
  CHECK(compare({first, first, "-o", file}).code == kDone);
  CHECK(read_csv(file).rows.size() == 4);
  write_file(file, "mine\n");
  const Said refused = compare({first, first, "-o", file});
  CHECK(refused.code == kResourceError);
  CHECK(refused.err == "clout: " + file + ": is there already; --overwrite replaces it\n");
  CHECK(read_file(file) == "mine\n");
  CHECK(compare({first, first, "-o", file, "--overwrite"}).code == kDone);
  CHECK(read_csv(file).rows.size() == 4);
}

TEST_CASE("the table goes into no folder of a run, whatever it is called") {
  const Scratch dir;
  const std::string first = dir / "first", manifest = first + "/manifest.json";
  make(first, {});
  const std::string before = read_file(manifest);
  for (const std::string& file : {manifest, first + "/worlds/mine.csv"}) {
    const Said refused = compare({first, first, "-o", file, "--overwrite"});
    CHECK(refused.code == kResourceError);
    CHECK(refused.err.find("lies in the folder of a run") != std::string::npos);
  }
  CHECK(read_file(manifest) == before);
  write_file(dir / "manifest.json", "{\"name\": \"a page\"}\n");  // of something else: no run's folder
  CHECK(compare({first, first, "-o", dir / "c.csv"}).code == kDone);
}

TEST_CASE("unfinished runs and two versions are warned of; a run without a world is refused") {
  const Scratch dir;
  const std::string first = dir / "first", second = dir / "second", none = dir / "none";
  make(first, {.finished = {2}});
  make(second, {.version = "0.2.0"});
  make(none, {.finished = {}});
  const Said said = compare({first, second});
  CHECK(said.code == kDone);
  CHECK(said.err ==
        "clout: " + first +
            " is not finished: 1 of 3 worlds are compared\n"
            "clout: the runs were made by two versions of clout (0.1.0 and 0.2.0): what differs may come of "
            "the program\n");
  const Said refused = compare({second, none});
  CHECK(refused.code == kResourceError);
  CHECK(refused.err == "clout: " + none + ": has no finished world yet; the same clout run goes on\n");
  CHECK(refused.out == "");
}

TEST_CASE("what is no run, and runs that have nothing in common, are refused in a sentence") {
  const Scratch dir;
  const std::string first = dir / "first", other = dir / "other";
  make(first, {});
  CHECK(compare({first, dir / "nowhere"}).code == kResourceError);
  CHECK(holds(compare({dir.path().string(), first}).err, "is not the folder of a run: it has no manifest.json"));
  RunIdentity id;
  id.seeds = {1};
  RunFolder run(other, id);
  WorldFolder world = run.begin_world(1);
  world.write_measures({{{kEveryone, kAllStrategies, "else", "", 1}}});
  world.finish();
  run.finish();
  const Said said = compare({first, other});
  CHECK(said.code == kResourceError);
  CHECK(said.err == "clout: " + other + ": has no measure in common with " + first + ": there is nothing to compare\n");
}

TEST_CASE("two folders are needed, no more") {
  CHECK(compare({}).code == kUsageError);
  CHECK(holds(compare({"one"}).err, "compare what? write the folders of two runs: clout compare RUN RUN"));
  CHECK(holds(compare({"one", "two", "three"}).err, "one argument too many: 'three'"));
  CHECK(compare({"--help"}).code == kDone);
  CHECK(holds(compare({"--help"}).out, "usage: clout compare RUN RUN [OPTION...]"));
}
