#include "sim/cli/run_verb.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <stdexcept>

#include "sim/cli/command.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/plan.h"
#include "sim/core/parallel.h"
#include "sim/engine/build_world.h"
#include "sim/output/run_folder.h"

namespace clout {

unsigned threads_of(const Options& options) { return options.threads > 0 ? options.threads : usable_threads(); }

Scenario read_checked(const Options& options, const Catalogue& catalogue, std::ostream& err, int& exit_code) {
  std::error_code error;
  errno = 0;
  const bool folder = std::filesystem::is_directory(options.scenario, error);
  if (folder || !std::ifstream(options.scenario)) {
    err << "clout: " << options.scenario << ": cannot be read: "
        << (folder       ? "it is a folder"
            : errno != 0 ? std::strerror(errno)
                         : "it cannot be opened")
        << '\n';
    exit_code = kResourceError;
    return {};
  }
  Faults faults;
  Scenario scenario = load_scenario(options.scenario, options.overrides, catalogue, faults);
  err << faults.text();
  exit_code = faults.empty() ? kDone : kScenarioFaults;
  ThreadPool pool(threads_of(options));
  if (faults.empty()) {
    check_data(scenario, pool);
    for (const ArmSpec& arm : scenario.arms) check_data(*arm.scenario, pool);
  }
  return scenario;
}

int check_verb(const Options& options, const Catalogue& catalogue, std::ostream& out, std::ostream& err) {
  int exit_code = kDone;
  const Scenario scenario = read_checked(options, catalogue, err, exit_code);
  if (exit_code != kDone) return exit_code;
  out << resolved_yaml(scenario) << '\n' << plan_text(plan_run(scenario, threads_of(options)));
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
  catch_interrupts();
  return simulate(order, out, err);
}

}  // namespace clout
