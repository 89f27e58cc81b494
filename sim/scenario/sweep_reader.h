// From a scenario file with a section `sweep` to the scenario of each of its points, one at a time: a hundred thousand
// of them do not fit into memory.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/section.h"
#include "sim/plugin/catalogue.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/sweep.h"
#include "sim/scenario/sweep_vary.h"

namespace clout {

/// A scenario, its sweep, and the scenario at each point. The catalogue must outlive it.
class SweepReader {
 public:
  /// Reads a file, puts axes of the command line on it (which replace those of the same path), then the overrides.
  /// All faults of both are in `faults`; with one only check() may be called. A sweep without axes is a fault, and so
  /// is an override of what the sweep puts over.
  static SweepReader load(const std::string& file, const std::vector<Override>& overrides,
                          std::span<const VariedAxis> varied, const Catalogue& catalogue, Faults& faults);
  /// The same of text; `file` is for the places and the folder of data files.
  static SweepReader read(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                          std::span<const VariedAxis> varied, const Catalogue& catalogue, Faults& faults);

  /// Of a range of a parameter that is a whole number, `whole` is set, whether or not it was written; also of one of a
  /// duration between whole ends, as {from: 30d, to: 90d}.
  const SweepSpec& spec() const { return spec_; }
  /// The file with all that was put on it, its sweep included, as YAML on one line: read again beside the same data
  /// files it gives the same points and scenarios. A resolved scenario would not: it has written out what follows from
  /// other keys, so that the value of an axis would not reach that.
  std::string yaml() const { return document_.root().flow_yaml(); }
  /// Where the scenario was read.
  const std::string& file() const { return file_; }
  /// The scenario itself, with arms and box: what `clout run` would run.
  const Scenario& base() const { return base_; }

  /// The scenario at a point: `set` and the point's values put on the file, as --set would, without arms or a box.
  /// Worlds, seeds, output and name are those of the scenario. Faults of a value are where it was written, others at
  /// the section, or its row in a list.
  /// May be called from several threads at once. Cost: that of reading the scenario, some 0.3 ms.
  Scenario scenario_at(const SweepPoint& point, Faults& faults) const;

  /// Finds what is wrong before anything runs, but for measures, which only a run has. Of zip and list every point is
  /// read; of the others each value of each axis, or both ends of a range, the others at their first value. Each fault
  /// is said once. A fault that only a combination of values has is not found. Of a sweep that has faults already only
  /// what is wrong with a value by itself is added. Cost: a reading for each value.
  void check(Faults& faults) const;

 private:
  /// @param document  with all that is put on it.
  SweepReader(Document document, std::string file, Scenario base, const Catalogue& catalogue);
  static SweepReader of_document(Document document, const std::string& file, const std::vector<Override>& overrides,
                                 std::span<const VariedAxis> varied, const Catalogue& catalogue, Faults& faults);
  friend void check_unused_sweep(const Document&, const std::string&, const std::vector<Override>&, const Catalogue&,
                                 Faults&);
  void find_whole_axes(Faults& faults);
  void refuse_idle(const std::vector<Override>& overrides, Faults& faults) const;
  /// Faults that no value has by itself are at `row`; without it they are left out.
  Scenario read_point(const SweepPoint& point, const std::optional<Place>& row, Faults& faults) const;
  /// Points that between them try every value of every axis, each with the place of what it tries.
  std::vector<std::pair<SweepPoint, Place>> points_to_check() const;
  /// Where the value stands that brings a fault of a point by itself; else the section.
  Place cause_of(const Fault& fault, const SweepPoint& point) const;
  /// Strategies that `until` and `responses` name and that no point has.
  void check_strategies(const std::set<std::string>& there, Faults& faults) const;
  /// Of the section; of a point that was written as it is, of its row.
  Place place() const;
  Place place_of_row(const SweepPoint& point) const;

  Document document_, defaults_;
  std::string file_;
  const Catalogue* catalogue_;
  Scenario base_;
  SweepSpec spec_;
  std::vector<Fault> of_base_;  ///< that the scenario has by itself
};

/// Faults at the points of a scenario's sweep where the scenario is read for something else and is right by itself: as
/// of SweepReader::check, but for those that only an override of a key outside the section makes. A sweep without axes
/// has none: --vary may bring some.
void check_unused_sweep(const Document& document, const std::string& file, const std::vector<Override>& overrides,
                        const Catalogue& catalogue, Faults& faults);

}  // namespace clout
