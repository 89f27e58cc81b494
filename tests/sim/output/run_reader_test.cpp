#include "sim/output/run_reader.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "sim/output/run_folder.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;
namespace fs = std::filesystem;

namespace {

RunIdentity smoke_identity(std::vector<std::uint64_t> seeds) {
  RunIdentity id;
  id.name = "smoke";
  id.scenario_hash = "0123456789abcdef";
  id.version = "0.1.0";
  id.resolved_yaml = "schema: 1\n";
  id.seeds = std::move(seeds);
  id.names = {{"a"}, {"ordinary"}, {"klout"}, {"circles", "linear"}};
  return id;
}

void write_world(RunFolder& run, std::uint64_t seed) {
  WorldFolder world = run.begin_world(seed);
  world.write_measures({{{"background", "a", "posts", "posts", 0.1 * static_cast<double>(seed)}}});
  world.finish();
}

std::string reading_error(const fs::path& folder) {
  try {
    const RunReader run(folder);
    for (const std::uint64_t seed : run.finished()) run.measures(seed);
  } catch (const FileError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("what a run wrote is read: its manifest, its scenario, and the worlds that are finished") {
  const Scratch dir;
  RunFolder run(dir / "r", smoke_identity({1, 2, 3}));
  write_world(run, 3);
  write_world(run, 1);
  run.note_seconds("total", 1.5);
  run.note_world(3, 0.25);
  run.finish();
  const RunReader reader(dir / "r");  // while the run still has the lock
  CHECK(reader.manifest().name == "smoke");
  CHECK(reader.manifest().version == "0.1.0");
  CHECK(reader.manifest().scenario_hash == "0123456789abcdef");
  CHECK(reader.manifest().seeds == std::vector<std::uint64_t>{1, 2, 3});
  CHECK(reader.manifest().strategies == std::vector<std::string>{"a"});
  CHECK(reader.manifest().values == std::vector<std::string>{"circles", "linear"});
  CHECK(reader.manifest().seconds.at("total") == 1.5);
  CHECK(reader.manifest().world_seconds.at(3) == 0.25);
  CHECK_FALSE(reader.manifest().complete);
  CHECK(reader.finished() == std::vector<std::uint64_t>{1, 3});
  CHECK(reader.resolved_yaml() == "schema: 1\n");
  CHECK(reader.measures(3).rows == std::vector<Measure>{{"background", "a", "posts", "posts", 0.1 * 3}});
  write_world(run, 2);
  run.seal();
  CHECK(RunReader(dir / "r").manifest().complete);
}

TEST_CASE("worlds that are kept and were not asked for are left out") {
  const Scratch dir;
  {
    RunFolder run(dir / "r", smoke_identity({1, 2}));
    write_world(run, 1);
    write_world(run, 2);
    run.finish();
  }
  RunFolder(dir / "r", smoke_identity({2})).finish();
  CHECK(RunReader(dir / "r").finished() == std::vector<std::uint64_t>{2});
}

TEST_CASE("what is no run, of another format or damaged is told in a sentence") {
  const Scratch dir;
  const std::string path = dir / "r";
  CHECK(reading_error(path) == path + ": is not there; write the folder of a run");
  fs::create_directory(path);
  CHECK(reading_error(path) == path + ": is not the folder of a run: it has no manifest.json");
  for (const char* manifest : {"{}", "[1]", "{\"program\": \"other\"}", "{\"program\":"}) {
    write_file(path + "/manifest.json", manifest);
    CHECK(reading_error(path) == path + "/manifest.json: is not a manifest of clout, or a damaged one");
  }
  write_file(path + "/manifest.json", "{\"program\": \"clout\", \"schema\": 7}");
  CHECK(reading_error(path) == path + ": was made in another format (schema 7, this is 1)");
  fs::remove_all(path);

  RunFolder run(path, smoke_identity({1}));
  write_world(run, 1);
  run.finish();
  CHECK(reading_error(path) == "");
  const std::string measures = path + "/worlds/0001/measures.csv";
  write_file(measures, "cohort,strategy,measure,unit,value\nbackground,a,posts,posts,0.9\n");
  CHECK(reading_error(path) == measures + ": has been changed since the run left it");
  fs::remove(measures);
  CHECK(reading_error(path) == measures + ": cannot be read: No such file or directory");
}
