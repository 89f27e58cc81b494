// How runs and designs get into a store: the one way for sweeps and for merges. Internal to the sweep_* sources.
// All of it goes on within a transaction of the caller's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/output/sweep_file.h"
#include "sim/output/sweep_measures.h"
#include "sim/output/sweep_records.h"
#include "sim/output/sweep_store.h"

namespace clout {

/// Points of `more` that are not in `points`, each as many times as it is there more often; in the order of `more`.
std::vector<StoredPoint> points_beyond(const std::vector<StoredPoint>& points, const std::vector<StoredPoint>& more);

/// Points of one design are those of the other, in its numbers, and it may have more.
bool begins_with(const std::vector<StoredPoint>& points, const std::vector<StoredPoint>& first);

/// @throws std::invalid_argument  a point with another number of values than axes or without a hash, a run of a point
///                                that is not there, a seed above 2^63 - 1.
void check_design(const StoredDesign& design, std::size_t axes);

class SweepLanding {
 public:
  explicit SweepLanding(SweepFile& file) : file_(file) {}

  /// Setting of a hash, if there is one.
  std::optional<std::int64_t> setting(const std::string& hash) const;
  /// Setting of the point with this number.
  std::optional<std::int64_t> setting_of(std::size_t point) const;

  /// Makes `points` the points of the store. Settings, runs and what is wanted stay.
  void put_points(const std::vector<StoredPoint>& points);
  /// @param points  of the design whose numbers `cells` are in; all of them have a setting.
  void want(const std::vector<StoredPoint>& points, const std::vector<WantedRun>& cells);
  void put_meta(const std::string& key, const std::string& value);

  enum class IfBothFailed {
    newer,  ///< the one that comes replaces the one that is there
    later   ///< the one of the later attempt stays, so that the order of coming does not matter
  };
  /// @param run   its point is only for messages.
  /// @param from  the store it comes from, for messages; empty if it comes from a worker.
  /// @throws FileError  done there with other figures.
  SweepStore::Landed land(std::int64_t setting, const StoredRun& run, IfBothFailed both, const std::string& from = {});
  /// After a transaction that was not committed: what was known of the file may not be so.
  void forget() { measures_.reset(); }

 private:
  void put_run(std::int64_t setting, const StoredRun& run, std::optional<std::int64_t> instead);
  SweepMeasures& measures();

  SweepFile& file_;
  std::unique_ptr<SweepMeasures> measures_;
};

}  // namespace clout
