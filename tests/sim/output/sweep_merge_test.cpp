#include "sim/output/sweep_merge.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/output/sweep_figures.h"
#include "tests/sim/output/scratch.h"
#include "tests/sim/output/sweep_samples.h"

using namespace clout;
using namespace clout::test;
using Paths = std::vector<std::filesystem::path>;

namespace {

/// A shard of sample_design(4, 6): every `shards`-th run, some of them failed.
void make_shard(const std::filesystem::path& path, std::size_t shard, std::size_t shards, std::size_t failing = 0) {
  StoredDesign design = sample_design(4, 6);
  std::vector<WantedRun> own;
  for (std::size_t k = shard; k < design.wanted.size(); k += shards) own.push_back(design.wanted[k]);
  design.wanted = own;
  SweepStore store(path, sample_identity(), design);
  for (std::size_t k = own.size(); k-- > 0;)
    store.record(k < failing ? failed_run(own[k].point, own[k].seed, "out of memory")
                             : sample_run(own[k].point, own[k].seed, 5, shard));
}

SweepMergeReport merge_all(const std::filesystem::path& into, const Paths& parts) {
  return merge_sweeps(into, parts, sample_identity().version);
}

/// Why the one part was refused.
std::string refused(const SweepMergeReport& report) {
  REQUIRE(report.refused.size() == 1);
  return report.refused.front().what();
}

void make_whole(const std::filesystem::path& path) { make_shard(path, 0, 1); }

}  // namespace

TEST_CASE("shards merged are the sweep of one process, byte for byte, in whatever order and however often") {
  const Scratch dir;
  make_whole(dir / "whole");
  make_shard(dir / "s0", 0, 3);
  make_shard(dir / "s1", 1, 3);
  make_shard(dir / "s2", 2, 3);
  const SweepMergeReport report = merge_all(dir / "m", Paths{dir / "s2", dir / "s0", dir / "s1"});
  CHECK(report.parts == 3);
  CHECK(report.added == 24);
  CHECK(report.known == 0);
  CHECK(metrics_text(dir / "m") == metrics_text(dir / "whole"));
  const SweepStoreReader whole(dir / "whole"), merged(dir / "m");
  CHECK(merged.identity() == whole.identity());
  CHECK(merged.design().points == whole.design().points);
  CHECK(merged.design().wanted == whole.design().wanted);
  CHECK(merged.design().text == whole.design().text);

  const SweepMergeReport again = merge_all(dir / "m", Paths{dir / "s0", dir / "m", dir / "whole"});
  CHECK(again.parts == 2);
  CHECK(again.added == 0);
  CHECK(again.known == 8 + 24);
  CHECK(metrics_text(dir / "m") == metrics_text(dir / "whole"));
  CHECK_NOTHROW(merged.check());
}

TEST_CASE("of several attempts the done run counts, and of failed ones the last") {
  const Scratch dir;
  make_shard(dir / "a0", 0, 2, 4);
  make_shard(dir / "a1", 0, 2);
  CHECK(merge_all(dir / "m", Paths{dir / "a0", dir / "a1"}).added == 8 + 4);
  CHECK(merge_all(dir / "n", Paths{dir / "a1", dir / "a0"}).added == 12);
  CHECK(SweepStoreReader(dir / "m").status().failed == 0);
  CHECK(metrics_text(dir / "m") == metrics_text(dir / "n"));

  for (const std::uint32_t attempt : {0, 1})
    SweepStore(dir / ("f" + std::to_string(attempt)), sample_identity(), sample_design(1, 1))
        .record(failed_run(0, 1, "attempt " + std::to_string(attempt), attempt));
  merge_all(dir / "up", Paths{dir / "f0", dir / "f1"});
  const SweepMergeReport down = merge_all(dir / "down", Paths{dir / "f1", dir / "f0"});
  CHECK(down.failed == 1);
  CHECK(down.known == 1);
  CHECK(SweepStoreReader(dir / "up").run(0, 1)->error == "attempt 1");
  CHECK(SweepStoreReader(dir / "down").run(0, 1)->error == "attempt 1");
}

TEST_CASE("a run that two parts have with other figures is an error that names it and the part") {
  const Scratch dir;
  make_whole(dir / "a");
  {
    SweepStore store(dir / "b", sample_identity(), sample_design(4, 6));
    StoredRun run = sample_run(2, 3, 5);
    run.figures[4].value += 1e-9;
    store.record(run);
  }
  try {
    merge_all(dir / "m", Paths{dir / "a", dir / "b"});
    FAIL("merged");
  } catch (const FileError& error) {
    const std::string what = error.what();
    CHECK(what.starts_with((dir / "m").string() + ": point 2, seed 3 has been run twice, with other figures: measure_4 "
                                                  "of casual (background, points) is "));
    CHECK(what.find("attempt 0 on node1 at 2026-01-31T12:00:00Z in " + (dir / "b").string() + ")") !=
          std::string::npos);
  }
  CHECK(metrics_text(dir / "m") == metrics_text(dir / "a"));  // what was merged before stays
}

TEST_CASE("parts of an extended design go by hash, not by number") {
  const Scratch dir;
  make_whole(dir / "a");
  StoredDesign more = sample_design(6, 1);
  std::rotate(more.points.begin(), more.points.begin() + 2, more.points.end());  // h2 .. h5, h0, h1
  {
    SweepStore store(dir / "b", sample_identity(), more);
    StoredRun run = sample_run(2, 1, 5);
    run.point = 0;  // h2, which is point 2 in a
    store.record(run);
    store.record(sample_run(3, 1, 5));  // h5
  }
  const SweepMergeReport report = merge_all(dir / "m", Paths{dir / "a", dir / "b"});
  CHECK(report.added == 24 + 1);
  CHECK(report.known == 1);
  const SweepStoreReader merged(dir / "m");
  CHECK(merged.design().points == more.points);
  CHECK(figures_difference(merged.run(3, 1)->figures, sample_run(3, 1, 5).figures).empty());
  CHECK(merged.status().wanted == 24 + 2);
}

TEST_CASE("parts of two designs of which neither holds the other are refused") {
  const Scratch dir;
  { const SweepStore store(dir / "a", sample_identity(), sample_design(4, 1)); }
  { const SweepStore store(dir / "b", sample_identity(), sample_design(4, 1, 3)); }
  const std::string m = (dir / "m").string();
  CHECK(refused(merge_all(m, Paths{dir / "a", dir / "b"})) ==
        (dir / "b").string() + ": was planned with another design (4 of its 4 points are not in " + m +
            ", which has others); it cannot be merged into " + m);
  CHECK(SweepStoreReader(m).design().points == sample_design(4, 1).points);
}

TEST_CASE("points have the numbers of the design that holds them all, whichever part comes first") {
  const Scratch dir;
  StoredDesign more = sample_design(5, 1);
  std::swap(more.points[0], more.points[4]);  // the new one is point 0
  { const SweepStore store(dir / "few", sample_identity(), sample_design(4, 1)); }
  { const SweepStore store(dir / "all", sample_identity(), more); }
  merge_all(dir / "m", Paths{dir / "few", dir / "all"});
  merge_all(dir / "n", Paths{dir / "all", dir / "few"});
  CHECK(SweepStoreReader(dir / "m").design().points == more.points);
  CHECK(SweepStoreReader(dir / "n").design().points == more.points);
}

TEST_CASE("parts in use or without anything are left out and told; others' and missing ones are refused") {
  const Scratch dir;
  make_shard(dir / "s0", 0, 2);
  write_file(dir / "empty", "");
  {
    SweepStore busy(dir / "busy", sample_identity(), sample_design(4, 6));
    const SweepMergeReport report = merge_all(dir / "m", Paths{dir / "empty", dir / "busy", dir / "s0"});
    CHECK(report.parts == 1);
    CHECK(report.in_use == Paths{dir / "busy"});
    CHECK(report.empty == Paths{dir / "empty"});
  }
  SweepIdentity other = sample_identity();
  other.version = "0.2.0";
  { SweepStore(dir / "other", other, sample_design(1, 1)); }
  CHECK(refused(merge_all(dir / "m", Paths{dir / "other"})) ==
        (dir / "other").string() +
            ": was made by another version of clout (0.2.0, this is 0.1.0); it cannot be merged into " +
            (dir / "m").string());
  CHECK(refused(merge_all(dir / "m", Paths{dir / "gone"})) ==
        (dir / "gone").string() + ": cannot be read: No such file or directory");
  CHECK_FALSE(std::filesystem::exists(dir / "gone"));
}

TEST_CASE("a part that is spoilt or of another version stops nobody, wherever it stands") {
  const Scratch dir;
  make_whole(dir / "whole");
  make_shard(dir / "s0", 0, 2);
  make_shard(dir / "s1", 1, 2);
  SweepIdentity other = sample_identity();
  other.version = "0.0.9";
  { SweepStore(dir / "a_other", other, sample_design(4, 6)); }
  std::filesystem::copy(dir / "s0", dir / "b_cut");
  std::filesystem::resize_file(dir / "b_cut", 5000);
  {
    SweepStore(dir / "c_named", sample_identity(), sample_design(4, 6)).record(sample_run(0, 1, 5));
    SQLite::Database spoilt((dir / "c_named").string(), SQLite::OPEN_READWRITE);
    spoilt.exec("UPDATE measures SET measure = 'another' WHERE rowid = 1");
  }
  const SweepMergeReport report =
      merge_all(dir / "m", Paths{dir / "a_other", dir / "b_cut", dir / "c_named", dir / "s0", dir / "s1"});
  CHECK(report.parts == 2);
  REQUIRE(report.refused.size() == 3);
  for (const FileError& part : report.refused) CHECK(part.path() != dir / "m");
  CHECK(metrics_text(dir / "m") == metrics_text(dir / "whole"));
}
