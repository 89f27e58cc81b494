// What stands in the folder of a run, for whoever only reads it. How it comes there: run_folder.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/analysis/likeness.h"
#include "sim/analysis/summary.h"
#include "sim/output/atomic_file.h"

namespace clout {

/// Names of files and folders of a run.
namespace run_file {
inline constexpr const char* kManifest = "manifest.json";
inline constexpr const char* kResolved = "scenario.resolved.yaml";
inline constexpr const char* kWorlds = "worlds";
inline constexpr const char* kArms = "arms";
inline constexpr const char* kPoints = "plausible";
inline constexpr const char* kLock = ".lock";
inline constexpr const char* kAgentFile = "agents.npz";
inline constexpr const char* kProbeFile = "probes.npz";
inline constexpr const char* kMeasures = "measures.csv";
inline constexpr const char* kDaily = "daily.csv";
inline constexpr const char* kCourse = "course.csv";
inline constexpr const char* kLearned = "learned.csv";
inline constexpr const char* kLikeness = "likeness.csv";
inline constexpr const char* kSummary = "summary.csv";
inline constexpr const char* kArmTable = "arms.csv";
inline constexpr const char* kChecksums = "checksums.csv";
/// Tables of a run's analysis: answer_files.h, plausible_file.h, decomposition_file.h, and of arms.
inline constexpr const char* kAnswers[] = {"margins.csv", "answers.csv",   "who_pays.csv",      "pairing.csv",
                                           "curves.csv",  "plausible.csv", "decomposition.csv", kArmTable};
}  // namespace run_file

/// The format of folders that this program writes and reads.
inline constexpr int kRunSchema = 1;

/// What manifest.json says of a run; a key that is not there is empty, 0 or false.
struct RunManifest {
  int schema = 0;
  std::string name, version, scenario_hash, output;
  bool complete = false;             ///< all worlds that were asked for are finished
  std::vector<std::uint64_t> seeds;  ///< asked for, as listed
  std::vector<std::string> strategies, roles, scores, values;
  std::map<std::string, double> seconds;          ///< by the clock, by what took them
  std::map<std::uint64_t, double> world_seconds;  ///< by seed
};

/// @throws FileError  the folder's manifest cannot be read or is not one of clout.
RunManifest read_manifest(const std::filesystem::path& folder);

/// Folder of a world: `FOLDER/worlds/NNNN`.
std::filesystem::path world_folder(const std::filesystem::path& folder, std::uint64_t seed);

/// The seed whose world has a folder of this name; nothing if it is none of a world.
std::optional<std::uint64_t> seed_of_folder(const std::string& name);

/// Tables of one world. @throws FileError
WorldMeasures read_measures(const std::filesystem::path& path);
std::vector<LikenessRow> read_likeness(const std::filesystem::path& path);

/// Bytes and CRC-32 of all files of a world's folder, into its checksums.csv. @throws FileError
void write_checksums(const std::filesystem::path& world);

/// What is not as the run left it in a finished world's folder: a sentence about each file.
/// @param only  look at this file alone; empty = all.
std::vector<FileError> damages_of(const std::filesystem::path& world, std::string_view only = {});

/// A run that is there, finished or not. Reads only; may look at a folder in which a run is at work, because worlds
/// land whole.
class RunReader {
 public:
  /// @throws FileError  it is not the folder of a run, or of another format than kRunSchema.
  explicit RunReader(std::filesystem::path folder);

  const std::filesystem::path& folder() const { return folder_; }
  const RunManifest& manifest() const { return manifest_; }
  /// Seeds asked for whose worlds are finished, ascending.
  const std::vector<std::uint64_t>& finished() const { return finished_; }
  /// @throws FileError
  std::string resolved_yaml() const;
  /// Measures of a finished world. @throws FileError  missing, or changed since the run left them.
  WorldMeasures measures(std::uint64_t seed) const;

 private:
  std::filesystem::path folder_;
  RunManifest manifest_;
  std::vector<std::uint64_t> finished_;
};

}  // namespace clout
