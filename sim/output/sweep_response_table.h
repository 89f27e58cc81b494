// The figures of a sweep's runs, as the analyses read them: one response, by point and world.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/analysis/responses.h"
#include "sim/output/sweep_store_reader.h"
#include "sim/scenario/sweep.h"

namespace clout {

/// One figure of all runs: by point and seed.
using RunFigures = std::map<std::pair<std::size_t, std::uint64_t>, double>;

/// A response in the runs that have it; of a difference in those that have both. Sets `unit` if a run has one.
/// @throws FileError  Cost: 10 us a run.
RunFigures figures_of_response(const SweepStoreReader& store, const SweepResponse& response, std::string& unit);

/// A response as a table, points by the worlds that some point has; kNone where there is no figure.
struct ResponseTable {
  std::size_t points = 0, worlds = 0;
  std::vector<std::uint64_t> seeds;  ///< of the worlds, ascending
  std::vector<double> values;        ///< points by worlds

  Responses responses() const { return {points, worlds, values}; }
};

ResponseTable table_of(const RunFigures& figures, std::size_t points);

}  // namespace clout
