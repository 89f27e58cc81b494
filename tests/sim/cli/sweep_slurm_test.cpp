#include "sim/cli/sweep_slurm.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace clout;

TEST_CASE("a text is one word of a shell, whatever is in it") {
  CHECK(shell_quoted("a b") == "'a b'");
  CHECK(shell_quoted("it's $HOME") == "'it'\\''s $HOME'");
  CHECK(shell_quoted("") == "''");
}

TEST_CASE("options are words between blanks, and quotes hold blanks; a shell has no part in it") {
  using Words = std::vector<std::string>;
  CHECK(words_of("").empty());
  CHECK(words_of(" --time=1:00:00  -p\tmain ") == Words{"--time=1:00:00", "-p", "main"});
  CHECK(words_of("--comment=\"it's a b\" '' --x='\"'") == Words{"--comment=it's a b", "", "--x=\""});
  CHECK(words_of("--constraint=intel&gpu;$(x)`y`") == Words{"--constraint=intel&gpu;$(x)`y`"});
  CHECK_THROWS_WITH_AS(words_of("--comment='a b"), "quotes are not closed", std::invalid_argument);
}

TEST_CASE("the array lives one shard a task, in a file of each attempt; the merge joins the folder") {
  SlurmOrder order;
  order.name = "ring";
  order.folder = "/shared/my sweep";
  order.program = "/somewhere/clout";
  order.arguments = {"/shared/ring.yaml", "--vary", "value.theta=0.2,0.8"};
  order.tasks = 8;
  const std::string array = slurm_array_script(order), merge = slurm_merge_script(order);
  CHECK(array.starts_with("#!/bin/bash\n#SBATCH --job-name='ring-array'\n"));
  CHECK(array.find("#SBATCH --array=0-7\n") != std::string::npos);
  CHECK(array.find("#SBATCH --requeue\n") != std::string::npos);
  CHECK(
      array.ends_with("exec '/somewhere/clout' sweep '/shared/ring.yaml' '--vary' 'value.theta=0.2,0.8' --output "
                      "'/shared/my sweep' --quiet --shard \"$((SLURM_ARRAY_TASK_ID + 1))/8\" --attempt "
                      "\"${SLURM_RESTART_COUNT:-0}\"\n"));
  CHECK(merge.ends_with("exec '/somewhere/clout' sweep merge '/shared/my sweep'\n"));
}
