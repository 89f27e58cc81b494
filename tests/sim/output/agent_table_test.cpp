#include "sim/output/agent_table.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sim/output/npz.h"
#include "tests/sim/output/scratch.h"

using namespace clout;
using clout::test::Scratch;

namespace {

/// A run of the given seeds by hand: two agents a world, and in the second world a column of its own.
void make_run(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  write_file(folder / run_file::kManifest,
             R"({"program": "clout", "schema": 1, "seeds": [1, 2], "finished": [1, 2], )"
             R"("strategies": ["casual", "chaser"], "roles": ["ordinary", "executive, retired"]})");
  for (const std::uint64_t seed : {1, 2}) {
    const std::filesystem::path world = world_folder(folder, seed);
    std::filesystem::create_directories(world);
    NpzWriter npz(world / run_file::kAgentFile);
    npz.add("agent", std::vector<std::uint32_t>{0, 1});
    npz.add("strategy", std::vector<std::uint8_t>{1, 0});
    npz.add("role", std::vector<std::uint8_t>{0, 1});
    npz.add_bool("present", std::vector<std::uint8_t>{1, 0});
    npz.add("score_klout", std::vector<float>{0.1f, 20});
    npz.add("gain_circles", std::vector<double>{0.1, -1});
    if (seed == 2) npz.add("city", std::vector<std::uint16_t>{7, 65535});
    npz.finish();
    write_file(world / run_file::kMeasures, "cohort,strategy,measure,unit,value\n");
    write_checksums(world);
  }
}

std::string table_of(const std::filesystem::path& folder, const std::vector<std::uint64_t>& seeds) {
  std::string text;
  write_agent_table(RunReader(folder), seeds, [&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace

TEST_CASE("agents of all worlds stand in one table, by name, and empty where a world lacks a column") {
  const Scratch dir;
  make_run(dir / "run");
  CHECK(table_of(dir / "run", {1, 2}) ==
        "world,agent,strategy,role,present,score_klout,gain_circles,city\n"
        "1,0,chaser,ordinary,true,0.1,0.1,\n"
        "1,1,casual,\"executive, retired\",false,20,-1,\n"
        "2,0,chaser,ordinary,true,0.1,0.1,7\n"
        "2,1,casual,\"executive, retired\",false,20,-1,65535\n");
  CHECK(table_of(dir / "run", {1}) ==
        "world,agent,strategy,role,present,score_klout,gain_circles\n"
        "1,0,chaser,ordinary,true,0.1,0.1\n"
        "1,1,casual,\"executive, retired\",false,20,-1\n");
}

TEST_CASE("a world without agents.npz, or with one that has been changed, is named") {
  const Scratch dir;
  make_run(dir / "run");
  const std::filesystem::path archive = world_folder(dir / "run", 2) / run_file::kAgentFile;
  write_file(archive, "no archive");
  CHECK_THROWS_AS(table_of(dir / "run", {1, 2}), FileError);
  CHECK(table_of(dir / "run", {1}) != "");
  std::filesystem::remove(archive);
  try {
    table_of(dir / "run", {2});
    FAIL("nothing was said");
  } catch (const FileError& error) {
    CHECK(std::string(error.what()).find("is not there; --set output.agents=true makes a run write it") !=
          std::string::npos);
  }
}
