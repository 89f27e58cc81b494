#include "sim/output/sweep_store.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <utility>

#include "sim/output/sweep_figures.h"
#include "sim/output/sweep_inside.h"
#include "sim/output/utc.h"

namespace clout {
namespace {

using Kind = SweepTransaction::Kind;

constexpr const char* kOtherStore = "; name another store with -o, or use --overwrite";

void put_identity(SweepFile& file, SweepLanding& landing, const SweepIdentity& identity) {
  landing.put_meta("name", identity.name);
  landing.put_meta("scenario_hash", identity.scenario_hash);
  landing.put_meta("version", identity.version);
  landing.put_meta("git", identity.git);
  landing.put_meta("resolved_yaml", identity.resolved_yaml);
  SweepQuery add = file.query("INSERT INTO axes (axis, path) VALUES (?, ?)");
  for (std::size_t axis = 0; axis < identity.axes.size(); ++axis)
    (add << static_cast<std::int64_t>(axis) << identity.axes[axis]).run();
}

std::vector<StoredPoint> points_of(const SweepStoreReader& reader) {
  std::vector<StoredPoint> points;
  reader.each_point([&](std::size_t, const StoredPoint& point) { points.push_back(point); });
  return points;
}

// Points that a design lacks are those of another one, unless it is but the beginning of what is there.
void refuse_other_design(const SweepFile& file, const std::vector<StoredPoint>& there, const StoredDesign& design) {
  const std::size_t beyond = points_beyond(design.points, there).size();
  if (beyond == 0 || begins_with(there, design.points)) return;
  throw FileError(file.path(), "was planned with another design (" + std::to_string(beyond) + " of its " +
                                   std::to_string(there.size()) + " points are not in this one)" + kOtherStore);
}

// Every point of the design is in the store under its number, and every run is wanted there.
void refuse_larger_design(SweepFile& file, const std::vector<StoredPoint>& there, const StoredDesign& design) {
  constexpr const char* kExtend = "; `clout sweep extend` adds them";
  if (there.size() < design.points.size())
    throw FileError(file.path(), "was planned with fewer points (" + std::to_string(there.size()) +
                                     ", this sweep has " + std::to_string(design.points.size()) + ")" + kExtend);
  if (!begins_with(there, design.points))
    throw FileError(file.path(), "has the points of this sweep in another order; `clout sweep extend` changes it");
  std::size_t missing = 0;
  for (const WantedRun& cell : design.wanted) {
    SweepQuery row = file.query("SELECT 1 FROM points JOIN wanted USING (setting) WHERE point = ? AND seed = ?");
    row << static_cast<std::int64_t>(cell.point) << static_cast<std::int64_t>(cell.seed);
    if (!row.step()) ++missing;
  }
  if (missing > 0)
    throw FileError(file.path(), "was planned with fewer runs (" + std::to_string(missing) + " of the " +
                                     std::to_string(design.wanted.size()) + " asked for are not in its design)" +
                                     kExtend);
}

void check_run(const StoredRun& run) {
  const std::string where = "sweep: point " + std::to_string(run.point) + ", seed " + std::to_string(run.seed) + ": ";
  if (!std::isfinite(run.seconds) || run.seconds < 0)
    throw std::invalid_argument(where + "its seconds have to be finite and not negative");
  if (run.status == StoredRunStatus::failed) {
    if (!run.figures.empty()) throw std::invalid_argument(where + "a failed run has no figures");
    if (run.error.empty()) throw std::invalid_argument(where + "a failed run says why");
    return;
  }
  if (!run.error.empty()) throw std::invalid_argument(where + "a run that is done has no error");
  const std::string fault = figures_fault(run.figures);
  if (!fault.empty()) throw std::invalid_argument(where + fault);
}

}  // namespace

SweepStore::SweepStore(std::filesystem::path path, const SweepIdentity& identity, const StoredDesign& design,
                       Opening opening) {
  check_design(design, identity.axes.size());
  inside_ = std::make_unique<Inside>(std::move(path), opening == Opening::overwrite);
  reader_ = std::make_unique<SweepStoreReader>(inside_->file);
  SweepFile& file = inside_->file;
  SweepLanding& landing = inside_->landing;
  inside_->axes = identity.axes.size();
  if (file.fresh()) {
    SweepTransaction transaction(file, Kind::write);
    file.make_tables();
    put_identity(file, landing, identity);
    landing.put_meta("design", design.text);
    landing.put_points(design.points);
    landing.want(design.points, design.wanted);
    transaction.commit();
    return;
  }
  refuse_other(file.path(), reader_->identity(), identity, kOtherStore);
  if (opening == Opening::extend) {
    extend(design);
    return;
  }
  {
    const SweepTransaction moment(file, Kind::read);
    const std::vector<StoredPoint> there = points_of(*reader_);
    refuse_other_design(file, there, design);
    refuse_larger_design(file, there, design);
    if (there.size() > design.points.size()) return;
  }
  SweepTransaction transaction(file, Kind::write);
  landing.put_meta("design", design.text);  // what is asked of the same points may be another: responses, say
  transaction.commit();
}

SweepStore::~SweepStore() = default;

const std::filesystem::path& SweepStore::path() const { return inside_->file.path(); }

std::vector<WantedRun> SweepStore::pending(std::span<const WantedRun> order, Retry retry) const {
  SweepFile& file = inside_->file;
  const SweepTransaction moment(file, Kind::read);
  std::vector<WantedRun> cells;
  std::set<std::pair<std::int64_t, std::uint64_t>> asked;
  for (const WantedRun& cell : order) {
    const std::optional<std::int64_t> setting = inside_->landing.setting_of(cell.point);
    if (!setting) throw std::invalid_argument("sweep: there is no point " + std::to_string(cell.point));
    SweepQuery row = file.query("SELECT status = 'done' FROM runs WHERE setting = ? AND seed = ?");
    row << *setting << static_cast<std::int64_t>(cell.seed);
    const bool ended = row.step();
    if (ended && (row.integer(0) == 1 || retry == Retry::nothing)) continue;
    if (asked.emplace(*setting, cell.seed).second) cells.push_back(cell);
  }
  return cells;
}

SweepStore::Landed SweepStore::record(const StoredRun& run) {
  check_run(run);
  SweepFile& file = inside_->file;
  SweepTransaction transaction(file, Kind::write);
  const std::optional<std::int64_t> setting = inside_->landing.setting_of(run.point);
  {
    SweepQuery wanted = file.query("SELECT 1 FROM wanted WHERE setting = ? AND seed = ?");
    wanted << setting.value_or(0) << static_cast<std::int64_t>(run.seed);
    if (!setting || !wanted.step())
      throw std::invalid_argument("sweep: point " + std::to_string(run.point) + ", seed " + std::to_string(run.seed) +
                                  " is not a run of this sweep");
  }
  try {
    const StoredRun* landing = &run;
    StoredRun dated;
    if (run.finished_at.empty()) {
      dated = run;
      dated.finished_at = now_utc();
      landing = &dated;
    }
    const Landed landed = inside_->landing.land(*setting, *landing, SweepLanding::IfBothFailed::newer);
    transaction.commit();
    return landed;
  } catch (...) {
    inside_->landing.forget();
    throw;
  }
}

void SweepStore::extend(const StoredDesign& design) {
  check_design(design, inside_->axes);
  SweepTransaction transaction(inside_->file, Kind::write);
  const std::vector<StoredPoint> before = points_of(*reader_);
  refuse_other_design(inside_->file, before, design);
  if (before.size() <= design.points.size()) {
    if (design.points != before) inside_->landing.put_points(design.points);
    inside_->landing.put_meta("design", design.text);
  }
  inside_->landing.want(design.points, design.wanted);
  transaction.commit();
}

void SweepStore::close() { inside_->file.close(); }

}  // namespace clout
