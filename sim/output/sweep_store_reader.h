// Reads a sweep store, while its sweep runs too (on the same host): design, status, runs and figures, for tables and
// analysis. All that one call reads is of one moment. Runs come in the order (point, seed) and their figures in the
// order of sort_figures, whatever order they landed in; of runs one at a time is in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/output/sweep_records.h"

namespace clout {

class SweepFile;
class SweepMeasures;

class SweepStoreReader {
 public:
  /// @throws FileError  not there, not a sweep store, of another schema, damaged, or being written on another host.
  explicit SweepStoreReader(const std::filesystem::path& path);
  /// Reads what a store has open.
  explicit SweepStoreReader(SweepFile& file);
  ~SweepStoreReader();
  SweepStoreReader(const SweepStoreReader&) = delete;
  SweepStoreReader& operator=(const SweepStoreReader&) = delete;

  // All of these throw FileError if the file cannot be read or is damaged. What they call (`use`) may read on, but not
  // by the call it comes from, nor write to the store.

  const std::filesystem::path& path() const;
  SweepIdentity identity() const;
  /// The whole design, `wanted` by (point, seed). Runs of points of equal hash are given at the first of them.
  StoredDesign design() const;
  SweepStatus status() const;
  /// A number that stands for all that a report can say: identity, points, runs and the checksums of their figures,
  /// which are not read. Cost: about 2 us a run.
  std::uint64_t state() const;
  /// Every measure that some run has, in order.
  std::vector<SweepMeasure> measures() const;

  void each_point(const std::function<void(std::size_t point, const StoredPoint&)>& use) const;
  enum class With { figures, no_figures };
  /// Runs at a point, done or failed, by seed.
  void each_run_of(std::size_t point, With with, const std::function<void(const StoredRun&)>& use) const;
  /// Values of one measure over all runs that are done and have it. Cost: about 10 us a run.
  void each_value(const SweepMeasure& measure,
                  const std::function<void(std::size_t point, std::uint64_t seed, double value)>& use) const;
  /// One run with its figures, if it has ended: to compare with the same run lived again (figures_difference).
  std::optional<StoredRun> run(std::size_t point, std::uint64_t seed) const;
  /// Reads every byte: the structure of the file and the figures of each run. @throws FileError  the first damage.
  void check() const;

 private:
  const SweepMeasures& dictionary() const;

  std::unique_ptr<SweepFile> own_;
  SweepFile* file_;
  mutable std::unique_ptr<SweepMeasures> dictionary_;  ///< read again when the file has more
};

}  // namespace clout
