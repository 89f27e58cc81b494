#include "sim/cli/sweep_study.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <ostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "sim/cli/command.h"
#include "sim/cli/input_file.h"
#include "sim/cli/progress.h"
#include "sim/cli/version.h"
#include "sim/core/parallel.h"
#include "sim/output/atomic_file.h"
#include "sim/output/run_folder.h"
#include "sim/output/sweep_folder.h"
#include "sim/scenario/scenario_visit.h"

namespace clout {
namespace {

namespace fs = std::filesystem;

std::vector<VariedAxis> varied_axes(const SweepOptions& options) {
  std::vector<VariedAxis> axes;
  for (const std::string& text : options.vary) try {
      axes.push_back(parse_vary(text));
    } catch (const std::invalid_argument& error) {
      throw UsageError(error.what());
    }
  return axes;
}

/// The scenario of a sweep without its arms and its box, which a sweep does not live.
Scenario alone(Scenario scenario) {
  scenario.arms.clear();
  scenario.plausible = {};
  return scenario;
}

SweepIdentity identity_of(const SweepReader& reader) {
  const Scenario base = alone(reader.base());
  SweepIdentity identity;
  identity.name = base.name;
  identity.scenario_hash = scenario_hash(base);
  identity.version = program_version();
  identity.git = kCommit;
  identity.resolved_yaml = resolved_yaml(base);
  for (const SweepAxis& axis : reader.spec().axes) identity.axes.push_back(axis.path);
  return identity;
}

/// `sweeps/NAME-HASH`: the name with odd characters as _, the first 8 digits of the hash.
fs::path default_folder(const SweepIdentity& identity) {
  return fs::path("sweeps") / default_run_folder(identity.name, identity.scenario_hash).filename();
}

/// The text of a design in its store: the file's path in a comment, then the scenario with its sweep.
std::string design_text(const SweepReader& reader) {
  return "# " + fs::absolute(reader.file()).string() + '\n' + reader.yaml() + '\n';
}

/// Whether a point may be of another data file than the scenario: some axis says `file`.
bool files_differ(const SweepStudy& study) {
  const auto says_file = [](const std::string& text) { return text.find("file") != std::string::npos; };
  if (std::any_of(study.identity.axes.begin(), study.identity.axes.end(), says_file)) return true;
  return std::any_of(study.points.begin(), study.points.end(), [&](const SweepPoint& point) {
    return std::any_of(point.values.begin(), point.values.end(), says_file);
  });
}

/// Hashes by the values of points, from a store of the same sweep; none if there is none. Values do not say what is in
/// a data file: the scenario's own is in its hash, those of axes are read again.
std::map<std::vector<std::string>, std::string> known_hashes(const SweepStudy& study) {
  std::map<std::vector<std::string>, std::string> known;
  if (files_differ(study)) return known;
  std::error_code ec;
  const fs::path file = study.folder / kSweepStore;
  if (!fs::exists(file, ec)) return known;
  try {
    const SweepStoreReader store(file);
    const SweepIdentity identity = store.identity();
    const StoredDesign design = store.design();
    if (identity.scenario_hash != study.identity.scenario_hash || identity.version != study.identity.version ||
        identity.axes != study.identity.axes || design.text != design_text(study.reader))
      return known;
    for (const StoredPoint& point : design.points) known[point.values] = point.hash;
  } catch (const FileError&) {
    known.clear();  // opening it to write says what is wrong
  }
  return known;
}

/// Faults of a text that nobody sees: where in it they are would say nothing.
std::string one_line(const Faults& faults) {
  std::string text;
  for (const Fault& fault : faults.sorted())
    text += (text.empty() ? "" : "; ") + Fault{{}, fault.path, fault.message}.text();
  return text;
}

}  // namespace

Scenario SweepStudy::scenario_at(std::size_t point) const {
  Faults faults;
  Scenario scenario = reader.scenario_at(points.at(point), faults);
  if (!faults.empty()) throw ScenarioError(std::move(faults));
  return scenario;
}

std::unique_ptr<SweepStudy> read_study(const Options& options, const Catalogue& catalogue, std::ostream& err,
                                       int& exit_code) {
  exit_code = kDone;
  require_readable(options.scenario);
  Faults faults;
  SweepReader reader =
      SweepReader::load(options.scenario, options.overrides, varied_axes(options.sweep), catalogue, faults);
  reader.check(faults);
  if (!faults.empty()) {
    err << faults.text();
    exit_code = kScenarioFaults;
    return nullptr;
  }
  auto study = std::make_unique<SweepStudy>(std::move(reader));
  study->points = sweep_points(study->reader.spec());
  study->identity = identity_of(study->reader);
  study->folder = options.folder.empty() ? default_folder(study->identity) : fs::path(options.folder);
  study->design.text = design_text(study->reader);
  return study;
}

void hash_points(SweepStudy& study, const Options& options, std::ostream& err) {
  const std::map<std::vector<std::string>, std::string> known = known_hashes(study);
  std::vector<std::string> hashes(study.points.size());
  ProgressLine line(err, !options.quiet && stderr_is_terminal(), stderr_has_colour());
  std::atomic<std::size_t> done{0};
  ThreadPool pool(options.sweep.jobs > 0 ? options.sweep.jobs : usable_threads());
  pool.for_chunks(hashes.size(), 16, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t k = begin; k < end; ++k) {
      const auto at = known.find(study.points[k].values);
      hashes[k] = at != known.end() ? at->second : scenario_hash(study.scenario_at(k));
    }
    const std::size_t read = done += end - begin;
    line.show(static_cast<double>(read) / static_cast<double>(hashes.size()),
              std::to_string(read) + " of " + std::to_string(hashes.size()) + " points read");
  });
  for (std::size_t k = 0; k < hashes.size(); ++k)
    study.design.points.push_back({std::move(hashes[k]), study.points[k].values});
}

std::unique_ptr<SweepStudy> study_of(const SweepStoreReader& store, const Catalogue& catalogue) {
  const SweepIdentity identity = store.identity();
  StoredDesign design = store.design();
  const std::size_t end = design.text.find('\n');
  if (!design.text.starts_with("# ") || end == std::string::npos)
    throw FileError(store.path(), "is not as a sweep left it: its design does not say where the scenario is");
  Faults faults;
  auto study = std::make_unique<SweepStudy>(
      SweepReader::read(design.text.substr(end + 1), design.text.substr(2, end - 2), {}, {}, catalogue, faults));
  if (!faults.empty())
    throw FileError(store.path(), "has a scenario that cannot be read any more: " + one_line(faults));
  for (const StoredPoint& point : design.points) study->points.push_back({study->points.size(), point.values});
  study->identity = identity;
  study->design = std::move(design);
  return study;
}

bool is_as_planned(const SweepStudy& study, std::size_t point) {
  return scenario_hash(study.scenario_at(point)) == study.design.points.at(point).hash;
}

void refuse_other_data(const SweepStudy& study, const fs::path& store, std::size_t point) {
  if (is_as_planned(study, point)) return;
  const Scenario scenario = study.scenario_at(point);
  std::string files;
  for (const std::string& file : {scenario.population.file, scenario.network.file})
    if (!file.empty()) files += (files.empty() ? "" : " or ") + file;
  throw FileError(store, "was lived with other data: " + (files.empty() ? "a file of its scenario" : files) +
                             " has changed since, and its runs cannot be lived again");
}

void want_worlds(SweepStudy& study, std::int64_t worlds) {
  study.order.clear();
  for (const SweepRun& run :
       run_order(study.reader.spec().design, study.points.size(), static_cast<std::size_t>(worlds)))
    study.order.push_back({run.point, study.seed_of(run.world)});
  study.design.wanted = study.order;
}

void keep_shard(SweepStudy& study, std::uint32_t shard, std::uint32_t shards) {
  const std::size_t points = study.points.size(), block = sweep_block(study.reader.spec());
  std::vector<WantedRun> own;
  for (std::size_t k = 0; k < study.order.size(); ++k)
    if (shard_of_run(k, points, block, shards) == shard - 1) own.push_back(study.order[k]);
  study.order = std::move(own);
}

fs::path store_of(const SweepStudy& study, const SweepOptions& options) {
  if (options.shards == 0) return study.folder / kSweepStore;
  return study.folder / kSweepParts /
         (std::to_string(options.shard) + "-of-" + std::to_string(options.shards) + "-attempt-" +
          std::to_string(options.attempt) + ".sqlite");
}

}  // namespace clout
