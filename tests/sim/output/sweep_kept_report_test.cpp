#include "sim/output/sweep_kept_report.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/output/sweep_answers.h"
#include "sim/output/sweep_folder.h"
#include "tests/sim/output/scratch.h"
#include "tests/sim/output/sweep_samples.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("a report is said again for the same state and width, as long as neither it nor a table has changed") {
  const Scratch dir;
  const ReportKey key{7, 80};
  const std::string text = "two lines\nof a report\n";
  CHECK(!kept_report(dir.path(), key));
  write_sweep_answers(dir.path(), SweepAnswers{});
  keep_report(dir.path(), key, text);
  CHECK(kept_report(dir.path(), key) == text);
  CHECK(!kept_report(dir.path(), {8, 80}));
  CHECK(!kept_report(dir.path(), {7, 100}));
  for (const char* table : kAnswerTables) {
    const std::string bytes = read_file(dir / table);
    write_file(dir / table, bytes + "1");
    CHECK(!kept_report(dir.path(), key));
    std::filesystem::remove(dir / table);
    CHECK(!kept_report(dir.path(), key));
    write_file(dir / table, bytes);
    CHECK(kept_report(dir.path(), key) == text);
  }
  std::string kept = read_file(dir / kSweepReport);
  kept.back() = '!';
  write_file(dir / kSweepReport, kept);
  CHECK(!kept_report(dir.path(), key));
  write_file(dir / kSweepReport, "");
  CHECK(!kept_report(dir.path(), key));
}

TEST_CASE("the state of a store is another with each run, figure, point and design, and the same when it is reopened") {
  const Scratch dir;
  const auto state = [&](const char* file) { return SweepStoreReader(dir / file).state(); };
  StoredDesign design = sample_design(2, 2);
  std::uint64_t empty = 0, one = 0;
  {
    SweepStore store(dir / "s", sample_identity(), design);
    empty = store.reader().state();
    store.record(failed_run(0, 1, "too slow"));
    one = store.reader().state();
    CHECK(one != empty);
    store.record(sample_run(0, 1));
    CHECK(store.reader().state() != one);
    one = store.reader().state();
  }
  CHECK(state("s") == one);
  { const SweepStore store(dir / "s", sample_identity(), design); }
  CHECK(state("s") == one);
  {
    SweepStore store(dir / "other figure", sample_identity(), design);
    StoredRun run = sample_run(0, 1);
    run.figures[2].value += 1;
    store.record(run);
    CHECK(store.reader().state() != one);
  }
  {
    SweepStore store(dir / "other seed", sample_identity(), design);
    store.record(sample_run(0, 2));
    CHECK(store.reader().state() != one);
  }
  {
    SweepStore store(dir / "s", sample_identity(), design);
    store.extend(sample_design(3, 2));
    CHECK(store.reader().state() != one);
  }
  design.text = "other responses";
  { const SweepStore store(dir / "other figure", sample_identity(), design); }
  const std::uint64_t other = state("other figure");
  design.text = "and others";
  { const SweepStore store(dir / "other figure", sample_identity(), design); }
  CHECK(state("other figure") != other);
}
