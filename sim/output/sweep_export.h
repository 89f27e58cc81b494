// A sweep store as tidy CSV, for notebooks and spreadsheets.
//
//   runs.csv     point,AXIS...,seed,status,error
//   metrics.csv  point,AXIS...,seed,cohort,strategy,measure,unit,value
//
// An axis column has the path of its parameter as header and the text of the design as cells. Rows go by (point, seed,
// cohort, strategy, measure, unit), so equal sweeps have the same bytes whatever order runs landed in, on however many
// workers or shards, killed or not. How long a run took is in the store alone.
#pragma once

#include <filesystem>

#include "sim/output/atomic_file.h"
#include "sim/output/sweep_store_reader.h"

namespace clout {

/// Rows of runs that have ended, done or failed. @throws FileError
void write_sweep_runs(const SweepStoreReader& sweep, FileWriter& out);
/// Rows of figures of runs that are done. @throws FileError
void write_sweep_metrics(const SweepStoreReader& sweep, FileWriter& out);

/// Writes both files into `folder`, which is made if need be; each appears whole, in place of one that was there.
/// What killed exports have left half written is removed.
/// @throws FileError
/// Cost: 3,000,000 figures in 4 s; memory for one run.
void export_sweep(const SweepStoreReader& sweep, const std::filesystem::path& folder);

}  // namespace clout
