#include "sim/output/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "sim/output/foreign_files.h"
#include "sim/output/report_file.h"
#include "sim/output/run_reader.h"
#include "sim/output/utc.h"

namespace clout {
namespace fs = std::filesystem;
using namespace run_file;
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

std::string seed_text(std::uint64_t seed) { return world_folder({}, seed).filename().string(); }

// Seconds with three decimals, as the manifest has them.
double rounded_seconds(double seconds) { return std::round(seconds * 1e3) / 1e3; }

Json machine() {
  Json m;
  utsname name{};
  if (::uname(&name) == 0) m["system"] = std::string(name.sysname) + " " + name.release + " " + name.machine;
  std::ifstream cpus("/proc/cpuinfo");
  for (std::string line; std::getline(cpus, line);)
    if (line.starts_with("model name")) {
      const std::size_t colon = line.find(": ");
      if (colon != line.npos) m["processor"] = line.substr(colon + 2);
      break;
    }
  m["processors"] = ::sysconf(_SC_NPROCESSORS_ONLN);
  m["memory_bytes"] =
      static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGE_SIZE));
  return m;
}

// Removes a file or folder; not being there is fine.
void remove_tree(const fs::path& path) {
  std::error_code ec;
  fs::remove_all(path, ec);
  if (ec) throw FileError(path, "cannot be removed: " + ec.message());
}

void make_folder(const fs::path& path) {
  std::error_code ec;
  fs::create_directories(path, ec);
  if (ec) throw FileError(path, "cannot be made: " + ec.message());
}

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code ec;
  for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) entries.push_back(it->path());
  if (ec && ec != std::errc::no_such_file_or_directory) throw FileError(folder, "cannot be read: " + ec.message());
  return entries;
}

bool is_temporary(const fs::path& path) { return path.filename().string().starts_with(kTemporaryPrefix); }

// Nothing in it but what a run that died at once leaves.
bool as_good_as_empty(const fs::path& folder) {
  for (const fs::path& entry : entries_of(folder))
    if (entry.filename() != kLock && !is_temporary(entry)) return false;
  return true;
}

void refuse_foreign(const fs::path& folder, const RunManifest& manifest, const RunIdentity& identity) {
  const char* advice = "; name another folder with -o, or use --overwrite";
  if (manifest.schema != kRunSchema)
    throw FileError(folder, std::string("was made in another format (schema)") + advice);
  if (manifest.scenario_hash != identity.scenario_hash)
    throw FileError(folder, std::string("was made by another scenario") + advice);
  if (manifest.version != identity.version)
    throw FileError(folder, "was made by another version of clout (" + manifest.version + ", this is " +
                                identity.version + ")" + advice);
  if (manifest.output != identity.output)
    throw FileError(folder, std::string("was made with other output settings") + advice);
}

// Files that are not ours are nobody's to delete but their owner's.
void keep_foreign_files(const fs::path& folder) {
  const std::vector<fs::path> foreign = foreign_files(folder);
  if (foreign.empty()) return;
  std::string others;
  for (std::size_t k = 1; k < foreign.size(); ++k) {
    if (others.size() > 200) {
      others += " ...";
      break;
    }
    others += ' ' + foreign[k].string();
  }
  throw FileError(foreign.front(),
                  "is not of the run and stands where --overwrite deletes; move it away, or name another folder with "
                  "-o" +
                      (others.empty() ? "" : "; so with" + others));
}

RunManifest own_manifest(const fs::path& folder) {
  try {
    return read_manifest(folder);
  } catch (const FileError& error) {
    throw FileError(error.path(), error.cause() + "; name another folder with -o");
  }
}

}  // namespace

fs::path default_run_folder(const std::string& name, const std::string& scenario_hash) {
  std::string safe;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || (c == '.' && !safe.empty());
    safe += plain ? c : '_';
  }
  if (safe.empty()) safe = "scenario";
  return fs::path("runs") / (safe + "-" + scenario_hash.substr(0, 8));
}

RunFolder::RunFolder(fs::path path, RunIdentity identity, IfExists if_exists)
    : path_(std::move(path)), identity_(std::move(identity)), started_(now_utc()) {
  std::error_code ec;
  const bool was_there = fs::exists(path_, ec);
  require_folder(path_);
  if (was_there && !fs::exists(path_ / kManifest, ec) && !as_good_as_empty(path_))
    throw FileError(path_, "is not empty and not a run of clout; name another folder with -o");
  make_folder(path_);
  lock();
  try {
    if (fs::exists(path_ / kManifest, ec)) {
      const RunManifest manifest = own_manifest(path_);
      if (if_exists == IfExists::overwrite) {
        keep_foreign_files(path_);
        for (const char* file : kAnswers) remove_tree(path_ / file);
        remove_tree(path_ / kReportFile);
        // The manifest goes last: a folder without it but with results would belong to nobody.
        for (const char* file :
             {kSummary, kDaily, kCourse, kLearned, kLikeness, kArms, kPoints, kWorlds, kResolved, kManifest})
          remove_tree(path_ / file);
      } else {
        refuse_foreign(path_, manifest, identity_);
        refuse_damaged();
        seconds_ = manifest.seconds;
        world_seconds_ = manifest.world_seconds;
      }
    }
    clear_leftovers();
    write_manifest(false);
    write_file(path_ / kResolved, identity_.resolved_yaml);
    make_folder(path_ / kWorlds);
  } catch (...) {
    ::close(lock_);
    throw;
  }
}

RunFolder::~RunFolder() {
  if (lock_ >= 0) ::close(lock_);
}

void RunFolder::lock() {
  const fs::path file = path_ / kLock;
  lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock_ < 0) throw_file_error(file, "cannot be written", errno);
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  ::close(lock_);
  lock_ = -1;
  if (error == EWOULDBLOCK)
    throw FileError(path_, "is in use by another run; wait for it, or name another folder with -o");
  throw_file_error(file, "cannot be locked", error);
}

void RunFolder::refuse_damaged() const {
  std::vector<FileError> damages;
  std::set<fs::path> worlds;
  for (const std::uint64_t seed : identity_.seeds) {
    if (!finished(seed)) continue;
    for (const FileError& damage : damages_of(world_path(seed))) {
      damages.push_back(damage);
      worlds.insert(world_path(seed));
    }
  }
  if (damages.empty()) return;
  const std::size_t others = damages.size() - 1;
  const std::string more =
      others == 0 ? "" : " (and " + std::to_string(others) + (others == 1 ? " more file)" : " more files)");
  std::string which;
  for (const fs::path& world : worlds) {
    if (which.size() > 200) {
      which += " ...";
      break;
    }
    which += ' ' + world.string();
  }
  throw FileError(
      damages.front().path(),
      damages.front().cause() + more + "; delete the folders of damaged worlds to have them lived again:" + which);
}

void RunFolder::clear_leftovers() const {
  for (const fs::path& entry : entries_of(path_))
    if (is_temporary(entry)) remove_tree(entry);
  for (const fs::path& entry : entries_of(path_ / kWorlds)) {
    const std::string name = entry.filename().string();
    if (is_temporary(entry)) remove_tree(entry);
    if (name.starts_with(".") && name.ends_with(".part")) {
      const std::string seed = name.substr(1, name.size() - 6);
      if (!fs::exists(path_ / kWorlds / (seed + ".checkpoint"))) remove_tree(entry);
    }
    // The program ended between landing the world and dropping its checkpoint.
    if (name.ends_with(".checkpoint") && fs::exists(path_ / kWorlds / entry.stem())) remove_tree(entry);
  }
}

fs::path RunFolder::world_path(std::uint64_t seed) const { return world_folder(path_, seed); }
fs::path RunFolder::part_path(std::uint64_t seed) const { return path_ / kWorlds / ("." + seed_text(seed) + ".part"); }
fs::path RunFolder::checkpoint_path(std::uint64_t seed) const {
  return path_ / kWorlds / (seed_text(seed) + ".checkpoint");
}

fs::path RunFolder::arm_path(const std::string& arm) const { return path_ / kArms / arm; }

fs::path RunFolder::point_path(const std::string& point) const { return path_ / kPoints / point; }

/// Whether all worlds of the arms and points are there.
bool RunFolder::arms_and_points_complete() const {
  std::error_code ec;
  const auto there = [&](const fs::path& folder, const std::vector<std::uint64_t>& seeds) {
    return std::all_of(seeds.begin(), seeds.end(), [&](std::uint64_t seed) {
      return fs::exists(folder / kWorlds / seed_text(seed) / kMeasures, ec);
    });
  };
  for (const std::string& arm : identity_.arms)
    if (!there(arm_path(arm), identity_.seeds)) return false;
  for (const std::string& point : identity_.points)
    if (!there(point_path(point), identity_.point_seeds)) return false;
  return true;
}

bool RunFolder::finished(std::uint64_t seed) const {
  std::error_code ec;
  return fs::exists(world_path(seed), ec);
}

std::vector<std::uint64_t> RunFolder::kept_besides() const {
  std::vector<std::uint64_t> seeds;
  for (const fs::path& entry : entries_of(path_ / kWorlds)) {
    const std::optional<std::uint64_t> seed = seed_of_folder(entry.filename().string());
    if (seed && !std::binary_search(identity_.seeds.begin(), identity_.seeds.end(), *seed)) seeds.push_back(*seed);
  }
  std::sort(seeds.begin(), seeds.end());
  return seeds;
}

std::vector<std::uint64_t> RunFolder::missing() const {
  std::vector<std::uint64_t> seeds;
  for (const std::uint64_t seed : identity_.seeds)
    if (!finished(seed)) seeds.push_back(seed);
  return seeds;
}

WorldFolder RunFolder::begin_world(std::uint64_t seed) {
  const fs::path part = part_path(seed), checkpoint = checkpoint_path(seed);
  std::error_code ec;
  if (!fs::exists(checkpoint, ec)) remove_tree(part);
  make_folder(part);
  for (const fs::path& entry : entries_of(part))
    if (is_temporary(entry)) remove_tree(entry);
  return {seed, part, world_path(seed), checkpoint};
}

void RunFolder::note_seconds(const std::string& what, double seconds) {
  const std::lock_guard guard(notes_mutex_);
  seconds_[what] = rounded_seconds(seconds);
}

void RunFolder::note_world(std::uint64_t seed, double seconds) {
  constexpr int kPauses = 19;  // so many times as long as a writing took
  const Clock::time_point began = Clock::now();
  {
    const std::lock_guard guard(notes_mutex_);
    world_seconds_[seed] = rounded_seconds(seconds);
    if (began < next_write_) return;
  }
  write_manifest(false);
  const Clock::time_point ended = Clock::now();
  const std::lock_guard guard(notes_mutex_);
  next_write_ = ended + kPauses * (ended - began);
}

void RunFolder::write_manifest(bool complete) {
  const std::lock_guard guard(notes_mutex_);
  Json m;
  m["schema"] = kRunSchema;
  m["program"] = "clout";
  m["version"] = identity_.version;
  m["git"] = identity_.git;
  m["name"] = identity_.name;
  m["scenario_hash"] = identity_.scenario_hash;
  m["output"] = identity_.output;
  m["status"] = complete ? "complete" : "partial";
  m["seed"] = identity_.seeds.empty() ? 0 : identity_.seeds.front();
  m["seeds"] = identity_.seeds;
  Json done = Json::array();
  for (const std::uint64_t seed : identity_.seeds)
    if (finished(seed)) done.push_back(seed);
  m["finished"] = done;
  m["strategies"] = identity_.names.strategies;
  m["roles"] = identity_.names.roles;
  m["scores"] = identity_.names.scores;
  m["values"] = identity_.names.values;
  if (!identity_.arms.empty()) m["arms"] = identity_.arms;
  if (!identity_.points.empty()) m["points"] = identity_.points;
  m["command"] = identity_.command;
  m["threads"] = identity_.threads;
  m["machine"] = machine();
  m["started"] = started_;
  m["written"] = now_utc();
  m["seconds"] = seconds_;
  Json worlds = Json::array();
  for (const auto& [seed, seconds] : world_seconds_) worlds.push_back({{"seed", seed}, {"seconds", seconds}});
  m["worlds"] = worlds;
  write_file(path_ / kManifest, m.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

RunTables RunFolder::finish() {
  std::vector<std::uint64_t> done;
  for (const std::uint64_t seed : identity_.seeds)
    if (finished(seed)) done.push_back(seed);
  RunTables tables = write_tables(path_, done);
  tables.complete = missing().empty() && arms_and_points_complete();
  write_manifest(false);
  return tables;
}

void RunFolder::seal() { write_manifest(missing().empty() && arms_and_points_complete()); }

}  // namespace clout
