// A study of many points: which parameters take which values, and in which order the runs are lived. Plain data and
// plain functions; what is wrong with one in YAML is found by read_sweep, what is wrong at a point by SweepReader.
//
// Every point lives on the same seeds, those of the scenario's `worlds`: differences between points are differences
// world by world. A point's seeds, number of worlds and output are no part of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/core/faults.h"
#include "sim/core/params.h"
#include "sim/scenario/unit_design.h"

namespace clout {

/// grid: every combination of the values; zip: the i-th of each; list: as written. The others sample, see UnitDesign.
enum class SweepDesign : std::uint8_t { grid, zip, list, random, latin_hypercube, sobol, morris, saltelli };
inline constexpr std::array<const char*, 8> kSweepDesignNames = {
    "grid", "zip", "list", "random", "latin_hypercube", "sobol", "morris", "saltelli"};

inline constexpr std::size_t kMostSweepPoints = 1'000'000;

/// Of a sampled design the design on the unit cube, of another nothing.
std::optional<UnitDesign> unit_design_of(SweepDesign design);

/// YAML on one line, and where it was written.
struct SweepValue {
  std::string yaml;
  Place place;
};

struct SweepSetting {
  std::string path;
  SweepValue value;
};

/// A point that was written as it is: of each axis its value as YAML, empty where the row leaves it out.
struct SweepRow {
  std::vector<std::string> values;
  Place place;
};

/// A parameter and its values, or its prior: uniform from `from` to `to`, or log-uniform.
struct SweepAxis {
  std::string path;  ///< as after --set
  Place place;
  std::vector<SweepValue> values;  ///< empty: a range
  double from = 0, to = 0;
  bool log = false;
  bool whole = false;  ///< every whole number from `from` to `to`, each with the chance of its neighbourhood of +-1/2
  std::string unit;    ///< behind both ends: d
  bool is_range() const { return values.empty(); }
};

/// Worlds are added round by round until the interval of a measure is as narrow as this at every point.
struct SweepUntil {
  std::string measure, strategy = "ALL", cohort = "background";  ///< as in summary.csv
  double ci_halfwidth = 0;  ///< half of the 95 % interval over worlds, in the unit of the measure
  std::int64_t worlds_max = 100;
  void visit(ParamVisitor& v);
};

/// A figure that tables and sensitivity are made of; with `than` the difference between two strategies, world by world.
/// Its sign at a point is a conclusion.
struct SweepResponse {
  std::string name;  ///< unique; what tables call it. Empty in YAML: made of the rest
  std::string measure, strategy = "ALL", than, cohort = "background";  ///< as in summary.csv
  void visit(ParamVisitor& v);
};

struct SweepSpec {
  SweepDesign design = SweepDesign::grid;
  std::int64_t points = 256;      ///< of a sampled design; of saltelli base rows, of morris trajectories
  std::int64_t seed = 1;          ///< of the design
  std::vector<SweepSetting> set;  ///< put on the scenario at every point, before the axes
  std::vector<SweepAxis> axes;    ///< put on it in this order; of a list every path that some row has
  std::vector<SweepRow> list;     ///< design list
  std::optional<SweepUntil> until;
  std::vector<SweepResponse> responses;  ///< none: chosen by whoever makes tables
};

/// A point: the value of each axis as YAML on one line; empty: as in the scenario, where a row of a list leaves it out.
struct SweepPoint {
  std::size_t index = 0;
  std::vector<std::string> values;
};

/// Number of points; kMostSweepPoints + 1 where there are more.
std::size_t sweep_size(const SweepSpec& spec);

/// Value of an axis at u in [0, 1]: of n values the floor(u n)-th, the last at 1; of a range its quantile u, as the
/// shortest text that reads back the same, without the error of rounding beside a number of few digits. Not decreasing
/// in u.
/// Example: {from: 1, to: 100, scale: log} at 1/2: 10.
std::string axis_value(const SweepAxis& axis, double u);

/// All points, in the order of the design; of a grid the last axis runs fastest.
/// @throws std::invalid_argument  more than kMostSweepPoints, a range in a grid or zip, or what unit_design refuses.
/// Cost: 0.5 us and 32 bytes a value, more where values are long texts.
std::vector<SweepPoint> sweep_points(const SweepSpec& spec);

/// Rows of the design that are worth something only together: a trajectory, a base row of saltelli; else 1.
std::size_t sweep_block(const SweepSpec& spec);

/// One run: a point, and which of the scenario's worlds (its seed is worlds.seed + world).
struct SweepRun {
  std::uint32_t point = 0, world = 0;
  bool operator==(const SweepRun&) const = default;
};

/// The order in which runs are begun: round by round, world 0 of all points first, so that an interruption leaves all
/// points alike; within a round so that the points done are an even sample of all.
///
/// Sampled designs are even as they stand: their beginnings are designs of fewer points (but for latin_hypercube, whose
/// order is random), and rows of one block stay together. Points of grid, zip and list are taken at i s mod n, where s
/// is the number next to n / 1.618 that has no divisor in common with n: first points lie evenly on the first axis, and
/// n being a multiple of the values q of the last axis, any q points in a row have each of these once.
/// Source: ours, a lattice of rank 1; the golden section after Weyl's equidistribution.
/// Example: grid of 3 x 3: 0, 5, 1, 6, 2, 7, 3, 8, 4.
std::vector<SweepRun> run_order(SweepDesign design, std::size_t points, std::size_t worlds);

/// Which of `shards` (from 0 on) lives the k-th run of run_order: in turn, but so that a point goes to each shard once in
/// as many worlds as there are shards, and a shard that is lost takes few runs of each. Rows of a block stay together
/// where there are as many blocks as shards: then few blocks are broken. More worlds change nothing about earlier runs.
/// @param points, block, shards  >= 1; block divides points.
/// Example: 4 points, 2 shards: 0 1 0 1 in world 0, 1 0 1 0 in world 1.
std::size_t shard_of_run(std::size_t k, std::size_t points, std::size_t block, std::size_t shards);

}  // namespace clout
