#include "sim/cli/data_faults.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/engine/build_world.h"

namespace clout {
namespace {

/// The faults of the scenario's own files, else of the first arm or point that they do not fit.
Faults data_faults(Scenario& scenario, ThreadPool& pool, std::optional<EdgeListReport>& edges) {
  std::string path;
  try {
    edges = check_data(scenario, pool);
    for (const ArmSpec& arm : scenario.arms) {
      path = "arms." + arm.name + '.';
      check_data(*arm.scenario, pool);
    }
    for (const PlausiblePoint& point : scenario.plausible.points) {
      path = "plausible." + point.name + '.';
      check_data(*point.scenario, pool);
    }
    return {};
  } catch (const ScenarioError& error) {
    Faults faults = error.faults();
    faults.change([&](Fault& fault) { fault.path = path + fault.path; });
    return faults;
  }
}

/// What a scenario with the first few overrides alone makes of its data.
struct Reading {
  std::vector<std::string> files;  ///< that it names; none if the scenario cannot be read
  std::vector<Fault> faults;

  bool names(const std::string& file) const { return std::find(files.begin(), files.end(), file) != files.end(); }
  bool has(const Fault& fault) const {
    return std::any_of(faults.begin(), faults.end(), [&](const Fault& f) {
      return f.place == fault.place && f.path == fault.path && f.message == fault.message;
    });
  }
};

Reading read_with(const Options& options, std::size_t overrides, const Catalogue& catalogue, ThreadPool& pool) {
  Faults faults;
  const std::span<const Override> first = std::span(options.overrides).first(overrides);
  Scenario scenario = load_scenario(options.scenario, {first.begin(), first.end()}, catalogue, faults);
  if (!faults.empty()) return {};
  Reading reading;
  reading.files = {scenario.population.file, scenario.network.file};
  std::optional<EdgeListReport> edges;
  reading.faults = data_faults(scenario, pool, edges).sorted();
  return reading;
}

/// Gives the faults of files to the overrides that make them.
void blame_overrides(Faults& faults, const Options& options, const Catalogue& catalogue, ThreadPool& pool) {
  std::error_code error;
  // What comes through a pipe or from a keyboard cannot be read again.
  if (options.overrides.empty() || !std::filesystem::is_regular_file(options.scenario, error)) return;
  std::vector<Reading> before;
  for (std::size_t n = 0; n < options.overrides.size(); ++n) before.push_back(read_with(options, n, catalogue, pool));
  faults.change([&](Fault& fault) {
    const auto appeared =
        std::find_if(before.begin(), before.end(), [&](const Reading& reading) { return reading.has(fault); });
    const bool was_fine =
        std::any_of(before.begin(), appeared, [&](const Reading& reading) { return reading.names(fault.place.file); });
    if (!was_fine) return;
    const Override& o = options.overrides[static_cast<std::size_t>(appeared - before.begin()) - 1];
    fault.message = fault.place.text() + ": " + fault.message;
    fault.place = Document::place_of_override(o.path, o.value);
  });
}

}  // namespace

std::optional<EdgeListReport> check_all_data(Scenario& scenario, const Options& options, const Catalogue& catalogue,
                                             ThreadPool& pool) {
  std::optional<EdgeListReport> edges;
  Faults faults = data_faults(scenario, pool, edges);
  if (faults.empty()) return edges;
  blame_overrides(faults, options, catalogue, pool);
  throw ScenarioError(faults);
}

}  // namespace clout
