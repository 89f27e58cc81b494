// curves.csv: how outcomes of probes go with the hours that they were given. Strategies and doses of probes are drawn
// by design, so a curve is an effect of hours and not of the kind of people who have them; over the other dose and over
// roles it is a mean, since the design draws these independently.
//
// Figures are made from cells: probes of one strategy, over all worlds, cut at quantiles of the dose. A world's cell is
// the mean of its probes; worlds count alike, whatever their number of probes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/analysis/interval.h"
#include "sim/analysis/probe_outcomes.h"
#include "sim/analysis/response_figures.h"
#include "sim/core/parallel.h"

namespace clout {

enum class DoseKind : std::uint8_t { hours_online, hours_offline };
inline constexpr std::array<std::string_view, 2> kDoseNames = {"hours_online", "hours_offline"};

/// Cells that are aimed at; fewer where there are not probes enough, but not below kFewestCells.
inline constexpr std::size_t kMostCells = 12;
/// Probes that every world must have in every cell.
inline constexpr std::size_t kFewestProbesInCell = 2;

/// Cells of one strategy and dose: which probe is in which, and what worlds have in them.
struct DoseCells {
  std::vector<double> hours;                       ///< mean dose of a cell's probes, ascending; empty = too few probes
  std::vector<std::size_t> probes;                 ///< of all worlds together
  std::vector<std::vector<std::uint32_t>> member;  ///< [world * cells + cell]: indices of probes in their world

  std::size_t cells() const { return hours.size(); }
};

/// Cuts the probes of a strategy at quantiles of their dose in the base branch, equal doses together: into the most
/// cells, from kMostCells down to kFewestCells, for which every world has kFewestProbesInCell probes in every cell.
/// Without such a number, or without worlds, `hours` is empty.
/// Cost: O(n log n), n = probes of all worlds.
DoseCells dose_cells(std::span<const ProbeOutcomes> worlds, std::uint8_t strategy, DoseKind dose);

/// Mean of a column's base branch in every cell, [world][cell].
/// @throws std::invalid_argument  an outcome is not finite, or worlds have different columns.
std::vector<double> cell_means(std::span<const ProbeOutcomes> worlds, std::size_t column, const DoseCells& cells);

/// One row of curves.csv. Rows of one curve: its cells, then its figures.
struct CurveRow {
  std::string strategy, measure, unit;
  Day horizon_days = 0;
  DoseKind dose = DoseKind::hours_online;
  /// `cell`: mean over worlds at `hours`, interval by Student's t. `weight`: Akaike weight of `family`. `t50`, `t10`
  /// and `knee`: hours (response_figures.h). `elasticity`, `elasticity_of_rise`: at `hours`.
  std::string row;
  std::string family;           ///< rows `weight` only
  std::optional<double> hours;  ///< dose, hours a week
  std::optional<double> estimate, low, high;
  std::optional<double> probability;  ///< that there is such a figure: share of resamples
  std::size_t probes = 0;             ///< in the cell; of other rows in all cells
  std::size_t worlds = 0;
  std::string says;  ///< in words, where a figure is missing; else empty
};

struct CurveParams {
  std::vector<std::string> measures;               ///< empty = all
  std::vector<double> elasticity_hours{1, 5, 10};  ///< > 0; left out beyond the largest cell
  std::size_t resamples = 999;
  std::uint64_t seed = 0;
};

/// What is said in place of figures.
inline constexpr std::string_view kTooFewProbes = "too few probes for a cell";
inline constexpr std::string_view kTooFewWorlds = "too few worlds for an interval";
inline constexpr std::string_view kNoPoint = "no point inside the range";
inline constexpr std::string_view kRangeBelowHour = "doses end before the first hour";

/// All rows, in the order of strategies, doses, columns. A strategy that no world has among its probes has no row; one
/// with too few probes has one row a curve that says so.
/// @param strategies  names by index.
/// @throws std::invalid_argument  an index without a name, an outcome that is not finite, worlds whose columns differ.
/// The same bits on any number of threads. Cost: curves * (1 + resamples) * about 40 microseconds, over threads.
std::vector<CurveRow> curve_rows(std::span<const ProbeOutcomes> worlds, std::span<const std::string> strategies,
                                 const CurveParams& params, ThreadPool& pool);

/// A placebo: doses of a strategy's probes are shuffled within each world, so that they can have no effect, and
/// the elasticity t y' / y is estimated all the same, once a shuffle. Its intervals should cover 0 in 95 of 100.
/// @param column  index into the columns. @param hours  > 0, where the elasticity is taken.
/// @return  one figure a shuffle; none where there are too few probes for a cell.
/// @throws std::invalid_argument  as curve_rows.
std::vector<PointInterval> placebo_elasticity(std::span<const ProbeOutcomes> worlds, std::uint8_t strategy,
                                              std::size_t column, DoseKind dose, double hours, std::size_t shuffles,
                                              const CurveParams& params, ThreadPool& pool);

}  // namespace clout
