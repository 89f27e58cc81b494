#include "sim/output/sweep_store_reader.h"

#include <algorithm>
#include <utility>

#include "sim/core/state.h"
#include "sim/output/sweep_file.h"
#include "sim/output/sweep_measures.h"

namespace clout {
namespace {

using Kind = SweepTransaction::Kind;

std::string meta(SweepFile& file, const std::string& key) {
  SweepQuery row = file.query("SELECT value FROM meta WHERE key = ?");
  row << key;
  if (!row.step()) file.fail_damaged("it does not say its " + key);
  return row.text(0);
}

std::size_t count(SweepFile& file, const char* sql) {
  SweepQuery row = file.query(sql);
  row.step();
  return row.count(0);
}

// The columns of `runs` after run, figures, crc: in the order of StoredRun.
StoredRun run_of(const SweepQuery& row, std::size_t point) {
  StoredRun run;
  run.point = point;
  run.seed = static_cast<std::uint64_t>(row.integer(3));
  run.status = row.text(4) == name_of(StoredRunStatus::failed) ? StoredRunStatus::failed : StoredRunStatus::done;
  run.error = row.text(5);
  run.seconds = row.number(6);
  run.memory_bytes = static_cast<std::uint64_t>(row.integer(7));
  run.attempt = static_cast<std::uint32_t>(row.integer(8));
  run.host = row.text(9);
  run.finished_at = row.text(10);
  return run;
}

}  // namespace

SweepStoreReader::SweepStoreReader(const std::filesystem::path& path)
    : own_(std::make_unique<SweepFile>(path)), file_(own_.get()) {}

SweepStoreReader::SweepStoreReader(SweepFile& file) : file_(&file) {}

SweepStoreReader::~SweepStoreReader() = default;

// Measures are only ever added, with rising ids.
const SweepMeasures& SweepStoreReader::dictionary() const {
  const std::size_t known = dictionary_ ? dictionary_->all().size() : 0;
  if (!dictionary_ || count(*file_, "SELECT count(*) FROM measures") != known)
    dictionary_ = std::make_unique<SweepMeasures>(*file_);
  return *dictionary_;
}

const std::filesystem::path& SweepStoreReader::path() const { return file_->path(); }

SweepIdentity SweepStoreReader::identity() const {
  const SweepTransaction moment(*file_, Kind::read);
  SweepIdentity identity{meta(*file_, "name"), meta(*file_, "scenario_hash"), meta(*file_, "version"),
                         meta(*file_, "git"),  meta(*file_, "resolved_yaml"), {}};
  SweepQuery axes = file_->query("SELECT path FROM axes ORDER BY axis");
  while (axes.step()) identity.axes.push_back(axes.text(0));
  return identity;
}

StoredDesign SweepStoreReader::design() const {
  const SweepTransaction moment(*file_, Kind::read);
  StoredDesign design;
  design.text = meta(*file_, "design");
  each_point([&](std::size_t, const StoredPoint& point) { design.points.push_back(point); });
  SweepQuery wanted = file_->query(
      "SELECT (SELECT min(point) FROM points WHERE points.setting = wanted.setting) AS first, seed FROM wanted "
      "ORDER BY first, seed");
  while (wanted.step()) design.wanted.push_back({wanted.count(0), static_cast<std::uint64_t>(wanted.integer(1))});
  return design;
}

SweepStatus SweepStoreReader::status() const {
  const SweepTransaction moment(*file_, Kind::read);
  SweepStatus status;
  status.points = count(*file_, "SELECT count(*) FROM points");
  status.wanted = count(*file_, "SELECT count(*) FROM wanted");
  {
    SweepQuery done = file_->query(
        "SELECT count(*), total(seconds), coalesce(max(memory_bytes), 0), coalesce(max(finished_at), '') FROM runs "
        "WHERE status = 'done'");
    done.step();
    status.done = done.count(0);
    status.seconds = done.number(1);
    status.most_memory_bytes = static_cast<std::uint64_t>(done.integer(2));
    status.last_finished_at = done.text(3);
  }
  status.failed = count(*file_, "SELECT count(*) FROM runs WHERE status = 'failed'");
  {
    SweepQuery worlds = file_->query(
        "SELECT coalesce(min(worlds), 0), coalesce(max(worlds), 0) FROM (SELECT count(run) AS worlds FROM settings "
        "LEFT JOIN runs ON runs.setting = settings.setting AND status = 'done' GROUP BY settings.setting)");
    worlds.step();
    status.fewest_done = worlds.count(0);
    status.most_done = worlds.count(1);
  }
  // (point, seed) of the first example: seeds of the least point that has this text.
  SweepQuery errors = file_->query(
      "WITH failures AS (SELECT error, seed, (SELECT min(point) FROM points WHERE points.setting = runs.setting) AS "
      "point FROM runs WHERE status = 'failed'), ranked AS (SELECT error, point, seed, count(*) OVER (PARTITION BY "
      "error) AS runs, row_number() OVER (PARTITION BY error ORDER BY point, seed) AS place FROM failures) "
      "SELECT error, runs, point, seed FROM ranked WHERE place = 1 ORDER BY runs DESC, error LIMIT ?");
  errors << static_cast<std::int64_t>(SweepStatus::kMostErrors);
  while (errors.step())
    status.errors.push_back(
        {errors.text(0), errors.count(1), {errors.count(2), static_cast<std::uint64_t>(errors.integer(3))}});
  return status;
}

std::uint64_t SweepStoreReader::state() const {
  const SweepTransaction moment(*file_, Kind::read);
  StateDigest digest;
  const auto add_rows = [&](const char* sql, int columns) {
    SweepQuery rows = file_->query(sql);
    while (rows.step())
      for (int column = 0; column < columns; ++column) {
        std::string cell = rows.text(column);
        digest.raw("", cell.data(), cell.size());
      }
  };
  add_rows("SELECT key, value FROM meta ORDER BY key", 2);
  add_rows("SELECT axis, path FROM axes ORDER BY axis", 2);
  add_rows("SELECT point, hash FROM points JOIN settings USING (setting) ORDER BY point", 2);
  add_rows("SELECT point, axis, value FROM point_values ORDER BY point, axis", 3);
  add_rows("SELECT id, cohort, strategy, measure, unit FROM measures ORDER BY id", 5);
  // Checksums are over the numbers of measures.
  add_rows("SELECT hash, run, seed, status, figures, crc FROM runs JOIN settings USING (setting) ORDER BY run", 6);
  return digest.digest();
}

std::vector<SweepMeasure> SweepStoreReader::measures() const {
  std::vector<SweepMeasure> names;
  for (const auto& [measure, id] : dictionary().all()) names.push_back(measure);
  return names;
}

void SweepStoreReader::each_point(const std::function<void(std::size_t, const StoredPoint&)>& use) const {
  const SweepTransaction moment(*file_, Kind::read);
  SweepQuery points = file_->query("SELECT point, hash FROM points JOIN settings USING (setting) ORDER BY point");
  while (points.step()) {
    StoredPoint point{points.text(1), {}};
    {
      SweepQuery values = file_->query("SELECT value FROM point_values WHERE point = ? ORDER BY axis");
      values << points.integer(0);
      while (values.step()) point.values.push_back(values.text(0));
    }
    use(points.count(0), point);
  }
}

void SweepStoreReader::each_run_of(std::size_t point, With with,
                                   const std::function<void(const StoredRun&)>& use) const {
  const SweepTransaction moment(*file_, Kind::read);
  const SweepMeasures* measures = with == With::figures ? &dictionary() : nullptr;
  SweepQuery runs = file_->query(
      "SELECT run, figures, crc, seed, status, error, seconds, memory_bytes, attempt, host, finished_at FROM points "
      "JOIN runs USING (setting) WHERE point = ? ORDER BY seed");
  runs << static_cast<std::int64_t>(point);
  while (runs.step()) {
    StoredRun run = run_of(runs, point);
    if (measures) run.figures = measures->read(runs.integer(0), runs.count(1), runs.integer(2));
    use(run);
  }
}

void SweepStoreReader::each_value(const SweepMeasure& measure,
                                  const std::function<void(std::size_t, std::uint64_t, double)>& use) const {
  const SweepTransaction moment(*file_, Kind::read);
  const std::int64_t id = dictionary().find(measure);
  if (id == 0) return;
  // Point by point: sorting all runs at once would need room for all of them.
  SweepQuery points = file_->query("SELECT point, setting FROM points ORDER BY point");
  while (points.step()) {
    SweepQuery values = file_->query(
        "SELECT seed, value FROM runs JOIN metrics USING (run) WHERE setting = ? AND measure = ? ORDER BY seed");
    values << points.integer(1) << id;
    while (values.step()) use(points.count(0), static_cast<std::uint64_t>(values.integer(0)), values.number(1));
  }
}

std::optional<StoredRun> SweepStoreReader::run(std::size_t point, std::uint64_t seed) const {
  const SweepTransaction moment(*file_, Kind::read);
  SweepQuery row = file_->query(
      "SELECT run, figures, crc, seed, status, error, seconds, memory_bytes, attempt, host, finished_at FROM points "
      "JOIN runs USING (setting) WHERE point = ? AND seed = ?");
  row << static_cast<std::int64_t>(point) << static_cast<std::int64_t>(seed);
  if (!row.step()) return std::nullopt;
  StoredRun run = run_of(row, point);
  run.figures = dictionary().read(row.integer(0), row.count(1), row.integer(2));
  return run;
}

void SweepStoreReader::check() const {
  const SweepTransaction moment(*file_, Kind::read);
  {
    SweepQuery found = file_->query("PRAGMA integrity_check(1)");
    if (found.step() && found.text(0) != "ok") file_->fail_damaged(found.text(0));
  }
  if (count(*file_, "SELECT count(*) FROM metrics WHERE NOT EXISTS (SELECT 1 FROM runs WHERE runs.run = metrics.run)"))
    file_->fail_damaged("figures without a run");
  const SweepMeasures& measures = dictionary();
  SweepQuery runs = file_->query("SELECT run, figures, crc FROM runs ORDER BY run");
  while (runs.step()) (void)measures.read(runs.integer(0), runs.count(1), runs.integer(2));
}

}  // namespace clout
