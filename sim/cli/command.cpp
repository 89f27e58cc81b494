// From arguments to an exit code: the only place where exceptions end.
#include "sim/cli/command.h"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <ostream>
#include <string>
#include <system_error>
#include <vector>

#include "models/catalogue.h"
#include "sim/cli/audit_verb.h"
#include "sim/cli/calibrate.h"
#include "sim/cli/compare_verb.h"
#include "sim/cli/explain_verb.h"
#include "sim/cli/export_verb.h"
#include "sim/cli/models.h"
#include "sim/cli/options.h"
#include "sim/cli/plugin_loading.h"
#include "sim/cli/progress.h"
#include "sim/cli/run_verb.h"
#include "sim/cli/score_verb.h"
#include "sim/cli/sweep_verb.h"
#include "sim/cli/version.h"
#include "sim/output/atomic_file.h"
#include "sim/plugin/plugin_library.h"

namespace clout {
namespace {

int run_options(const Options& options, std::ostream& out, std::ostream& err) {
  if (options.help) {
    out << help_text(options.verb);
    return kDone;
  }
  if (options.version) {
    out << "clout " << program_version() << '\n';
    return kDone;
  }
  Catalogue catalogue = make_catalogue();
  for (const std::string& plugin : options.plugins) {
    const PluginLoading loading(plugin);
    add_plugin(plugin, catalogue);
    mark_version(plugin);
  }
  switch (options.verb) {
    case Verb::run:
      return run_verb(options, catalogue, out, err);
    case Verb::check:
      return check_verb(options, catalogue, out, err);
    case Verb::models:
      out << models_text(catalogue, options.model, stdout_columns());
      return kDone;
    case Verb::compare:
      return compare_verb(options, out, err);
    case Verb::calibrate:
      return calibrate_verb(options, catalogue, out, err);
    case Verb::sweep:
      return sweep_verb(options, catalogue, out, err);
    case Verb::score:
      return score_verb(options, catalogue, out, err);
    case Verb::audit:
      return audit_verb(options, catalogue, out, err);
    case Verb::explain:
      return explain_verb(options, catalogue, out, err);
    case Verb::export_:
      return export_verb(options, out);
    case Verb::none:
      break;
  }
  return kUsageError;
}

}  // namespace

int run_command(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  const auto fail = [&](int code, const std::string& message) {
    err << "clout: " << escaped(message) << '\n';
    return code;
  };
  try {
    std::vector<std::string> arguments;
    for (int i = 1; i < argc; ++i) arguments.emplace_back(argv[i]);
    if (arguments.empty()) {
      err << help_text(Verb::none);
      return kUsageError;
    }
    const int code = run_options(parse_options(arguments), out, err);
    out.flush();
    if (!out) return fail(kResourceError, "stdout cannot be written to");
    return code;
  } catch (const UsageError& error) {
    fail(kUsageError, error.what());
    err << "clout --help shows how it is called\n";
    return kUsageError;
  } catch (const ScenarioError& error) {  // found in a data file while a world was built
    err << error.what();
    return kScenarioFaults;
  } catch (const FileError& error) {
    return fail(kResourceError, error.what());
  } catch (const PluginError& error) {
    return fail(kResourceError, error.what());
  } catch (const ModelError& error) {
    return fail(kScenarioFaults, error.what());
  } catch (const std::system_error& error) {
    return fail(kResourceError, error.what());
  } catch (const std::bad_alloc&) {
    return fail(kResourceError, "out of memory; clout check SCENARIO shows how much a run takes");
  } catch (const std::exception& error) {
    return fail(kInternalError, std::string("internal error: ") + error.what());
  }
}

}  // namespace clout
