#include "sim/output/sweep_export.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "tests/sim/output/scratch.h"
#include "tests/sim/output/sweep_samples.h"

using namespace clout;
using namespace clout::test;

TEST_CASE("a sweep as CSV, cell by cell") {
  const Scratch dir;
  {
    SweepStore store(dir / "a", sample_identity(), sample_design(2, 2));
    store.record(failed_run(1, 1, "threw \"no\",\nthen ended"));
    StoredRun run = sample_run(0, 2, 2, 1);
    run.figures[0].value = 0.1;
    store.record(run);
  }
  const SweepStoreReader reader(dir / "a");
  export_sweep(reader, dir / "csv/new");
  CHECK(read_file(dir / "csv/new/runs.csv") ==
        "point,reshare_prob,scoring.visible,seed,status,error\n"
        "0,0.0,\"klout, log\",2,done,\n"
        "1,0.1,pagerank,1,failed,\"threw \"\"no\"\",\nthen ended\"\n");
  CHECK(read_file(dir / "csv/new/metrics.csv") ==
        "point,reshare_prob,scoring.visible,seed,cohort,strategy,measure,unit,value\n"
        "0,0.0,\"klout, log\",2,background,casual,measure_0,points,0.25\n"
        "0,0.0,\"klout, log\",2,probe,casual,measure_1,points,0.1\n");
  CHECK(entries(dir / "csv/new") == 2);
  const std::string blocked = (dir / "a/below").string();
  CHECK_THROWS_WITH_AS(export_sweep(reader, blocked), (blocked + ": cannot be made: Not a directory").c_str(),
                       FileError);
}

TEST_CASE("a figure whose name is not what was written is not exported") {
  const Scratch dir;
  for (const std::string word : {"cohort", "strategy", "measure", "unit"}) {
    const std::filesystem::path path = dir / word, csv = dir / (word + "_csv");
    { SweepStore(path, sample_identity(), sample_design(1, 1)).record(sample_run(0, 1, 2)); }
    {
      SQLite::Database spoilt(path.string(), SQLite::OPEN_READWRITE);
      spoilt.exec("UPDATE measures SET " + word + " = 'another' WHERE id = 1");
    }
    const SweepStoreReader reader(path);
    const std::string damaged = path.string() + ": is damaged (the name of a figure is not what was written)";
    for (const bool first_checked : {true, false}) try {
        if (first_checked) {
          reader.check();
        } else {
          export_sweep(reader, csv);
        }
        FAIL("the name is taken as it is");
      } catch (const FileError& error) {
        CHECK_MESSAGE(std::string(error.what()).starts_with(damaged), error.what());
      }
    CHECK_FALSE(std::filesystem::exists(csv / "metrics.csv"));
  }
}

TEST_CASE("the bytes of the export do not depend on the order in which runs landed, nor on failures in between") {
  const Scratch dir;
  const StoredDesign design = sample_design(4, 5);
  std::vector<WantedRun> order = design.wanted;
  std::string first;
  for (std::size_t turn = 0; turn < 4; ++turn) {
    const std::filesystem::path path = dir / std::to_string(turn);
    {
      SweepStore store(path, sample_identity(), design);
      for (std::size_t k = 0; k < order.size(); ++k) {
        if (turn > 1 && k % 3 == 0) store.record(failed_run(order[k].point, order[k].seed, "killed"));
        // Runs have different measures, so that the dictionary grows in another order.
        StoredRun run = sample_run(order[k].point, order[k].seed, 3 + order[k].point, turn);
        run.seconds = static_cast<double>(turn);
        store.record(run);
      }
    }
    if (turn == 0) first = metrics_text(path);
    CHECK(metrics_text(path) == first);
    if (turn % 2 == 0)
      std::reverse(order.begin(), order.end());
    else
      std::rotate(order.begin(), order.begin() + 7, order.end());
  }
  CHECK(std::count(first.begin(), first.end(), '\n') == 1 + 5 * (3 + 4 + 5 + 6));
}
