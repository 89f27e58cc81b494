// kill -9 of a sweep, of a merge, of an extension: at random moments, and before and in the middle of each thing that
// SQLite does to its files. What was reported as landed is there, whole.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <functional>
#include <map>
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

using Tell = std::function<void(std::uint64_t)>;

/// Where a pause begins: at once, or when the child has told its first number, so that something has been done however
/// slow the machine is.
enum class Since { start, first_told };

/// Runs `act` in a child, kills it after `pause` if it has not ended by then, and returns the numbers it had told.
/// @param lived  if given, the child is left to end, and whether it did so alive is put here.
std::vector<std::uint64_t> killed_after(std::chrono::microseconds pause, const std::function<void(const Tell&)>& act,
                                        Since since = Since::start, bool* lived = nullptr) {
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
  std::vector<std::uint64_t> told;
  const auto read_one = [&] {
    std::uint64_t number = 0;
    if (::read(channel[0], &number, sizeof number) != sizeof number) return false;
    told.push_back(number);
    return true;
  };
  if (since == Since::first_told) read_one();
  std::this_thread::sleep_for(pause);
  if (!lived) ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK((WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0));
  if (lived) *lived = WIFEXITED(status);
  while (read_one()) {
  }
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
  const StoredDesign design = sample_design(20, 60);
  std::vector<WantedRun> reported;
  for (int kill = 0; kill < kKills; ++kill) {
    CAPTURE(kill);
    const auto told = killed_after(
        pause_up_to(std::chrono::milliseconds(100)),
        [&](const auto& tell) {
          SweepStore store(path, sample_identity(), design);
          for (const WantedRun& cell : store.pending(design.wanted)) {
            store.record(sample_run(cell.point, cell.seed, kFigures));
            tell(cell.point << 32 | cell.seed);
          }
          store.close();
        },
        kill % 3 == 0 ? Since::first_told : Since::start);
    for (const std::uint64_t number : told) reported.push_back({number >> 32, number & 0xffffffff});
    if (!std::filesystem::exists(path)) continue;  // killed before it began
    if (kill % 2 == 1) {
      // Looked at by a reader that finds it as the killed process left it, every other time by the next sweep.
      try {
        const SweepStoreReader reader(path);
        reader.check();
        CHECK(reader.status().done >= reported.size());
      } catch (const FileError& error) {
        CHECK(std::string(error.what()).find("has nothing in it") != std::string::npos);
      }
      continue;
    }
    SweepStore store(path, sample_identity(), design);
    const SweepStoreReader& reader = store.reader();
    CHECK_NOTHROW(reader.check());
    std::size_t whole = 0;
    for (const WantedRun& cell : reported) {
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
  std::vector<WantedRun> once = reported;
  std::sort(once.begin(), once.end());
  CHECK(std::adjacent_find(once.begin(), once.end()) == once.end());

  const auto finish = [](SweepStore& store, const std::vector<WantedRun>& cells) {
    for (const WantedRun& cell : store.pending(cells)) store.record(sample_run(cell.point, cell.seed, kFigures));
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
    for (const WantedRun& cell : sample_design(6, 100).wanted)
      if ((cell.seed + shard) % 3 != 0) store.record(sample_run(cell.point, cell.seed, kFigures));
  }
  const auto began = std::chrono::steady_clock::now();
  merge_sweeps(dir / "whole", parts, sample_identity().version);
  const auto time = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  const std::string expected = metrics_text(dir / "whole");
  std::size_t in_the_middle = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    CAPTURE(kill);
    if (kill % 2 == 0) remove_store(into);  // every other time the killed merge is killed again
    killed_after(pause_up_to(time), [&](const auto&) { merge_sweeps(into, parts, sample_identity().version); });
    if (!std::filesystem::exists(into)) continue;
    try {
      const SweepStoreReader reader(into);
      reader.check();
      in_the_middle += reader.status().done > 0 && reader.status().done < done_runs(dir / "whole");
    } catch (const FileError& error) {
      CHECK(std::string(error.what()).find("has nothing in it") != std::string::npos);
    }
    if (kill % 2 == 0) continue;
    merge_sweeps(into, parts, sample_identity().version);
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
    const auto told = killed_after(
        pause_up_to(std::chrono::milliseconds(100)),
        [&](const auto& tell) {
          const std::size_t before = SweepStoreReader(path).design().points.size();
          for (std::size_t points = before + 1;; ++points) {
            SweepStore store(path, sample_identity(), sample_design(points, points), SweepStore::Opening::extend);
            tell(points);
            store.close();
          }
        },
        kill % 3 == 0 ? Since::first_told : Since::start);
    SweepStoreReader reader(path);
    reader.check();
    const StoredDesign design = reader.design();
    const std::size_t points = design.points.size();
    if (!told.empty()) CHECK(points >= told.back());
    CHECK(design.points == sample_design(points, points).points);
    CHECK(design.wanted == sample_design(points, points).wanted);
    if (points > 1) CHECK(design.text == sample_design(points, points).text);
    CHECK(figures_difference(reader.run(0, 1)->figures, sample_run(0, 1).figures).empty());
  }
  CHECK(SweepStoreReader(path).design().points.size() > 1);
}

// ---- at each thing done to a file ----

namespace {

/// A layer between SQLite and the files, which counts what changes them, and at the chosen count does half of it, then
/// kills the process.
struct Deadly {
  static inline std::size_t left = 0;  ///< things that are still done
  static inline sqlite3_vfs* real = nullptr;
  static inline std::map<const sqlite3_io_methods*, sqlite3_io_methods> layers;
  static inline int (*real_write)(sqlite3_file*, const void*, int, sqlite3_int64) = nullptr;
  static inline int (*real_truncate)(sqlite3_file*, sqlite3_int64) = nullptr;
  static inline int (*real_sync)(sqlite3_file*, int) = nullptr;

  static bool last() { return left-- == 0; }
  [[noreturn]] static void die() {
    ::kill(::getpid(), SIGKILL);
    for (;;) ::pause();
  }
  static int write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) {
    if (last()) {
      real_write(file, data, bytes / 2, offset);
      die();
    }
    return real_write(file, data, bytes, offset);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (last()) die();
    return real_truncate(file, size);
  }
  static int sync(sqlite3_file* file, int flags) {
    if (last()) die();
    return real_sync(file, flags);
  }
  static int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    if (last()) die();
    return real->xDelete(real, name, sync_folder);
  }
  static int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out) {
    if ((flags & SQLITE_OPEN_CREATE) && last()) die();
    const int code = real->xOpen(real, name, file, flags, out);
    if (!file->pMethods) return code;
    const auto [layer, fresh] = layers.try_emplace(file->pMethods, *file->pMethods);
    if (fresh) {
      real_write = layer->second.xWrite;
      real_truncate = layer->second.xTruncate;
      real_sync = layer->second.xSync;
      layer->second.xWrite = write;
      layer->second.xTruncate = truncate;
      layer->second.xSync = sync;
    }
    file->pMethods = &layer->second;
    return code;
  }

  /// From here on, in this process.
  static void begin(std::size_t count) {
    left = count;
    real = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs deadly;
    deadly = *real;
    deadly.zName = "deadly";
    deadly.xOpen = open;
    deadly.xDelete = remove;
    sqlite3_vfs_register(&deadly, 1);
  }
};

/// Runs `act` in children, of which the first dies at the first thing done to a file, the second at the second and so
/// on, until one lives to the end; `look` at what each has left, given what it had told.
/// @return  how many died.
std::size_t die_at_each(const std::function<void()>& prepare, const std::function<void(const Tell&)>& act,
                        const std::function<void(const std::vector<std::uint64_t>& told)>& look) {
  for (std::size_t count = 0; count < 2000; ++count) {
    CAPTURE(count);
    prepare();
    bool lived = false;
    const auto told = killed_after(
        std::chrono::seconds(0),
        [&](const auto& tell) {
          Deadly::begin(count);
          act(tell);
        },
        Since::start, &lived);
    look(told);
    if (lived) return count;
  }
  return 2000;
}

}  // namespace

TEST_CASE("a sweep that dies at any thing it does to its files loses nothing that landed") {
  const Scratch dir;
  const std::filesystem::path path = dir / "a";
  const StoredDesign design = sample_design(2, 2);
  const auto run_all = [&](const std::function<void(std::uint64_t)>& tell) {
    SweepStore store(path, sample_identity(), design);
    for (const WantedRun& cell : store.pending(design.wanted)) {
      store.record(sample_run(cell.point, cell.seed, kFigures));
      tell(cell.point << 32 | cell.seed);
    }
    store.close();
  };
  const std::size_t died = die_at_each([&] { remove_store(path); }, run_all,
                                       [&](const auto& told) {
                                         const auto has_all_told = [&](const SweepStoreReader& reader) {
                                           reader.check();
                                           for (const std::uint64_t number : told)
                                             CHECK(reader.run(number >> 32, number & 0xffffffff));
                                         };
                                         if (std::filesystem::exists(path) && told.size() % 2 == 1)
                                           has_all_told(SweepStoreReader(path));
                                         {
                                           SweepStore store(path, sample_identity(), design);
                                           has_all_told(store.reader());
                                         }
                                         run_all([](std::uint64_t) {});
                                         CHECK(done_runs(path) == 4);
                                         CHECK(entries(dir.path()) == 1);
                                       });
  MESSAGE("things done to files by a sweep: ", died);
  CHECK(died > 20);
  CHECK(died < 2000);
}

TEST_CASE("a merge that dies at any thing it does to its files can be given again") {
  const Scratch dir;
  const std::filesystem::path into = dir / "m", part = dir / "s";
  StoredDesign design = sample_design(2, 2);
  {
    SweepStore store(part, sample_identity(), design);
    for (const WantedRun& cell : design.wanted) store.record(sample_run(cell.point, cell.seed, kFigures));
  }
  const std::string expected = metrics_text(part);
  const std::vector<std::filesystem::path> parts{part};
  const std::size_t died = die_at_each([&] { remove_store(into); },
                                       [&](const auto&) { merge_sweeps(into, parts, sample_identity().version); },
                                       [&](const auto&) {
                                         merge_sweeps(into, parts, sample_identity().version);
                                         const SweepStoreReader reader(into);
                                         reader.check();
                                         CHECK(metrics_text(into) == expected);
                                         CHECK(metrics_text(part) == expected);
                                       });
  MESSAGE("things done to files by a merge: ", died);
  CHECK(died > 20);
  CHECK(died < 2000);
}

TEST_CASE("an extension that dies at any thing it does to its files is there whole or not at all") {
  const Scratch dir;
  const std::filesystem::path path = dir / "a";
  const StoredDesign before = sample_design(2, 1), after = sample_design(5, 2);
  const std::size_t died = die_at_each(
      [&] {
        remove_store(path);
        SweepStore(path, sample_identity(), before).record(sample_run(1, 1));
      },
      [&](const auto& tell) {
        SweepStore store(path, sample_identity(), after, SweepStore::Opening::extend);
        tell(1);
        store.close();
      },
      [&](const auto& told) {
        const SweepStoreReader reader(path);
        reader.check();
        const StoredDesign found = reader.design();
        const StoredDesign& expected = found.text == after.text ? after : before;
        CHECK(found.text == expected.text);
        CHECK(found.points == expected.points);
        CHECK(found.wanted == expected.wanted);
        if (!told.empty()) CHECK(found.text == after.text);
        CHECK(reader.run(1, 1));
      });
  MESSAGE("things done to files by an extension: ", died);
  CHECK(died > 10);
  CHECK(died < 2000);
}
