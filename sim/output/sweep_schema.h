// Tables of a sweep store. For people who look in with SQL: the view `figures` is all of it, tidy.
//
//   meta          key, value: name, scenario_hash, version, git, resolved_yaml, design
//   axes          axis = 0, 1, ...; path of the parameter
//   settings      a resolved scenario that is run, by its hash
//   points        point = 0, 1, ... of the design; its setting. Points of equal hash share a setting
//   point_values  the text of each axis at each point
//   wanted        the runs asked for
//   runs          those that have ended; `figures` is their number, `crc` their checksum
//   measures      the names of figures, each with its checksum
//   metrics       the figures
#pragma once

namespace clout {

inline constexpr int kSweepSchema = 2;
/// In the head of the file, tells a sweep store from other SQLite files: "clsw".
inline constexpr int kSweepApplicationId = 0x636c7377;

inline constexpr const char* kSweepTables = R"(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE axes (axis INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE settings (setting INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE);
CREATE TABLE points (point INTEGER PRIMARY KEY, setting INTEGER NOT NULL REFERENCES settings);
CREATE INDEX points_of_setting ON points (setting);
CREATE TABLE point_values (point INTEGER NOT NULL, axis INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (point, axis)) WITHOUT ROWID;
CREATE TABLE wanted (setting INTEGER NOT NULL, seed INTEGER NOT NULL, PRIMARY KEY (setting, seed)) WITHOUT ROWID;
CREATE TABLE runs (run INTEGER PRIMARY KEY, setting INTEGER NOT NULL REFERENCES settings, seed INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('done', 'failed')), seconds REAL NOT NULL, memory_bytes INTEGER NOT NULL,
  attempt INTEGER NOT NULL, host TEXT NOT NULL, finished_at TEXT NOT NULL, error TEXT NOT NULL,
  figures INTEGER NOT NULL, crc INTEGER NOT NULL, UNIQUE (setting, seed));
CREATE TABLE measures (id INTEGER PRIMARY KEY, cohort TEXT NOT NULL, strategy TEXT NOT NULL, measure TEXT NOT NULL,
  unit TEXT NOT NULL, crc INTEGER NOT NULL, UNIQUE (cohort, strategy, measure, unit));
CREATE TABLE metrics (run INTEGER NOT NULL, measure INTEGER NOT NULL, value REAL NOT NULL,
  PRIMARY KEY (run, measure)) WITHOUT ROWID;
CREATE VIEW figures AS
  SELECT point, seed, cohort, strategy, measures.measure AS measure, unit, value
  FROM points JOIN runs USING (setting) JOIN metrics USING (run) JOIN measures ON measures.id = metrics.measure;
)";

}  // namespace clout
