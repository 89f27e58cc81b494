// The folder of a run, in which its worlds land one by one.
//
//   manifest.json           whose run it is, status, machine, timings: differs between equal runs
//   scenario.resolved.yaml  enough to repeat it
//   summary.csv             cohort,strategy,measure,unit,mean,low,high,sd,worlds
//   daily.csv               day,strategy,measure,unit,mean,low,high,sd,worlds
//   course.csv              as daily.csv, the measures of summary.csv; only with output.course_every_days
//   learned.csv             as daily.csv, at each review; only where somebody learns: plan_... is what they do,
//                           ..._median and ..._sd over people, goal_... how far they got
//   likeness.csv            number,quantity,value,low,high,inside,hard,worlds,worlds_inside,definition
//   margins.csv, answers.csv, who_pays.csv, pairing.csv, curves.csv   only with margins (answer_files.h)
//   decomposition.csv       only with a decomposition (decomposition_file.h)
//   worlds/NNNN/            NNNN = seed; lands by rename when the world is finished
//     agents.npz            a column each of AgentColumns
//     probes.npz            what became of probes in each branch (probe_file.h); only with margins
//     measures.csv          cohort,strategy,measure,unit,value
//     daily.csv             day,strategy,measure,unit,value
//     course.csv            day,strategy,measure,unit,value; only with output.course_every_days
//     learned.csv           day,strategy,measure,unit,value; only where somebody learns
//     likeness.csv          number,quantity,value,low,high,inside,hard,definition
//     (follows_day_NNNN.*, ties_day_NNNN.*)
//     checksums.csv         file,bytes,crc32 of the files above: what is damaged later is noticed
//   arms/NAME/              an arm: the folder of a run of its own, on the same seeds
//   arms.csv                arm,cohort,strategy,measure,unit,mean,low,high,worlds,difference,difference_low,
//                           difference_high,difference_worlds: to the arm base, paired by world
//   plausible/NN/           a point of the plausible box: the folder of a run of its own, on the first seeds
//   plausible.csv           conclusions at its points (plausible_file.h)
//   report.json             what was printed at the end, once the run is complete (report_file.h)
//   worlds/.NNNN.part/      a world that is not finished; worlds/NNNN.checkpoint beside it
//   .lock                   held while a run works here
//
// Tables at the top are made from the files of the worlds, in seed order, so that a run that was killed and went on
// leaves the same bytes as one that was not. Empty cells: not known (one world has no interval), or no bound.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/agent_columns.h"
#include "sim/output/atomic_file.h"
#include "sim/output/run_tables.h"
#include "sim/output/world_folder.h"

namespace clout {

/// Whose run it is, and what the manifest says of it.
struct RunIdentity {
  std::string name;           ///< of the scenario
  std::string scenario_hash;  ///< of what decides the figures
  std::string output;         ///< what decides which files there are (any text); compared, like hash and version
  std::string version;        ///< of the program: worlds of two versions never mix
  std::string git;            ///< `git describe`, for the record
  std::string command;        ///< for the record
  std::string resolved_yaml;
  std::vector<std::string> arms;           ///< names of those besides the scenario itself; empty in an arm's own folder
  std::vector<std::uint64_t> seeds;        ///< the worlds asked for, ascending
  std::vector<std::string> points;         ///< of the plausible box; none in the folder of an arm or point
  std::vector<std::uint64_t> point_seeds;  ///< the worlds asked for at each point
  unsigned threads = 1;
  AgentColumnNames names;
};

/// `runs/NAME-HASH`: the name with odd characters as _, the first 8 digits of the hash.
std::filesystem::path default_run_folder(const std::string& name, const std::string& scenario_hash);

enum class IfExists { go_on, overwrite };

class RunFolder {
 public:
  /// Makes the folder or goes on in it, locks it, clears away what a killed run left.
  ///
  /// @param if_exists  overwrite: every file of the run that was there is deleted first. Files at the top that are not
  ///                    ours stay; where there are others below worlds/, arms/ or plausible/, it is refused.
  /// @throws FileError  not writable; in use by another run; not a folder of clout; made by another scenario, with
  ///                    other output or by another version, or a file of a finished world that was asked for is missing
  ///                    or has changed (unless overwrite); a file that is not ours where overwrite deletes. Nothing has
  ///                    been changed then.
  /// Cost: what is there of the worlds asked for is read once.
  RunFolder(std::filesystem::path path, RunIdentity identity, IfExists if_exists = IfExists::go_on);
  ~RunFolder();  ///< gives the lock back
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Where the RunFolder of an arm goes.
  std::filesystem::path arm_path(const std::string& arm) const;
  /// Where the RunFolder of a point of the plausible box goes.
  std::filesystem::path point_path(const std::string& point) const;
  /// The world has landed.
  bool finished(std::uint64_t seed) const;
  /// Seeds asked for that are not finished, ascending.
  std::vector<std::uint64_t> missing() const;
  /// Seeds of finished worlds that are kept here and were not asked for, ascending.
  std::vector<std::uint64_t> kept_besides() const;
  /// Where to save a running world's state; a file there means that the world can go on.
  std::filesystem::path checkpoint_path(std::uint64_t seed) const;
  /// An empty folder for a world; with a checkpoint, what was written so far (graphs) is kept.
  /// Different worlds may be begun, written and finished on different threads at once.
  WorldFolder begin_world(std::uint64_t seed);
  /// Seconds by the clock that something took, such as `total`, for the manifest. Thread-safe.
  void note_seconds(const std::string& what, double seconds);
  /// Seconds by the clock that a world took which has landed. Writes the manifest at once, so that whoever goes on
  /// after a kill finds it there; but with thousands of small worlds only so often that this costs no more than a
  /// twentieth of the time. Thread-safe. @throws FileError
  void note_world(std::uint64_t seed, double seconds);
  /// Writes the tables of the worlds that are finished among those asked for, and the manifest, as one of a run that is
  /// not complete: what is read off the tables may still be missing. Without a finished world there are no tables.
  /// @throws FileError
  RunTables finish();
  /// Everything that is written of the run stands: the manifest says complete, if all worlds are there, those of arms
  /// and points too. @throws FileError
  void seal();

 private:
  std::filesystem::path world_path(std::uint64_t seed) const;
  std::filesystem::path part_path(std::uint64_t seed) const;
  void lock();
  void refuse_damaged() const;
  void clear_leftovers() const;
  void write_manifest(bool complete);
  bool arms_and_points_complete() const;

  std::filesystem::path path_;
  RunIdentity identity_;
  int lock_ = -1;
  std::string started_;
  std::mutex notes_mutex_;
  std::map<std::string, double> seconds_;
  std::map<std::uint64_t, double> world_seconds_;  ///< by seed; also of worlds that were finished by an earlier call
  std::chrono::steady_clock::time_point next_write_{};
};

}  // namespace clout
