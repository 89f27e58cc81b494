// kill -9 at random moments: of a sweep, of a merge, of an extension. What was reported as landed is there, whole.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "sim/output/sweep_figures.h"
#include "sim/output/sweep_merge.h"
#include "sim/output/sweep_store.h"
#include "tests/sim/output/scratch.h"
#include "tests/sim/output/sweep_samples.h"

using namespace clout;
using namespace clout::test;

namespace {

constexpr int kKills = 10;
constexpr std::size_t kFigures = 120;

/// Runs `act` in a child, kills it after `pause`, and returns the numbers it had told by then.
std::vector<std::uint64_t> killed_after(std::chrono::microseconds pause,
                                        const std::function<void(const std::function<void(std::uint64_t)>& tell)>& act) {
  int channel[2];
  REQUIRE(::pipe(channel) == 0);
  REQUIRE(::fcntl(channel[1], F_SETPIPE_SZ, 1 << 20) > 0);
  const ::pid_t child = ::fork();
  if (child == 0) {
    act([&](std::uint64_t number) {
      if (::write(channel[1], &number, sizeof number) != sizeof number) ::_exit(2);
    });
    ::_exit(0);
  }
  ::close(channel[1]);
  std::this_thread::sleep_for(pause);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
  std::vector<std::uint64_t> told;
  for (std::uint64_t number; ::read(channel[0], &number, sizeof number) == sizeof number;) told.push_back(number);
  ::close(channel[0]);
  return told;
}

std::chrono::microseconds pause_up_to(std::chrono::microseconds most) {
  static std::mt19937_64 random(20260131);
  return std::chrono::microseconds(std::uniform_int_distribution<std::int64_t>(0, most.count())(random));
}

/// Deletes a store and what a killed sweep leaves beside it.
void remove_store(const std::filesystem::path& path) {
  for (const char* ending : {"", "-wal", "-shm", "-journal", ".lock"}) std::filesystem::remove(path.string() + ending);
}

}  // namespace

TEST_CASE("a sweep that is killed again and again loses no run it has reported, and has none by halves") {
  const Scratch dir;
  const std::filesystem::path path = dir / "a";
  const SweepDesign design = sample_design(20, 200);
  std::vector<SweepCell> reported;
  for (int kill = 0; kill < kKills; ++kill) {
    CAPTURE(kill);
    const auto told = killed_after(std::chrono::milliseconds(5) + pause_up_to(std::chrono::milliseconds(150)),
                                   [&](const auto& tell) {
                                     SweepStore store(path, sample_identity(), design);
                                     for (const SweepCell& cell : store.pending(design.wanted)) {
                                       store.record(sample_run(cell.point, cell.seed, kFigures));
                                       tell(cell.point << 32 | cell.seed);
                                     }
                                     store.close();
                                   });
    for (const std::uint64_t number : told) reported.push_back({number >> 32, number & 0xffffffff});
    if (!std::filesystem::exists(path)) continue;  // killed before it began
    if (kill % 2 == 1) {
      // Looked at by a reader that finds it as the killed process left it, every other time by the next sweep.
      try {
        const SweepReader reader(path);
        reader.check();
        CHECK(reader.status().done >= reported.size());
      } catch (const FileError& error) {
        CHECK(std::string(error.what()).find("has nothing in it") != std::string::npos);
      }
      continue;
    }
    SweepStore store(path, sample_identity(), design);
    const SweepReader& reader = store.reader();
    CHECK_NOTHROW(reader.check());
    std::size_t whole = 0;
    for (const SweepCell& cell : reported) {
      const auto run = reader.run(cell.point, cell.seed);
      REQUIRE(run);
      whole += figures_difference(run->figures, sample_run(cell.point, cell.seed, kFigures).figures).empty();
    }
    CHECK(whole == reported.size());
    // A run that landed just before the kill need not have been reported; one a kill at most.
    CHECK(reader.status().done >= reported.size());
    CHECK(reader.status().done <= reported.size() + static_cast<std::size_t>(kill) + 1);
  }
  CHECK(reported.size() > 0);
  std::vector<SweepCell> once = reported;
  std::sort(once.begin(), once.end());
  CHECK(std::adjacent_find(once.begin(), once.end()) == once.end());

  const auto finish = [](SweepStore& store, const std::vector<SweepCell>& cells) {
    for (const SweepCell& cell : store.pending(cells)) store.record(sample_run(cell.point, cell.seed, kFigures));
  };
  {
    SweepStore store(path, sample_identity(), design);
    finish(store, design.wanted);
    SweepStore undisturbed(dir / "b", sample_identity(), design);
    finish(undisturbed, design.wanted);
  }
  CHECK(metrics_text(path) == metrics_text(dir / "b"));
  CHECK_FALSE(std::filesystem::exists(path.string() + ".lock"));
  CHECK_FALSE(std::filesystem::exists(path.string() + "-wal"));
}

TEST_CASE("a merge that is killed can be given again, and ends with the bytes of one that was not") {
  const Scratch dir;
  const std::filesystem::path into = dir / "m";
  std::vector<std::filesystem::path> parts{dir / "s0", dir / "s1"};
  for (std::size_t shard = 0; shard < 2; ++shard) {
    SweepStore store(parts[shard], sample_identity(), sample_design(6, 100));
    // Two thirds each: half of each is in the other as well.
    for (const SweepCell& cell : sample_design(6, 100).wanted)
      if ((cell.seed + shard) % 3 != 0) store.record(sample_run(cell.point, cell.seed, kFigures));
  }
  const auto began = std::chrono::steady_clock::now();
  merge_sweeps(dir / "whole", parts);
  const auto time = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  const std::string expected = metrics_text(dir / "whole");
  std::size_t in_the_middle = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    CAPTURE(kill);
    if (kill % 2 == 0) remove_store(into);  // every other time the killed merge is killed again
    killed_after(pause_up_to(time), [&](const auto&) { merge_sweeps(into, parts); });
    if (!std::filesystem::exists(into)) continue;
    try {
      const SweepReader reader(into);
      reader.check();
      in_the_middle += reader.status().done > 0 && reader.status().done < done_runs(dir / "whole");
    } catch (const FileError& error) {
      CHECK(std::string(error.what()).find("has nothing in it") != std::string::npos);
    }
    if (kill % 2 == 0) continue;
    merge_sweeps(into, parts);
    CHECK(metrics_text(into) == expected);
  }
  MESSAGE("killed in the middle: ", in_the_middle, " of ", kKills);
}

TEST_CASE("an extension that is killed is there whole or not at all") {
  const Scratch dir;
  const std::filesystem::path path = dir / "a";
  { SweepStore(path, sample_identity(), sample_design(1, 1)).record(sample_run(0, 1)); }
  for (int kill = 0; kill < kKills; ++kill) {
    CAPTURE(kill);
    const auto told = killed_after(pause_up_to(std::chrono::milliseconds(100)), [&](const auto& tell) {
      const std::size_t before = SweepReader(path).design().points.size();
      for (std::size_t points = before + 1;; ++points) {
        SweepStore store(path, sample_identity(), sample_design(points, points), SweepStore::Opening::extend);
        tell(points);
        store.close();
      }
    });
    SweepReader reader(path);
    reader.check();
    const SweepDesign design = reader.design();
    const std::size_t points = design.points.size();
    if (!told.empty()) CHECK(points >= told.back());
    CHECK(design.points == sample_design(points, points).points);
    CHECK(design.wanted == sample_design(points, points).wanted);
    if (points > 1) CHECK(design.text == sample_design(points, points).text);
    CHECK(figures_difference(reader.run(0, 1)->figures, sample_run(0, 1).figures).empty());
  }
  CHECK(SweepReader(path).design().points.size() > 1);
}
