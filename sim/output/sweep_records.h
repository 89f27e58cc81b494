// What a sweep store takes and gives: plain data, which knows nothing of scenarios.
//
// A sweep lives worlds at points. A point is one text for each axis (a parameter by its path); its scenario, resolved,
// has a hash. A run is one world at one point: what it is does not hang on the number of the point but on (hash of the
// resolved point, seed), so that a design may be extended and numbered anew, and stores may be merged.
// Points of equal hash are one setting under several numbers: it is run once, and read out under each number.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/analysis/summary.h"

namespace clout {

/// Whose sweep it is. A store goes on only with equal scenario_hash, version and axes.
struct SweepIdentity {
  std::string name;               ///< of the scenario
  std::string scenario_hash;      ///< of what decides the figures, without what the sweep varies
  std::string version;            ///< of the program: runs of two versions never mix
  std::string git;                ///< for the record
  std::string resolved_yaml;      ///< of the scenario without its sweep, for the record
  std::vector<std::string> axes;  ///< paths of the parameters that vary
  bool operator==(const SweepIdentity&) const = default;
};

struct StoredPoint {
  std::string hash;                 ///< of its resolved scenario; not empty
  std::vector<std::string> values;  ///< one for each axis, as YAML
  auto operator<=>(const StoredPoint&) const = default;
};

/// A world at a point; seeds are at most 2^63 - 1.
struct WantedRun {
  std::size_t point = 0;  ///< number of the point: its place in StoredDesign::points
  std::uint64_t seed = 0;
  auto operator<=>(const WantedRun&) const = default;
};

struct StoredDesign {
  std::string text;  ///< the scenario with its sweep, as whoever opens the store writes it; for the record
  std::vector<StoredPoint> points;
  std::vector<WantedRun> wanted;  ///< the runs asked for, in any order
};

enum class StoredRunStatus { done, failed };
inline const char* name_of(StoredRunStatus status) { return status == StoredRunStatus::done ? "done" : "failed"; }

/// A run that has ended, well or not.
struct StoredRun {
  std::size_t point = 0;
  std::uint64_t seed = 0;
  StoredRunStatus status = StoredRunStatus::done;
  std::vector<Measure> figures;    ///< in any order; none if failed
  std::string error;               ///< why it failed; empty if done
  double seconds = 0;              ///< by the clock
  std::uint64_t memory_bytes = 0;  ///< at most in use
  std::uint32_t attempt = 0;       ///< of the task that ran it
  std::string host;
  std::string finished_at;  ///< UTC, as 2026-01-31T12:00:00Z; the store fills it in if empty
};

/// A measure without its value.
struct SweepMeasure {
  std::string cohort, strategy, measure, unit;
  auto operator<=>(const SweepMeasure&) const = default;
};

struct SweepStatus {
  std::size_t points = 0;
  std::size_t wanted = 0, done = 0, failed = 0;  ///< runs; those of points of equal hash count once
  std::size_t fewest_done = 0, most_done = 0;    ///< finished worlds of the point that has the fewest, the most
  double seconds = 0;                            ///< of all runs that are done, summed
  std::uint64_t most_memory_bytes = 0;
  std::string last_finished_at;
  struct Error {
    std::string text;
    std::size_t runs = 0;
    WantedRun example;  ///< the first by point and seed
  };
  std::vector<Error> errors;  ///< the most frequent texts first, at most kMostErrors
  static constexpr std::size_t kMostErrors = 20;

  std::size_t pending() const { return wanted - done - failed; }
};

}  // namespace clout
