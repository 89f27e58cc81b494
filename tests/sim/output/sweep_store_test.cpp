#include "sim/output/sweep_store.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <string>

#include "sim/output/sweep_figures.h"
#include "tests/sim/output/scratch.h"
#include "tests/sim/output/sweep_samples.h"

using namespace clout;
using namespace clout::test;
using Landed = SweepStore::Landed;
using Opening = SweepStore::Opening;

namespace {

std::string message_of(const std::filesystem::path& path, const SweepIdentity& identity, const StoredDesign& design,
                       Opening opening = Opening::go_on) {
  try {
    const SweepStore store(path, identity, design, opening);
    return "";
  } catch (const FileError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("what is recorded is read back, after reopening too") {
  const Scratch dir;
  const StoredDesign design = sample_design(3, 2);
  {
    SweepStore store(dir / "a", sample_identity(), design);
    CHECK(store.record(sample_run(2, 1)) == Landed::fresh);
    CHECK(store.record(failed_run(0, 2, "out of memory")) == Landed::fresh);
    store.close();
  }
  CHECK(entries(dir.path()) == 1);  // no journal, no lock
  const SweepStoreReader reader(dir / "a");
  CHECK(reader.identity() == sample_identity());
  CHECK(reader.design().text == design.text);
  CHECK(reader.design().points == design.points);
  CHECK(reader.design().wanted == design.wanted);
  const StoredRun run = reader.run(2, 1).value();
  CHECK(figures_difference(run.figures, sample_run(2, 1).figures).empty());
  CHECK(run.status == StoredRunStatus::done);
  CHECK(run.seconds == 0.5);
  CHECK(run.memory_bytes == 1000);
  CHECK(run.host == "node1");
  CHECK(run.finished_at == "2026-01-31T12:00:00Z");
  CHECK(reader.run(0, 2)->error == "out of memory");
  CHECK_FALSE(reader.run(0, 1));
  CHECK_NOTHROW(reader.check());
}

TEST_CASE("a run without a date gets one") {
  const Scratch dir;
  SweepStore store(dir / "a", sample_identity(), sample_design(1, 1));
  StoredRun run = sample_run(0, 1);
  run.finished_at = "";
  store.record(run);
  CHECK(store.reader().run(0, 1)->finished_at.size() == std::strlen("2026-01-31T12:00:00Z"));
}

TEST_CASE("pending runs keep the order asked for; failed ones are done again unless told otherwise") {
  const Scratch dir;
  SweepStore store(dir / "a", sample_identity(), sample_design(2, 2));
  store.record(sample_run(0, 2));
  store.record(failed_run(1, 1, "never ended"));
  const std::vector<WantedRun> order{{1, 2}, {0, 2}, {1, 1}, {0, 1}};
  CHECK(store.pending(order) == std::vector<WantedRun>{{1, 2}, {1, 1}, {0, 1}});
  CHECK(store.pending(order, SweepStore::Retry::nothing) == std::vector<WantedRun>{{1, 2}, {0, 1}});
  const std::vector<WantedRun> unknown{{2, 1}};
  CHECK_THROWS_WITH_AS((void)store.pending(unknown), "sweep: there is no point 2", std::invalid_argument);
}

TEST_CASE("points of equal hash are run once and read out under each number") {
  const Scratch dir;
  StoredDesign design = sample_design(3, 2);
  design.points[2] = {"h0", {"0.00", "klout"}};
  SweepStore store(dir / "a", sample_identity(), design);
  CHECK(store.pending(design.wanted) == std::vector<WantedRun>{{0, 1}, {0, 2}, {1, 1}, {1, 2}});
  CHECK(store.record(sample_run(2, 1)) == Landed::fresh);
  CHECK(store.pending(design.wanted) == std::vector<WantedRun>{{0, 2}, {1, 1}, {1, 2}});
  CHECK(store.reader().status().wanted == 4);
  std::vector<WantedRun> cells;
  store.reader().each_value({"background", "casual", "measure_0", "points"},
                            [&](std::size_t point, std::uint64_t seed, double value) {
                              cells.push_back({point, seed});
                              CHECK(value == 2 + 1. / 8);
                            });
  CHECK(cells == std::vector<WantedRun>{{0, 1}, {2, 1}});
}

TEST_CASE("a failed run is replaced by a later one, a done one never") {
  const Scratch dir;
  SweepStore store(dir / "a", sample_identity(), sample_design(1, 1));
  CHECK(store.record(failed_run(0, 1, "first")) == Landed::fresh);
  CHECK(store.record(failed_run(0, 1, "second", 1)) == Landed::after_failure);
  CHECK(store.reader().run(0, 1)->error == "second");
  CHECK(store.record(sample_run(0, 1)) == Landed::after_failure);
  CHECK(store.record(failed_run(0, 1, "third")) == Landed::already);
  CHECK(store.record(sample_run(0, 1, 4, 3)) == Landed::already);  // the same figures in another order
  CHECK(store.reader().status().done == 1);
  CHECK(store.reader().status().failed == 0);
  CHECK_NOTHROW(store.reader().check());
}

TEST_CASE("a run that lands with other figures is refused, and both are named") {
  const Scratch dir;
  SweepStore store(dir / "a", sample_identity(), sample_design(1, 1));
  store.record(sample_run(0, 1));
  StoredRun other = sample_run(0, 1);
  other.figures[2].value = 7;
  other.host = "node2";
  other.attempt = 1;
  other.finished_at = "2026-02-01T00:00:00Z";
  const std::string what = (dir / "a").string() +
                           ": point 0, seed 1 has been run twice, with other figures: measure_2 of casual (background, "
                           "points) is 0.7916666666666666 and 7 (attempt 0 on node1 at 2026-01-31T12:00:00Z, and "
                           "attempt 1 on node2 at 2026-02-01T00:00:00Z); one of the two was not lived by this clout on "
                           "a sound machine";
  CHECK_THROWS_WITH_AS(store.record(other), what.c_str(), FileError);
  other.figures.erase(other.figures.begin() + 2);
  CHECK_THROWS_AS(store.record(other), FileError);
  CHECK(figures_difference(store.reader().run(0, 1)->figures, sample_run(0, 1).figures).empty());
}

TEST_CASE("what is no run of the sweep, or no figure, is refused with a sentence") {
  const Scratch dir;
  SweepStore store(dir / "a", sample_identity(), sample_design(1, 1));
  const auto refuses = [&](const StoredRun& run, const char* what) {
    CHECK_THROWS_WITH_AS(store.record(run), what, std::invalid_argument);
  };
  refuses(sample_run(0, 2), "sweep: point 0, seed 2 is not a run of this sweep");
  refuses(sample_run(1, 1), "sweep: point 1, seed 1 is not a run of this sweep");
  StoredRun run = sample_run(0, 1);
  run.figures[1].value = std::numeric_limits<double>::quiet_NaN();
  refuses(run,
          "sweep: point 0, seed 1: measure_1 of casual (probe, points) is nan; figures have to be finite, and what "
          "is not known is left out");
  run.figures[1].value = -std::numeric_limits<double>::infinity();
  refuses(run,
          "sweep: point 0, seed 1: measure_1 of casual (probe, points) is -inf; figures have to be finite, and "
          "what is not known is left out");
  run = sample_run(0, 1);
  run.figures.push_back(run.figures[0]);
  refuses(run, "sweep: point 0, seed 1: measure_0 of casual (background, points) is there twice");
  run = sample_run(0, 1);
  run.seconds = -1;
  refuses(run, "sweep: point 0, seed 1: its seconds have to be finite and not negative");
  refuses(failed_run(0, 1, ""), "sweep: point 0, seed 1: a failed run says why");
  CHECK(store.reader().status().pending() == 1);
  CHECK(store.record(sample_run(0, 1)) == Landed::fresh);  // refusing has left no transaction open
}

TEST_CASE("a design that fits neither itself nor the axes is refused") {
  const Scratch dir;
  StoredDesign design = sample_design(2, 1);
  design.points[1].values.pop_back();
  CHECK_THROWS_WITH_AS(SweepStore(dir / "a", sample_identity(), design), "sweep: point 1 has 1 values for 2 axes",
                       std::invalid_argument);
  design = sample_design(2, 1);
  design.wanted.push_back({2, 1});
  CHECK_THROWS_WITH_AS(SweepStore(dir / "a", sample_identity(), design),
                       "sweep: a run of point 2 is wanted, and there are 2 points", std::invalid_argument);
  design = sample_design(2, 1);
  design.wanted.push_back({0, std::uint64_t{1} << 63});
  CHECK_THROWS_WITH_AS(SweepStore(dir / "a", sample_identity(), design),
                       "sweep: seed 9223372036854775808 is above 2^63 - 1", std::invalid_argument);
  CHECK(entries(dir.path()) == 0);
}

TEST_CASE("extremes are kept: the last seed, the least and the largest figures, -0") {
  const Scratch dir;
  StoredDesign design = sample_design(1, 1);
  const std::uint64_t last = (std::uint64_t{1} << 63) - 1;
  design.wanted.push_back({0, last});
  SweepStore store(dir / "a", sample_identity(), design);
  StoredRun run = sample_run(0, last, 4);
  run.figures[0].value = -0.0;
  run.figures[1].value = std::numeric_limits<double>::denorm_min();
  run.figures[2].value = std::numeric_limits<double>::max();
  run.figures[3].value = 9007199254740993.0;
  store.record(run);
  CHECK(store.record(run) == Landed::already);
  CHECK(figures_difference(store.reader().run(0, last)->figures, run.figures).empty());
  CHECK_NOTHROW(store.reader().check());
}

TEST_CASE("any text is kept: quotes, lines, other scripts, SQL") {
  const Scratch dir;
  const std::string odd = "'; DROP TABLE runs; -- \"\n\r\té 世界 ?1 %s\\";
  SweepIdentity identity = sample_identity();
  identity.name = odd;
  identity.axes = {odd, "b"};
  StoredDesign design = sample_design(1, 2);
  design.points[0] = {odd, {odd, odd}};
  SweepStore store(dir / odd.substr(0, 4), identity, design);
  StoredRun run = sample_run(0, 1);
  run.figures[0].cohort = run.figures[0].strategy = run.figures[0].measure = run.figures[0].unit = odd;
  store.record(run);
  store.record(failed_run(0, 2, odd + std::string("\0after", 6)));
  const SweepStoreReader& reader = store.reader();
  CHECK(reader.identity() == identity);
  CHECK(reader.design().points == design.points);
  CHECK(figures_difference(reader.run(0, 1)->figures, run.figures).empty());
  CHECK(reader.run(0, 2)->error == odd + std::string("\0after", 6));
  CHECK(reader.status().errors.at(0).text == reader.run(0, 2)->error);
}

TEST_CASE("status counts runs, worlds by point, and errors by their text") {
  const Scratch dir;
  SweepStore store(dir / "a", sample_identity(), sample_design(3, 3));
  for (std::uint64_t seed = 1; seed <= 3; ++seed) store.record(sample_run(0, seed));
  store.record(sample_run(1, 2));
  store.record(failed_run(2, 3, "too slow"));
  store.record(failed_run(2, 1, "too slow"));
  store.record(failed_run(1, 1, "a strategy threw"));
  const SweepStatus status = store.reader().status();
  CHECK(status.points == 3);
  CHECK(status.wanted == 9);
  CHECK(status.done == 4);
  CHECK(status.failed == 3);
  CHECK(status.pending() == 2);
  CHECK(status.fewest_done == 0);
  CHECK(status.most_done == 3);
  CHECK(status.seconds == 4 * 0.5);
  CHECK(status.most_memory_bytes == 1000);
  REQUIRE(status.errors.size() == 2);
  CHECK(status.errors[0].text == "too slow");
  CHECK(status.errors[0].runs == 2);
  CHECK(status.errors[0].example == WantedRun{2, 1});
  CHECK(status.errors[1].text == "a strategy threw");
}

TEST_CASE("going on needs the same scenario, version, axes and design") {
  const Scratch dir;
  const std::string path = (dir / "a").string();
  { SweepStore(path, sample_identity(), sample_design(2, 2)).record(sample_run(0, 1)); }
  CHECK(message_of(path, sample_identity(), sample_design(2, 2)).empty());
  CHECK(message_of(path, sample_identity(), sample_design(1, 1)).empty());  // a part of it
  SweepIdentity other = sample_identity();
  other.scenario_hash = "fedcba9876543210";
  CHECK(message_of(path, other, sample_design(2, 2)) ==
        path +
            ": was made by another scenario (ring 01234567, this is ring fedcba98); name another store with -o, or use "
            "--overwrite");
  other = sample_identity();
  other.version = "0.2.0";
  CHECK(message_of(path, other, sample_design(2, 2)) ==
        path +
            ": was made by another version of clout (0.1.0, this is 0.2.0); name another store with -o, or use "
            "--overwrite");
  other = sample_identity();
  other.axes[1] = "horizon";
  CHECK(message_of(path, other, sample_design(2, 2)) ==
        path +
            ": varies other parameters (reshare_prob, scoring.visible, and this sweep reshare_prob, horizon); name "
            "another store with -o, or use --overwrite");
  CHECK(message_of(path, sample_identity(), sample_design(3, 2)) ==
        path + ": was planned with fewer points (2, this sweep has 3); `clout sweep extend` adds them");
  CHECK(message_of(path, sample_identity(), sample_design(2, 3)) ==
        path +
            ": was planned with fewer runs (2 of the 6 asked for are not in its design); `clout sweep extend` adds "
            "them");
  CHECK(message_of(path, sample_identity(), sample_design(2, 2, 1)) ==
        path +
            ": was planned with another design (2 of its 2 points are not in this one); name another store with -o, or "
            "use --overwrite");
  CHECK(done_runs(path) == 1);
  CHECK(message_of(path, other, sample_design(3, 2), Opening::overwrite).empty());
  CHECK(done_runs(path) == 0);
  CHECK(entries(dir.path()) == 1);
}

TEST_CASE("extending adds points and worlds, numbers points anew, and keeps what has landed") {
  const Scratch dir;
  const std::filesystem::path path = dir / "a";
  { SweepStore(path, sample_identity(), sample_design(2, 2)).record(sample_run(1, 2)); }  // h0, h1
  StoredDesign numbered = sample_design(3, 3);
  std::rotate(numbered.points.begin(), numbered.points.begin() + 1, numbered.points.end());  // h1, h2, h0
  CHECK(message_of(path, sample_identity(), numbered).find("was planned with fewer points (2, ") != std::string::npos);
  {
    SweepStore store(path, sample_identity(), numbered, Opening::extend);
    CHECK(store.pending(numbered.wanted) ==
          std::vector<WantedRun>{{0, 1}, {0, 3}, {1, 1}, {1, 2}, {1, 3}, {2, 1}, {2, 2}, {2, 3}});
    CHECK(store.record(sample_run(1, 3)) == Landed::fresh);
  }
  const SweepStoreReader reader(path);
  const StoredDesign design = reader.design();
  CHECK(design.points == numbered.points);
  CHECK(design.wanted.size() == 9);
  CHECK(design.text == numbered.text);
  CHECK(figures_difference(reader.run(0, 2)->figures, sample_run(1, 2).figures).empty());
  CHECK(message_of(path, sample_identity(), numbered).empty());
}

TEST_CASE("a design is extended by one that has its points; the beginning of one adds runs, another is refused") {
  const Scratch dir;
  const std::string path = (dir / "a").string();
  const StoredDesign four = sample_design(4, 1);
  { const SweepStore store(path, sample_identity(), four); }
  CHECK(message_of(path, sample_identity(), sample_design(4, 1, 2), Opening::extend) ==
        path +
            ": was planned with another design (2 of its 4 points are not in this one); name another store with -o, or "
            "use --overwrite");
  CHECK(SweepStoreReader(path).design().points == four.points);
  StoredDesign turned = four;
  std::swap(turned.points[0], turned.points[2]);
  CHECK(message_of(path, sample_identity(), turned) ==
        path + ": has the points of this sweep in another order; `clout sweep extend` changes it");
  for (const Opening opening : {Opening::extend, Opening::go_on})
    CHECK(message_of(path, sample_identity(), sample_design(2, 2), opening).empty());
  const StoredDesign design = SweepStoreReader(path).design();
  CHECK(design.points == four.points);
  CHECK(design.text == four.text);
  CHECK(design.wanted.size() == 4 + 2);
}

TEST_CASE("two sweeps on one store are refused, in one process and in two; readers are let in") {
  const Scratch dir;
  const std::string path = (dir / "a").string();
  SweepStore store(path, sample_identity(), sample_design(1, 2));
  store.record(sample_run(0, 1));
  const std::string start = path + ": is in use by another sweep (process " + std::to_string(::getpid()) + " on ";
  const std::string end = "); wait for it, or name another store with -o";
  const auto in_use = [&](const std::string& what) { return what.starts_with(start) && what.ends_with(end); };
  CHECK(in_use(message_of(path, sample_identity(), sample_design(1, 2))));
  std::filesystem::create_symlink(path, dir / "link");
  CHECK(message_of(dir / "link", sample_identity(), sample_design(1, 2)).find("is in use by another sweep") !=
        std::string::npos);
  const ::pid_t child = ::fork();
  if (child == 0) {
    const bool refused = in_use(message_of(path, sample_identity(), sample_design(1, 2)));
    ::_exit(refused && done_runs(path) == 1 ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(done_runs(path) == 1);
  CHECK(store.record(sample_run(0, 2)) == Landed::fresh);
  CHECK(done_runs(path) == 2);
  store.close();
  CHECK(message_of(path, sample_identity(), sample_design(1, 2)).empty());
}

TEST_CASE("a forked worker neither keeps the lock nor harms the store when it ends") {
  const Scratch dir;
  const std::filesystem::path path = dir / "a";
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  ::pid_t worker = 0;
  {
    auto store = std::make_unique<SweepStore>(path, sample_identity(), sample_design(1, 2));
    store->record(sample_run(0, 1));
    worker = ::fork();
    if (worker == 0) {
      store.reset();  // as leaving main() would
      [[maybe_unused]] const ::ssize_t n = ::write(ready[1], "x", 1);
      ::pause();
      ::_exit(0);
    }
    char byte;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    CHECK(message_of(path, sample_identity(), sample_design(1, 2)) != "");
    store->record(sample_run(0, 2));
  }
  CHECK(message_of(path, sample_identity(), sample_design(1, 2)).empty());  // while the worker lives
  CHECK(done_runs(path) == 2);
  ::kill(worker, SIGKILL);
  ::waitpid(worker, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("a store that is closed while somebody reads is read to the end, and tidied by the reader") {
  const Scratch dir;
  auto store = std::make_unique<SweepStore>(dir / "a", sample_identity(), sample_design(2, 1));
  store->record(sample_run(0, 1));
  {
    const SweepStoreReader reader(dir / "a");
    reader.each_point([&](std::size_t point, const StoredPoint&) {
      if (point == 0) {
        store->record(sample_run(1, 1));
        CHECK(reader.status().done == 1);  // what one call reads is of one moment
        CHECK_NOTHROW(store->close());
      }
      CHECK(reader.run(0, 1));
    });
    CHECK(reader.status().done == 2);
  }
  CHECK(entries(dir.path()) == 1);
  CHECK(done_runs(dir / "a") == 2);
}

TEST_CASE("writing within a reading is refused") {
  const Scratch dir;
  SweepStore store(dir / "a", sample_identity(), sample_design(1, 1));
  CHECK_THROWS_AS(store.reader().each_point([&](std::size_t, const StoredPoint&) { store.record(sample_run(0, 1)); }),
                  std::logic_error);
  CHECK(store.record(sample_run(0, 1)) == Landed::fresh);
}

TEST_CASE("a store that is removed while it is written to is lost, and that is said when it is closed") {
  const Scratch dir;
  SweepStore store(dir / "s", sample_identity(), sample_design(1, 2));
  store.record(sample_run(0, 1));
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove((dir / "s").string() + ending);
  CHECK_THROWS_WITH_AS(
      store.close(),
      ((dir / "s").string() + ": was removed while it was in use, and what had landed in it is lost with it").c_str(),
      FileError);
}

TEST_CASE("a long sweep of measures that come and go keeps them apart") {
  const Scratch dir;
  SweepStore store(dir / "a", sample_identity(), sample_design(3, 1));
  store.record(sample_run(1, 1, 2));
  CHECK(store.reader().measures().size() == 2);
  store.record(sample_run(0, 1, 6));
  CHECK(store.reader().measures().size() == 6);
  CHECK(store.reader().run(1, 1)->figures.size() == 2);
  std::map<std::size_t, double> values;
  store.reader().each_value({"probe", "casual", "measure_3", "points"},
                            [&](std::size_t point, std::uint64_t, double value) { values[point] = value; });
  CHECK(values == std::map<std::size_t, double>{{0, 1. / 8 + 3. / 3}});
  store.reader().each_value({"probe", "casual", "nothing", ""},
                            [](std::size_t, std::uint64_t, double) { CHECK(false); });
}
