// The command line as plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/core/ids.h"
#include "sim/scenario/scenario.h"

namespace clout {

enum class Verb { none, run, check, models, compare, calibrate, sweep, score, audit, explain, export_ };

/// What `clout sweep` is to do.
enum class SweepAct { run, extend, status, merge, export_, report, verify };

/// The options that only `clout sweep` has.
struct SweepOptions {
  SweepAct act = SweepAct::run;
  std::vector<std::string> vary;    ///< --vary PATH=VALUES, as written
  unsigned jobs = 0;                ///< worker processes; 0 = as many as processors
  bool plan = false, fail_fast = false;
  double max_seconds = 0;           ///< by the clock, of a run; 0 = no limit
  double max_memory_mb = 0;         ///< of a worker; 0 = its part of what is free
  std::uint32_t shard = 0, shards = 0;  ///< --shard K/N; 0 = all of it
  std::uint32_t attempt = 0;        ///< of the task: a file of its own
  bool slurm = false;
  std::uint32_t tasks = 2;          ///< of the job array
  std::string slurm_options;        ///< for sbatch
  std::string store;                ///< status, merge, export, report, verify: the folder of a sweep
  std::vector<std::string> parts;   ///< merge: besides those in the folder
  std::size_t sample = 10;          ///< verify: runs that are lived again
};

/// The options that only `clout score` has. One of events, edges and counts is given.
struct ScoreOptions {
  std::vector<std::string> scores;             ///< names and files, or `all`
  std::string events, edges, counts;           ///< paths of the data
  std::string bios;                            ///< of events: path; empty = not known
  std::string direction;                       ///< of edges: source_follows_target or target_follows_source
  std::map<std::string, std::string> columns;  ///< of counts: ours -> the file's
  std::string judged_by;                       ///< of counts: column; empty = no pairs
  double fade_days = 30, selectivity = 0.5;    ///< of events: as mechanisms.react
  std::int64_t engagers_kept = 4096;           ///< of events: the same, but as many as a world can be told to keep
  std::string table;                           ///< -o; empty = stdout
};

/// The options that only `clout audit` has; the scenario of the crowd is Options::scenario.
struct AuditOptions {
  std::vector<std::string> scores;  ///< names and files, or `all`
  double hours_a_week = 10;   ///< that an attacker may spend
  std::string plan;           ///< file of plans that are played as they are; empty = plans are looked for
};

/// The options that only `clout explain` has.
struct ExplainOptions {
  std::string run;                    ///< folder
  AgentId agent = 0;
  std::optional<AgentId> than;        ///< a second agent, to be set beside the first
  std::optional<std::int64_t> day;    ///< of the world; none = the last
  std::optional<std::uint64_t> seed;  ///< none = the first of the run
  std::string score;                  ///< empty = the first of the scenario
};

/// The options that only `clout export` has.
struct ExportOptions {
  std::string run;                    ///< folder
  std::optional<std::uint64_t> seed;  ///< of the one world; none = all that are finished
  std::string table;                  ///< -o; empty = stdout
};

struct Options {
  Verb verb = Verb::none;
  bool help = false, version = false;
  std::string scenario;             ///< run, check: path of the file
  std::vector<Override> overrides;  ///< in the order written; --seed and --worlds come last
  std::vector<std::string> plugins; ///< --plugin: shared libraries that add models
  unsigned threads = 0;             ///< 0 = as many as this process may use
  std::string folder;               ///< run: -o; empty = runs/NAME-HASH
  bool overwrite = false, quiet = false, json = false;
  std::string model;  ///< models: which; empty = all
  std::string first, second;  ///< compare: folders of runs
  bool all = false;           ///< compare: every row
  std::string table;          ///< compare: -o; empty = none
  std::string calibrate;  ///< calibrate: `klout`, `plans`, `learned` or `estimators`
  std::string strategy;   ///< calibrate plans, learned: only this one; empty = all that have a goal
  std::size_t repetitions = 200;  ///< calibrate estimators
  std::uint64_t seed = 1;         ///< calibrate estimators; of a scenario it is an override
  SweepOptions sweep;
  ScoreOptions score;
  AuditOptions audit;
  ExplainOptions explain;
  ExportOptions export_;
};

/// What the user should have written instead; run_command prints it and ends with kUsageError.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// @param arguments  without the program's name.
/// @throws UsageError
Options parse_options(const std::vector<std::string>& arguments);

/// The page of `clout --help` or of `clout VERB --help`.
std::string help_text(Verb verb);

}  // namespace clout
