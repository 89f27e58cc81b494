// The dictionary of measures in a store, and the figures of a run in it. Internal to the sweep_* sources.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "sim/output/sweep_file.h"
#include "sim/output/sweep_records.h"

namespace clout {

/// Checksum of the figures of a run as they stand in the file, by id.
class FiguresCrc {
 public:
  void add(std::int64_t measure, double value);
  std::int64_t value() const { return crc_; }

 private:
  std::uint32_t crc_ = 0;
};

class SweepMeasures {
 public:
  /// Reads the dictionary. @throws FileError
  explicit SweepMeasures(SweepFile& file);
  /// Id of a measure; 0 if there is none.
  std::int64_t find(const SweepMeasure& measure) const;
  /// Id of a measure, which is added to the file if need be. @throws FileError
  std::int64_t id(const Measure& figure);
  /// In order.
  const std::map<SweepMeasure, std::int64_t>& all() const { return ids_; }

  /// Figures of a run, in the order of sort_figures.
  /// @param figures, crc  as the row in `runs` says.
  /// @throws FileError  they are not as they were written.
  std::vector<Measure> read(std::int64_t run, std::size_t figures, std::int64_t crc) const;

 private:
  SweepFile& file_;
  std::map<SweepMeasure, std::int64_t> ids_;
  struct Name {
    const SweepMeasure* measure;
    std::size_t rank;  ///< place in the order; only while `ranked_`
  };
  mutable std::unordered_map<std::int64_t, Name> names_;
  mutable bool ranked_ = false;
  void rank() const;
};

}  // namespace clout
