#include "sim/cli/sweep_slurm.h"

#include <sys/wait.h>

#include <cstdio>
#include <stdexcept>
#include <utility>

#include "sim/output/atomic_file.h"
#include "sim/output/sweep_folder.h"

namespace clout {
namespace {

namespace fs = std::filesystem;

/// A path as Slurm is to take it, to which a % says more.
std::string pattern_of(const std::string& path) {
  std::string pattern;
  for (const char ch : path) pattern += ch == '%' ? "%%" : std::string(1, ch);
  return pattern;
}

std::string begin_of_script(const SlurmOrder& order, const char* part) {
  return "#!/bin/bash\n#SBATCH --job-name=" + shell_quoted(order.name + '-' + part) + "\n#SBATCH --output=" +
         shell_quoted(pattern_of((order.folder / kSweepJobs).string()) + '/' + part + "-%A_%a.log") +
         "\n#SBATCH --open-mode=append\n";
}

constexpr int kNoSuchCommand = 127;  // of a shell

/// What a command prints, both streams, and the exit code of the shell that calls it; -1 if there was none.
struct Said {
  std::vector<std::string> lines;
  int code = -1;
};

Said output_of(const std::string& command) {
  Said said;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return said;
  std::string line;
  for (int ch = std::fgetc(pipe); ch != EOF; ch = std::fgetc(pipe))
    if (ch != '\n') {
      line += static_cast<char>(ch);
    } else if (!line.empty()) {
      said.lines.push_back(std::exchange(line, {}));
    }
  if (!line.empty()) said.lines.push_back(line);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) said.code = WEXITSTATUS(status);
  return said;
}

/// Job, as the last line of `sbatch --parsable` says it: JOB or JOB;CLUSTER.
std::string job_of(const std::vector<std::string>& options, const fs::path& script) {
  std::string command = "sbatch --parsable";
  for (const std::string& word : options) command += ' ' + shell_quoted(word);
  const Said said = output_of(command + ' ' + shell_quoted(script.string()));
  if (said.code == kNoSuchCommand)
    throw FileError(script, "is not submitted: there is no sbatch here; call this on a machine of the cluster");
  if (said.code != 0 || said.lines.empty()) {
    std::string why;
    for (const std::string& line : said.lines) why += (why.empty() ? "" : "; ") + line;
    throw FileError(script, "is not submitted: " + (why.empty() ? "sbatch cannot be called" : why));
  }
  return said.lines.back().substr(0, said.lines.back().find(';'));
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

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  char quote = 0;
  bool in_word = false;
  for (const char ch : text) {
    if (quote == 0 && (ch == ' ' || ch == '\t' || ch == '\n')) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (quote == 0 && (ch == '\'' || ch == '"')) {
      quote = ch;
    } else if (ch == quote) {
      quote = 0;
    } else {
      words.back() += ch;
    }
  }
  if (quote != 0) throw std::invalid_argument("quotes are not closed");
  return words;
}

std::string slurm_array_script(const SlurmOrder& order) {
  std::string script = begin_of_script(order, "array") + "#SBATCH --requeue\n#SBATCH --array=0-" +
                       std::to_string(order.tasks - 1) + "\nexec " + shell_quoted(order.program.string()) + " sweep";
  for (const std::string& argument : order.arguments) script += ' ' + shell_quoted(argument);
  return script + " --output " + shell_quoted(order.folder.string()) +
         " --quiet --shard \"$((SLURM_ARRAY_TASK_ID + 1))/" + std::to_string(order.tasks) +
         "\" --attempt \"${SLURM_RESTART_COUNT:-0}\"\n";
}

std::string slurm_merge_script(const SlurmOrder& order) {
  return begin_of_script(order, "merge") + "#SBATCH --ntasks=1\nexec " + shell_quoted(order.program.string()) +
         " sweep merge " + shell_quoted(order.folder.string()) + '\n';
}

std::vector<std::string> submit_to_slurm(const SlurmOrder& order) {
  const fs::path scripts = order.folder / kSweepJobs;
  std::error_code ec;
  if (fs::create_directories(scripts, ec); ec) throw FileError(scripts, "cannot be made: " + ec.message());
  write_file(scripts / "array.sh", slurm_array_script(order));
  write_file(scripts / "merge.sh", slurm_merge_script(order));
  const std::string array = job_of(order.options, scripts / "array.sh");
  // Whatever became of the tasks: what has landed is to be joined.
  std::vector<std::string> options = order.options;
  options.push_back("--dependency=afterany:" + array);
  try {
    return {array, job_of(options, scripts / "merge.sh")};
  } catch (const FileError& error) {
    throw FileError(error.path(), error.cause() + "; the array is submitted, as job " + array +
                                      ": write clout sweep merge " + order.folder.string() +
                                      " when it has ended, or scancel " + array);
  }
}

}  // namespace clout
