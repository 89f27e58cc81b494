#include "sim/output/sweep_folder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/output/sweep_answers.h"
#include "sim/output/sweep_kept_report.h"
#include "tests/sim/output/scratch.h"
#include "tests/sim/output/sweep_samples.h"

using namespace clout;
using namespace clout::test;
namespace fs = std::filesystem;

TEST_CASE("a sweep takes a folder that is empty or a sweep's, and no other") {
  const Scratch dir;
  CHECK_NOTHROW(claim_sweep_folder(dir / "nowhere"));
  CHECK_NOTHROW(claim_sweep_folder(dir.path()));
  write_file(dir / ".clout-tmp-1-2-responses.csv", "half");
  CHECK_NOTHROW(claim_sweep_folder(dir.path()));
  write_file(dir / "notes.txt", "mine");
  CHECK_THROWS_WITH_AS(
      claim_sweep_folder(dir.path()),
      (dir.path().string() + ": is not empty and not the folder of a sweep; name another folder").c_str(), FileError);
  for (const char* ours : {kSweepStore, kSweepParts, kSweepJobs}) {
    write_file(dir / ours, "");
    CHECK_NOTHROW(claim_sweep_folder(dir.path()));
    fs::remove(dir / ours);
  }
}

TEST_CASE("the tables of a sweep are known by their headers, whatever its axes; another file of the name is foreign") {
  const Scratch dir;
  {
    SweepStore store(dir / kSweepStore, sample_identity(), sample_design(2, 2));
    store.record(sample_run(0, 1));
  }
  const SweepStoreReader store(dir / kSweepStore);
  export_sweep(store, dir.path());
  write_sweep_answers(dir.path(), SweepAnswers{});
  keep_report(dir.path(), {}, "said\n");
  CHECK_NOTHROW(claim_sweep_folder(dir.path()));
  std::size_t tables = 0;
  for (const auto& entry : fs::directory_iterator(dir.path())) {
    if (entry.path().filename() == kSweepStore) continue;
    ++tables;
    const std::string ours = read_file(entry.path());
    write_file(entry.path(), "point,mine\n");
    CHECK_THROWS_WITH_AS(
        refuse_foreign_tables(dir.path()),
        (entry.path().string() + ": is not a table of a sweep, and one would be written over it; move it away").c_str(),
        FileError);
    write_file(entry.path(), ours);
  }
  CHECK(tables == 9);

  write_file(dir / "runs.csv", "mine\n");
  remove_tables(dir.path());
  std::vector<std::string> left;
  for (const auto& entry : fs::directory_iterator(dir.path())) left.push_back(entry.path().filename().string());
  std::sort(left.begin(), left.end());
  CHECK(left == std::vector<std::string>{"runs.csv", kSweepStore});
}
