#include "sim/cli/export_verb.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/command.h"
#include "sim/cli/compare_verb.h"
#include "sim/output/agent_table.h"
#include "sim/output/atomic_file.h"
#include "sim/output/run_reader.h"

namespace clout {
namespace {

std::vector<std::uint64_t> seeds_of(const ExportOptions& options, const RunReader& run) {
  if (!options.seed) {
    if (run.finished().empty()) throw FileError(run.folder(), "has no finished world yet; the same clout run goes on");
    return run.finished();
  }
  const auto has = [&](const std::vector<std::uint64_t>& seeds) {
    return std::find(seeds.begin(), seeds.end(), *options.seed) != seeds.end();
  };
  if (!has(run.manifest().seeds))
    throw UsageError("--seed: the run has no world of seed " + std::to_string(*options.seed));
  if (!has(run.finished()))
    throw FileError(world_folder(run.folder(), *options.seed), "is not finished; the same clout run goes on with it");
  return {*options.seed};
}

}  // namespace

int export_verb(const Options& options, std::ostream& out) {
  const std::string& table = options.export_.table;
  std::error_code none;
  if (!table.empty()) refuse_place_in_run(table);
  if (!table.empty() && !options.overwrite && std::filesystem::exists(table, none))
    throw FileError(table, "is there already; --overwrite replaces it");
  const RunReader run(options.export_.run);
  const std::vector<std::uint64_t> seeds = seeds_of(options.export_, run);
  if (table.empty()) {
    write_agent_table(run, seeds, [&](std::string_view text) { out << text; });
  } else {
    AtomicFile file(table);
    write_agent_table(run, seeds, [&](std::string_view text) { file.out().write(text); });
    file.commit();
  }
  return kDone;
}

}  // namespace clout
