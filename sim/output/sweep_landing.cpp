#include "sim/output/sweep_landing.h"

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "sim/output/sweep_figures.h"

namespace clout {
namespace {

std::string attempt_text(const std::string& host, std::uint32_t attempt, const std::string& finished_at) {
  return "attempt " + std::to_string(attempt) + (host.empty() ? "" : " on " + host) + " at " + finished_at;
}

}  // namespace

void refuse_other(const std::filesystem::path& path, const SweepIdentity& found, const SweepIdentity& expected,
                  const std::string& advice) {
  if (found.version != expected.version)
    throw FileError(path, "was made by another version of clout (" + found.version + ", this is " + expected.version +
                              ")" + advice);
  if (found.axes != expected.axes) {
    const auto list = [](const std::vector<std::string>& axes) {
      std::string text;
      for (const std::string& axis : axes) text += (text.empty() ? "" : ", ") + axis;
      return text.empty() ? std::string("nothing") : text;
    };
    throw FileError(path, "varies other parameters (" + list(found.axes) + ", and this sweep " + list(expected.axes) +
                              ")" + advice);
  }
  if (found.scenario_hash != expected.scenario_hash)
    throw FileError(path, "was made by another scenario (" + found.name + " " + found.scenario_hash.substr(0, 8) +
                              ", this is " + expected.name + " " + expected.scenario_hash.substr(0, 8) + ")" + advice);
}

std::vector<StoredPoint> points_beyond(const std::vector<StoredPoint>& points, const std::vector<StoredPoint>& more) {
  std::map<StoredPoint, std::size_t> times;
  for (const StoredPoint& point : points) ++times[point];
  std::vector<StoredPoint> beyond;
  for (const StoredPoint& point : more) {
    const auto found = times.find(point);
    if (found != times.end() && found->second > 0)
      --found->second;
    else
      beyond.push_back(point);
  }
  return beyond;
}

bool fit_together(const std::vector<StoredPoint>& one, const std::vector<StoredPoint>& other) {
  return points_beyond(one, other).empty() || points_beyond(other, one).empty();
}

bool begins_with(const std::vector<StoredPoint>& points, const std::vector<StoredPoint>& first) {
  return first.size() <= points.size() && std::equal(first.begin(), first.end(), points.begin());
}

void check_design(const StoredDesign& design, std::size_t axes) {
  for (std::size_t k = 0; k < design.points.size(); ++k) {
    const StoredPoint& point = design.points[k];
    if (point.hash.empty()) throw std::invalid_argument("sweep: point " + std::to_string(k) + " has no hash");
    if (point.values.size() != axes)
      throw std::invalid_argument("sweep: point " + std::to_string(k) + " has " + std::to_string(point.values.size()) +
                                  " values for " + std::to_string(axes) + " axes");
  }
  for (const WantedRun& cell : design.wanted) {
    if (cell.point >= design.points.size())
      throw std::invalid_argument("sweep: a run of point " + std::to_string(cell.point) + " is wanted, and there are " +
                                  std::to_string(design.points.size()) + " points");
    if (cell.seed > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      throw std::invalid_argument("sweep: seed " + std::to_string(cell.seed) + " is above 2^63 - 1");
  }
}

std::optional<std::int64_t> SweepLanding::setting(const std::string& hash) const {
  SweepQuery row = file_.query("SELECT setting FROM settings WHERE hash = ?");
  row << hash;
  if (!row.step()) return std::nullopt;
  return row.integer(0);
}

std::optional<std::int64_t> SweepLanding::setting_of(std::size_t point) const {
  SweepQuery row = file_.query("SELECT setting FROM points WHERE point = ?");
  row << static_cast<std::int64_t>(point);
  if (!row.step()) return std::nullopt;
  return row.integer(0);
}

void SweepLanding::put_points(const std::vector<StoredPoint>& points) {
  file_.execute("DELETE FROM point_values; DELETE FROM points");
  SweepQuery add_setting = file_.query("INSERT OR IGNORE INTO settings (hash) VALUES (?)");
  SweepQuery add_point =
      file_.query("INSERT INTO points (point, setting) SELECT ?, setting FROM settings WHERE hash = ?");
  SweepQuery add_value = file_.query("INSERT INTO point_values (point, axis, value) VALUES (?, ?, ?)");
  for (std::size_t k = 0; k < points.size(); ++k) {
    const auto number = static_cast<std::int64_t>(k);
    (add_setting << points[k].hash).run();
    (add_point << number << points[k].hash).run();
    for (std::size_t axis = 0; axis < points[k].values.size(); ++axis)
      (add_value << number << static_cast<std::int64_t>(axis) << points[k].values[axis]).run();
  }
}

void SweepLanding::want(const std::vector<StoredPoint>& points, const std::vector<WantedRun>& cells) {
  std::vector<std::int64_t> settings;
  settings.reserve(points.size());
  for (const StoredPoint& point : points) settings.push_back(setting(point.hash).value());
  SweepQuery add = file_.query("INSERT OR IGNORE INTO wanted (setting, seed) VALUES (?, ?)");
  for (const WantedRun& cell : cells) (add << settings[cell.point] << static_cast<std::int64_t>(cell.seed)).run();
}

void SweepLanding::put_meta(const std::string& key, const std::string& value) {
  SweepQuery put = file_.query("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
  (put << key << value).run();
}

SweepMeasures& SweepLanding::measures() {
  if (!measures_) measures_ = std::make_unique<SweepMeasures>(file_);
  return *measures_;
}

SweepStore::Landed SweepLanding::land(std::int64_t setting, const StoredRun& run, IfBothFailed both,
                                      const std::string& from) {
  using Landed = SweepStore::Landed;
  std::optional<std::int64_t> there;
  {
    SweepQuery row = file_.query(
        "SELECT run, figures, crc, status, attempt, host, finished_at, error FROM runs WHERE setting = ? AND seed = ?");
    row << setting << static_cast<std::int64_t>(run.seed);
    if (row.step()) {
      there = row.integer(0);
      if (row.text(3) == name_of(StoredRunStatus::done)) {
        if (run.status == StoredRunStatus::failed) return Landed::already;
        const std::string difference =
            figures_difference(measures().read(row.integer(0), row.count(1), row.integer(2)), run.figures);
        if (difference.empty()) return Landed::already;
        throw FileError(file_.path(),
                        "point " + std::to_string(run.point) + ", seed " + std::to_string(run.seed) +
                            " has been run twice, with other figures: " + difference + " (" +
                            attempt_text(row.text(5), static_cast<std::uint32_t>(row.integer(4)), row.text(6)) +
                            ", and " + attempt_text(run.host, run.attempt, run.finished_at) +
                            (from.empty() ? "" : " in " + from) +
                            "); one of the two was not lived by this clout on a sound machine");
      }
      if (run.status == StoredRunStatus::failed && both == IfBothFailed::later &&
          std::make_tuple(row.integer(4), row.text(6), row.text(7)) >=
              std::make_tuple(static_cast<std::int64_t>(run.attempt), run.finished_at, run.error))
        return Landed::already;
    }
  }
  put_run(setting, run, there);
  return there ? Landed::after_failure : Landed::fresh;
}

void SweepLanding::put_run(std::int64_t setting, const StoredRun& run, std::optional<std::int64_t> instead) {
  std::vector<std::pair<std::int64_t, double>> figures;
  figures.reserve(run.figures.size());
  for (const Measure& figure : run.figures) figures.emplace_back(measures().id(figure), figure.value);
  std::sort(figures.begin(), figures.end());  // the order in the file, so that each goes to its end
  FiguresCrc crc;
  for (const auto& [id, value] : figures) crc.add(id, value);

  if (instead) {
    SweepQuery remove = file_.query("DELETE FROM runs WHERE run = ?");  // a failed run, which has no figures
    (remove << *instead).run();
  }
  SweepQuery add_run = file_.query(
      "INSERT INTO runs (setting, seed, status, seconds, memory_bytes, attempt, host, finished_at, error, figures, "
      "crc) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING run");
  add_run << setting << static_cast<std::int64_t>(run.seed) << std::string(name_of(run.status)) << run.seconds
          << static_cast<std::int64_t>(run.memory_bytes) << static_cast<std::int64_t>(run.attempt) << run.host
          << run.finished_at << run.error << static_cast<std::int64_t>(figures.size()) << crc.value();
  add_run.step();
  const std::int64_t id = add_run.integer(0);
  SweepQuery add_figure = file_.query("INSERT INTO metrics (run, measure, value) VALUES (?, ?, ?)");
  for (const auto& [measure, value] : figures) (add_figure << id << measure << value).run();
}

}  // namespace clout
