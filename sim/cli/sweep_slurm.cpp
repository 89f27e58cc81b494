#include "sim/cli/sweep_slurm.h"

#include <sys/wait.h>

#include <cstdio>
#include <stdexcept>

#include "sim/output/atomic_file.h"

namespace clout {
namespace {

namespace fs = std::filesystem;

std::string begin_of_script(const SlurmOrder& order, const char* part) {
  return "#!/bin/bash\n#SBATCH --job-name=" + shell_quoted(order.name + '-' + part) +
         "\n#SBATCH --output=" + shell_quoted((order.folder / "slurm").string() + '/' + part + "-%A_%a.log") +
         "\n#SBATCH --open-mode=append\n";
}

/// What a command prints, both streams. @throws std::runtime_error  it fails; with what it said.
std::string output_of(const std::string& command) {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("sbatch cannot be called");
  std::string text;
  for (int ch = std::fgetc(pipe); ch != EOF; ch = std::fgetc(pipe)) text += static_cast<char>(ch);
  const int status = ::pclose(pipe);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("sbatch: " + text);
  return text;
}

/// `sbatch --parsable` says JOB or JOB;CLUSTER.
std::string submit(const std::string& options, const fs::path& script) {
  const std::string said = output_of("sbatch --parsable " + options + ' ' + shell_quoted(script.string()));
  const std::string job = said.substr(said.rfind('\n') + 1);
  return job.substr(0, job.find(';'));
}

}  // namespace

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char ch : text) {
    if (ch == '\'') {
      quoted += "'\\''";
    } else {
      quoted += ch;
    }
  }
  return quoted + '\'';
}

std::string slurm_array_script(const SlurmOrder& order) {
  std::string script = begin_of_script(order, "array") + "#SBATCH --requeue\n#SBATCH --array=0-" +
                       std::to_string(order.tasks - 1) + "\nexec " + shell_quoted(order.program.string()) + " sweep";
  for (const std::string& argument : order.arguments) script += ' ' + shell_quoted(argument);
  return script + " --output " + shell_quoted(order.folder.string()) +
         " --quiet --shard \"$((SLURM_ARRAY_TASK_ID + 1))/" + std::to_string(order.tasks) + "\" --attempt \"${SLURM_RESTART_COUNT:-0}\"\n";
}

std::string slurm_merge_script(const SlurmOrder& order) {
  return begin_of_script(order, "merge") + "#SBATCH --ntasks=1\nexec " + shell_quoted(order.program.string()) +
         " sweep merge " + shell_quoted(order.folder.string()) + '\n';
}

std::vector<std::string> submit_to_slurm(const SlurmOrder& order) {
  const fs::path scripts = order.folder / "slurm";
  std::error_code ec;
  if (fs::create_directories(scripts, ec); ec) throw FileError(scripts, "cannot be made: " + ec.message());
  write_file(scripts / "array.sh", slurm_array_script(order));
  write_file(scripts / "merge.sh", slurm_merge_script(order));
  const std::string array = submit(order.options, scripts / "array.sh");
  // Whatever became of the tasks: what has landed is to be joined.
  const std::string merge = submit(order.options + " --dependency=afterany:" + array, scripts / "merge.sh");
  return {array, merge};
}

}  // namespace clout
