#include "sim/cli/run_verb.h"

#include <ostream>
#include <stdexcept>

#include "sim/cli/command.h"
#include "sim/cli/data_faults.h"
#include "sim/cli/input_file.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/plan.h"
#include "sim/core/parallel.h"
#include "sim/output/run_folder.h"

namespace clout {

namespace {

/// "1,204 lines, 1,200 edges among 75 agents; left out: 1 header, 3 repeated edges".
std::string edges_text(const EdgeListReport& report) {
  std::string left_out;
  const auto add = [&](std::uint64_t count, const char* one, const char* several) {
    if (count == 0) return;
    left_out += (left_out.empty() ? "; left out: " : ", ") + counted(static_cast<double>(count), one, several);
  };
  add(report.header, "header", "headers");
  add(report.skipped, "comment or empty line", "comments or empty lines");
  add(report.duplicates, "repeated edge", "repeated edges");
  add(report.self_loops, "self-loop", "self-loops");
  return counted(static_cast<double>(report.lines), "line", "lines") + ", " +
         counted(static_cast<double>(report.edges), "edge", "edges") + " among " +
         counted(static_cast<double>(report.agents), "agent", "agents") + left_out +
         (report.ends_without_newline ? "; the last line has no end, the file may be cut off" : "");
}

}  // namespace

unsigned threads_of(const Options& options) { return options.threads > 0 ? options.threads : usable_threads(); }

Scenario read_checked(const Options& options, const Catalogue& catalogue, std::ostream& err, int& exit_code) {
  require_readable(options.scenario);
  Faults faults;
  Scenario scenario = load_scenario(options.scenario, options.overrides, catalogue, faults);
  err << faults.text();
  exit_code = faults.empty() ? kDone : kScenarioFaults;
  ThreadPool pool(threads_of(options));
  if (faults.empty()) {
    const auto edges = check_all_data(scenario, options, catalogue, pool);
    if (edges && !options.quiet)
      err << "clout: " << escaped(scenario.network.file) << ": " << edges_text(*edges) << '\n';
  }
  return scenario;
}

int check_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  int exit_code = kDone;
  const Scenario scenario = read_checked(options, catalogue, err, exit_code);
  if (exit_code != kDone) return exit_code;
  const RunPlan plan = plan_run(scenario, threads_of(options));
  const MachineMemory machine = machine_memory();
  out << resolved_yaml(scenario) << '\n' << plan_text(plan, machine);
  const MemoryAdvice advice = memory_advice(plan, machine);
  if (!advice.text.empty()) err << "clout: " << advice.text << '\n';
  return kDone;
}

int run_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  int exit_code = kDone;
  RunOrder order;
  order.scenario = read_checked(options, catalogue, err, exit_code);
  if (exit_code != kDone) return exit_code;
  order.folder = options.folder.empty()
                     ? default_run_folder(order.scenario.name, scenario_hash(order.scenario)).string()
                     : options.folder;
  order.command = "clout run " + options.scenario;
  for (const Override& o : options.overrides) order.command += " --set " + o.path + '=' + o.value;
  order.threads = threads_of(options);
  order.overwrite = options.overwrite;
  order.quiet = options.quiet;
  order.json = options.json;
  const RunPlan plan = plan_run(order.scenario, order.threads);
  order.world_bytes = plan.disk_bytes;
  order.table_bytes = plan.table_bytes;
  order.checkpoint_bytes = plan.checkpoint_bytes;
  const MemoryAdvice advice = memory_advice(plan, machine_memory());
  if (!advice.text.empty() && (advice.hopeless || !order.quiet)) err << "clout: " << advice.text << '\n';
  if (advice.hopeless) return kResourceError;
  catch_interrupts();
  return simulate(order, out, err);
}

}  // namespace clout
