// A sweep on a cluster: Slurm does what clusters need (queues, nodes that die, requeues); we write two scripts. Each
// task of a job array lives a shard into a file of its own, one a task and attempt, so that a task that is started
// again while its old process lives on spoils nothing; a job that depends on the array merges.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace clout {

struct SlurmOrder {
  std::string name;                    ///< of the jobs
  std::filesystem::path folder;        ///< of the sweep, absolute: seen by all nodes
  std::filesystem::path program;       ///< of clout, absolute
  std::vector<std::string> arguments;  ///< of `clout sweep`, the scenario by its absolute path; no --slurm, --tasks
  std::uint32_t tasks = 2;
  std::vector<std::string> options;  ///< for sbatch, a word each
};

/// Text in single quotes for a shell. Example: it's -> 'it'\''s'.
std::string shell_quoted(const std::string& text);

/// The words of a command line without a shell: blanks part them, quotes of either kind hold them together, nothing
/// else means anything. Example: --time=1:00:00 --comment="a b" are two.
/// @throws std::invalid_argument  quotes that are not closed.
std::vector<std::string> words_of(const std::string& text);

/// The script of the job array, which is told its options (--array, ...) by `#SBATCH` lines.
/// SLURM_RESTART_COUNT tells attempts apart.
std::string slurm_array_script(const SlurmOrder& order);
std::string slurm_merge_script(const SlurmOrder& order);

/// Writes FOLDER/slurm/array.sh and merge.sh and submits both.
/// @return  what Slurm called the jobs: array, merge.
/// @throws FileError  the scripts cannot be written; sbatch is not there or refuses, with what it said.
std::vector<std::string> submit_to_slurm(const SlurmOrder& order);

}  // namespace clout
