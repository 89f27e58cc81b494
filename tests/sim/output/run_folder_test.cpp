#include "sim/output/run_folder.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/output/csv.h"
#include "sim/output/npz.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;
namespace fs = std::filesystem;

namespace {

RunIdentity identity(std::vector<std::uint64_t> seeds = {1, 2, 3}) {
  RunIdentity id;
  id.name = "smoke";
  id.scenario_hash = "0123456789abcdef";
  id.output = "agents";
  id.version = "0.1.0";
  id.resolved_yaml = "schema: 1\n";
  id.seeds = std::move(seeds);
  id.names = {{"a"}, {"ordinary"}, {"klout"}, {"circles"}};
  return id;
}

void live(RunFolder& run, std::uint64_t seed) {
  WorldFolder world = run.begin_world(seed);
  AgentColumns c;
  c.agent = {0, 1};
  c.strategy = {0, 0};
  c.probe = {0, 1};
  c.present = {1, 1};
  c.score = {{static_cast<float>(seed), 3}};
  world.write_agents(c, {{"a"}, {"ordinary"}, {"klout"}, {"circles"}});
  world.write_measures(measure_world(c, {{"a"}, {"ordinary"}, {"klout"}, {"circles"}}));
  const std::vector<DailyRow> daily{{-1, "a", "posts", "posts", 0.1 * static_cast<double>(seed)},
                                    {0, "a", "posts", "posts", 1}};
  world.write_daily(daily);
  constexpr double kOpen = std::numeric_limits<double>::infinity();
  LikenessRow row{"5",       "mean / median", static_cast<double>(seed), 2, kOpen,
                  seed >= 2, true,            true,                      "mean, over median"};
  LikenessRow unknown = row;
  unknown.number = "3";
  unknown.quantity = "tail";
  unknown.known = unknown.inside = false;
  unknown.value = 0;
  const std::vector<LikenessRow> rows{row, unknown};
  world.write_likeness(rows);
  world.finish();
  run.note_world(seed, 0.5);
}

std::map<std::string, std::string> all_but_manifest(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().filename() != "manifest.json")
      files[fs::relative(entry.path(), folder).string()] = read_file(entry.path());
  return files;
}

std::string error_of(const fs::path& path, const RunIdentity& id, IfExists how = IfExists::go_on) {
  try {
    const RunFolder run(path, id, how);
  } catch (const FileError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a run: worlds land, tables are made from them") {
  const Scratch dir;
  RunFolder run(dir / "r", identity());
  CHECK(run.missing() == std::vector<std::uint64_t>{1, 2, 3});
  CHECK(read_file(dir / "r/manifest.json").find("\"status\": \"partial\"") != std::string::npos);
  for (const std::uint64_t seed : {3, 1, 2}) live(run, seed);
  CHECK(run.missing().empty());
  const RunTables t = run.finish();
  CHECK(t.complete);
  CHECK(t.finished == std::vector<std::uint64_t>{1, 2, 3});
  CHECK(t.worlds.size() == 3);
  CHECK(read_file(dir / "r/manifest.json").find("\"status\": \"partial\"") != std::string::npos);
  run.seal();
  CHECK(read_file(dir / "r/manifest.json").find("\"status\": \"complete\"") != std::string::npos);
  CHECK(read_file(dir / "r/scenario.resolved.yaml") == "schema: 1\n");

  const CsvTable summary = read_csv(dir / "r/summary.csv");
  CHECK(summary.header == std::vector<std::string>{"cohort", "strategy", "measure", "unit", "mean", "low", "high", "sd",
                                                   "worlds"});
  bool found = false;
  for (std::size_t r = 0; r < summary.rows.size(); ++r)
    if (summary.rows[r][0] == "background" && summary.rows[r][1] == "a" && summary.rows[r][2] == "score_klout") {
      found = true;
      CHECK(summary.number(r, 4) == 2);  // 1, 2, 3
      CHECK(summary.number(r, 7) == 1);
      CHECK(summary.number(r, 6) == doctest::Approx(2 + 4.3026527297 / std::sqrt(3.0)));
    }
  CHECK(found);
  const CsvTable daily = read_csv(dir / "r/daily.csv");
  CHECK(daily.rows.size() == 2);
  CHECK(daily.rows[0][0] == "-1");
  CHECK(daily.number(0, daily.column("mean")) == doctest::Approx(0.2));
  CHECK(read_file(dir / "r/likeness.csv") ==
        "number,quantity,value,low,high,inside,hard,worlds,worlds_inside,definition\n"
        "5,mean / median,2,2,,true,true,3,2,\"mean, over median\"\n"
        "3,tail,,2,,false,true,0,0,\"mean, over median\"\n");
  const NpzReader agents(dir / "r/worlds/0002/agents.npz");
  CHECK(agents.names() ==
        std::vector<std::string>{"agent", "strategy", "probe", "present", "score_klout"});
  CHECK(agents.read<float>("score_klout")[0] == 2);
  CHECK(agents.type("probe") == "|b1");
}

TEST_CASE("one world has means and no intervals") {
  const Scratch dir;
  RunFolder run(dir / "r", identity({7}));
  live(run, 7);
  CHECK(run.finish().complete);
  CHECK(read_file(dir / "r/summary.csv").find("background,a,score_klout,points,7,,,,1\n") != std::string::npos);
}

TEST_CASE("a run that was killed and went on leaves the same bytes as one that was not") {
  const Scratch dir;
  {
    RunFolder run(dir / "whole", identity());
    for (const std::uint64_t seed : {1, 2, 3}) live(run, seed);
    (void)run.finish();
  }
  {
    RunFolder run(dir / "r", identity());
    live(run, 2);
    WorldFolder half = run.begin_world(1);  // killed while writing
    half.write_daily({});
    write_file(half.path() / (std::string(kTemporaryPrefix) + "1-1-agents.npz"), "half");
    write_file(dir / "r" / (std::string(kTemporaryPrefix) + "1-2-summary.csv"), "half");
    const RunTables t = run.finish();
    CHECK_FALSE(t.complete);
    CHECK(t.finished == std::vector<std::uint64_t>{2});
  }
  {
    RunFolder run(dir / "r", identity());
    CHECK(run.missing() == std::vector<std::uint64_t>{1, 3});
    live(run, 1);
    live(run, 3);
    CHECK(run.finish().complete);
  }
  const auto whole = all_but_manifest(dir / "whole"), resumed = all_but_manifest(dir / "r");
  CHECK(whole.size() == 20);  // .lock, resolved, 3 tables, 3 x 5, .. and nothing half
  CHECK(whole == resumed);
}

TEST_CASE("the manifest notes what each world took, and keeps it over a kill and a call that adds nothing") {
  const Scratch dir;
  const auto noted = [&] {
    std::map<std::uint64_t, double> seconds;
    const auto manifest = nlohmann::json::parse(read_file(dir / "r/manifest.json"));
    for (const auto& world : manifest["worlds"])
      seconds[world["seed"].get<std::uint64_t>()] = world["seconds"].get<double>();
    return seconds;
  };
  using Noted = std::map<std::uint64_t, double>;
  {
    RunFolder run(dir / "r", identity());
    live(run, 2);
    run.note_world(2, 1.25);  // too soon after the first to be written
  }  // killed: nobody called finish()
  CHECK(noted() == Noted{{2, 0.5}});
  {
    RunFolder run(dir / "r", identity());
    live(run, 1);
    run.note_world(1, 0.1234567);
    (void)run.finish();
  }
  CHECK(noted() == Noted{{1, 0.123}, {2, 0.5}});
  {
    RunFolder run(dir / "r", identity({1}));
    (void)run.finish();
  }
  CHECK(noted() == Noted{{1, 0.123}, {2, 0.5}});
  const RunFolder run(dir / "r", identity(), IfExists::overwrite);
  CHECK(noted().empty());
}

TEST_CASE("a checkpoint keeps what its world has written so far; landing drops it") {
  const Scratch dir;
  {
    RunFolder run(dir / "r", identity());
    const WorldFolder world = run.begin_world(1);
    write_file(world.path() / "follows_day_0001.csv", "x");
    write_file(run.checkpoint_path(1), "state");
    write_file(run.begin_world(2).path() / "follows_day_0001.csv", "x");
  }
  RunFolder run(dir / "r", identity());
  CHECK(fs::exists(run.begin_world(1).path() / "follows_day_0001.csv"));
  CHECK_FALSE(fs::exists(run.begin_world(2).path() / "follows_day_0001.csv"));
  live(run, 1);
  CHECK_FALSE(fs::exists(run.checkpoint_path(1)));
  CHECK(fs::exists(dir / "r/worlds/0001/follows_day_0001.csv"));
}

TEST_CASE("another scenario, other output or another version is refused, nothing changes") {
  const Scratch dir;
  const std::string path = (dir / "r").string();
  {
    RunFolder run(path, identity());
    live(run, 1);
    (void)run.finish();
  }
  const auto before = all_but_manifest(path);
  RunIdentity other = identity();
  other.scenario_hash = "ffff";
  CHECK(error_of(path, other) ==
        path + ": was made by another scenario; name another folder with -o, or use --overwrite");
  other = identity();
  other.version = "0.2.0";
  CHECK(error_of(path, other) == path +
                                     ": was made by another version of clout (0.1.0, this is 0.2.0); name another "
                                     "folder with -o, or use --overwrite");
  other = identity();
  other.output = "";
  CHECK(error_of(path, other) ==
        path + ": was made with other output settings; name another folder with -o, or use --overwrite");
  CHECK(all_but_manifest(path) == before);
  other = identity();
  other.scenario_hash = "ffff";
  write_file(dir / "r/mine.txt", "notes");
  {
    RunFolder run(path, other, IfExists::overwrite);
    CHECK(run.missing().size() == 3);
  }
  CHECK_FALSE(fs::exists(dir / "r/summary.csv"));
  CHECK_FALSE(fs::exists(dir / "r/worlds/0001"));
  CHECK(read_file(dir / "r/mine.txt") == "notes");
}

TEST_CASE("more worlds may be asked for later, fewer too") {
  const Scratch dir;
  {
    RunFolder run(dir / "r", identity({1, 2}));
    live(run, 1);
    live(run, 2);
    (void)run.finish();
  }
  {
    RunFolder run(dir / "r", identity({1, 2, 3}));
    CHECK(run.missing() == std::vector<std::uint64_t>{3});
    live(run, 3);
    CHECK(run.finish().worlds.size() == 3);
  }
  RunFolder run(dir / "r", identity({2}));
  CHECK(run.kept_besides() == std::vector<std::uint64_t>{1, 3});
  CHECK(run.finish().finished == std::vector<std::uint64_t>{2});
  CHECK(fs::exists(dir / "r/worlds/0003/measures.csv"));
}

TEST_CASE("a file of a finished world that is missing, cut short or edited is named before anything is changed") {
  const Scratch dir;
  const std::string path = (dir / "r").string(), world = path + "/worlds/0002";
  const std::string remedy = "; delete the folders of damaged worlds to have them lived again: " + world;
  {
    RunFolder run(path, identity({1, 2}));
    live(run, 1);
    live(run, 2);
    (void)run.finish();
  }
  CHECK(error_of(path, identity({1, 2})).empty());
  const std::string measures = read_file(world + "/measures.csv"), sums = read_file(world + "/checksums.csv");
  const auto summary = read_file(path + "/summary.csv");

  write_file(world + "/measures.csv", measures.substr(0, 40));
  CHECK(error_of(path, identity({1, 2})) ==
        world + "/measures.csv: has 40 bytes, the run left " + std::to_string(measures.size()) + remedy);
  CHECK(error_of(path, identity({1})).empty());  // a world that nobody asked for
  std::string edited = measures;
  edited.back() = ' ';
  write_file(world + "/measures.csv", edited);
  CHECK(error_of(path, identity({1, 2})) == world + "/measures.csv: has been changed since the run left it" + remedy);
  fs::remove(world + "/measures.csv");
  fs::remove(world + "/agents.npz");
  CHECK(error_of(path, identity({1, 2})) ==
        world + "/agents.npz: cannot be read: No such file or directory (and 1 more file)" + remedy);
  write_file(world + "/checksums.csv", sums.substr(0, sums.size() / 2));
  CHECK(error_of(path, identity({1, 2})).ends_with(remedy));
  fs::remove(world + "/checksums.csv");
  CHECK(error_of(path, identity({1, 2})) ==
        world + "/checksums.csv: cannot be read: No such file or directory" + remedy);
  CHECK(read_file(path + "/summary.csv") == summary);

  fs::remove_all(world);
  RunFolder run(path, identity({1, 2}));
  CHECK(run.missing() == std::vector<std::uint64_t>{2});
  live(run, 2);
  CHECK(run.finish().complete);
  CHECK(read_file(path + "/summary.csv") == summary);
}

TEST_CASE("folders that are not ours are left alone, even with overwrite") {
  const Scratch dir;
  const std::string path = (dir / "r").string();
  fs::create_directory(path);
  write_file(dir / "r/thesis.tex", "x");
  for (const IfExists how : {IfExists::go_on, IfExists::overwrite})
    CHECK(error_of(path, identity(), how) ==
          path + ": is not empty and not a run of clout; name another folder with -o");
  write_file(dir / "r/manifest.json", "{\"name\": \"a web page\"}");
  for (const IfExists how : {IfExists::go_on, IfExists::overwrite})
    CHECK(error_of(path, identity(), how) ==
          path + "/manifest.json: is not a manifest of clout, or a damaged one; name another folder with -o");
  CHECK(read_file(dir / "r/thesis.tex") == "x");
}

TEST_CASE("overwrite deletes no file of somebody else: at the top it stays, further down it is named and refused") {
  const Scratch dir;
  RunIdentity whole = identity({1, 2});
  whole.arms = {"hidden"};
  {
    RunFolder run(dir / "r", whole);
    RunFolder arm(run.arm_path("hidden"), identity({1}));
    live(run, 1);
    live(arm, 1);
    (void)arm.finish();
    (void)run.finish();
    const WorldFolder half = run.begin_world(2);  // killed on its way
    write_file(half.path() / "follows_day_0003.csv", "follower,followee,since_day\n");
    write_file(run.checkpoint_path(2), "x");
  }
  write_file(dir / "r/thesis.tex", "x");
  const fs::path mine[] = {dir / "r/arms/hidden/notes.txt", dir / "r/worlds/0001/notes.txt", dir / "r/worlds/mine",
                           dir / "r/worlds/mine.csv"};
  fs::create_directory(dir / "r/worlds/mine");
  for (const fs::path& file : mine)
    if (!fs::exists(file)) write_file(file, "x");
  CHECK(error_of(dir / "r", whole, IfExists::overwrite) ==
        mine[0].string() +
            ": is not of the run and stands where --overwrite deletes; move it away, or name another folder with -o; "
            "so with " +
            mine[1].string() + ' ' + mine[2].string() + ' ' + mine[3].string());
  CHECK(fs::exists(dir / "r/worlds/0001/measures.csv"));  // nothing has been deleted
  for (const fs::path& file : mine) fs::remove(file);
  const RunFolder again(dir / "r", whole, IfExists::overwrite);
  CHECK(again.missing() == std::vector<std::uint64_t>{1, 2});
  CHECK_FALSE(fs::exists(dir / "r/arms"));
  CHECK(read_file(dir / "r/thesis.tex") == "x");
}

TEST_CASE("two runs on one folder do not mix") {
  const Scratch dir;
  const std::string path = (dir / "r").string();
  {
    const RunFolder first(path, identity());
    CHECK(error_of(path, identity()) ==
          path + ": is in use by another run; wait for it, or name another folder with -o");
    CHECK(error_of(path, identity(), IfExists::overwrite) ==
          path + ": is in use by another run; wait for it, or name another folder with -o");
  }
  CHECK(error_of(path, identity()).empty());
}

TEST_CASE("a folder that cannot be written is named at once") {
  CHECK(error_of("/proc/clout/run", identity()).starts_with("/proc: cannot be written: "));
}

TEST_CASE("a world without measures does not land") {
  const Scratch dir;
  RunFolder run(dir / "r", identity());
  WorldFolder world = run.begin_world(1);
  CHECK_THROWS_AS(world.finish(), FileError);
  CHECK_FALSE(run.finished(1));
  const RunTables t = run.finish();
  CHECK(t.summary.empty());
  CHECK_FALSE(fs::exists(dir / "r/summary.csv"));
}

TEST_CASE("the default folder has a name that every file system takes") {
  CHECK(default_run_folder("take_it_offline", "0123456789abcdef") == fs::path("runs/take_it_offline-01234567"));
  CHECK(default_run_folder("../a b/ü", "ff") == fs::path("runs/_._a_b___-ff"));
  CHECK(default_run_folder("", "ff") == fs::path("runs/scenario-ff"));
}

TEST_CASE("a run with arms is complete when all of them are; each arm is a run in its folder") {
  const Scratch dir;
  RunIdentity with_arm = identity({1, 2});
  with_arm.arms = {"hidden"};
  RunIdentity of_arm = identity({1, 2});
  of_arm.scenario_hash = "fedcba9876543210";
  {
    RunFolder run(dir / "r", with_arm);
    CHECK(run.arm_path("hidden") == dir / "r/arms/hidden");
    RunFolder arm(run.arm_path("hidden"), of_arm);
    for (const std::uint64_t seed : {1, 2}) live(run, seed);
    live(arm, 2);
    CHECK(arm.missing() == std::vector<std::uint64_t>{1});
    CHECK_FALSE(arm.finish().complete);
    const RunTables tables = run.finish();
    CHECK_FALSE(tables.complete);
    CHECK(tables.finished.size() == 2);
    run.seal();
    CHECK(read_file(dir / "r/manifest.json").find("\"status\": \"partial\"") != std::string::npos);
    live(arm, 1);
    CHECK(arm.finish().complete);
    CHECK(run.finish().complete);
    write_arms(dir / "r", std::vector<ArmRow>{
        {"base", "background", "a", "gain", "people", {2, 1, 3, 2, true}, {}},
        {"hidden", "background", "a", "gain", "people", {3, 3, 3, 1, false}, {1, 0, 2, 2, true}}});
  }
  CHECK(read_file(dir / "r/arms.csv") ==
        "arm,cohort,strategy,measure,unit,mean,low,high,worlds,difference,difference_low,difference_high,"
        "difference_worlds\n"
        "base,background,a,gain,people,2,1,3,2,,,,0\n"
        "hidden,background,a,gain,people,3,,,1,1,0,2,2\n");
  RunIdentity other = identity({1, 2});
  CHECK(error_of(dir / "r/arms/hidden", other).find("another scenario") != std::string::npos);
  const RunFolder again(dir / "r", with_arm, IfExists::overwrite);
  CHECK_FALSE(fs::exists(dir / "r/arms"));
  CHECK_FALSE(fs::exists(dir / "r/arms.csv"));
}

TEST_CASE("a run with a plausible box is complete when its points have their own worlds") {
  const Scratch dir;
  RunIdentity with_box = identity({1, 2});
  with_box.points = {"01"};
  with_box.point_seeds = {1};
  RunIdentity of_point = identity({1});
  of_point.scenario_hash = "fedcba9876543210";
  {
    RunFolder run(dir / "r", with_box);
    CHECK(run.point_path("01") == dir / "r/plausible/01");
    RunFolder point(run.point_path("01"), of_point);
    for (const std::uint64_t seed : {1, 2}) live(run, seed);
    CHECK_FALSE(run.finish().complete);
    live(point, 1);
    CHECK(point.finish().complete);
    CHECK(run.finish().complete);
    CHECK(nlohmann::json::parse(read_file(dir / "r/manifest.json"))["points"] == std::vector<std::string>{"01"});
  }
  const RunFolder again(dir / "r", with_box, IfExists::overwrite);
  CHECK_FALSE(fs::exists(dir / "r/plausible"));
}
