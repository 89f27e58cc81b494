// How far estimators and their intervals can be trusted: the table of known truths, made-up worlds and many
// repetitions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/estimator_row.h"
#include "sim/core/parallel.h"

namespace clout {

/// Hears how far it is, in [0, 1] and in words; false stops.
using EstimatorProgress = std::function<bool(double done, const std::string& what)>;

/// Every estimator at noises of .05, .1 and .2 (signal to noise 20, 10 and 5) with 10, 20 and 30 worlds. Rows of one
/// estimator stand together. Empty where stopped.
/// @param repetitions  >= 1, made-up samples a row. @param told  may be empty.
/// The same bits on any number of threads. Cost: about a second a repetition and core.
std::vector<EstimatorRow> estimator_rows(std::size_t repetitions, std::uint64_t seed, ThreadPool& pool,
                                         const EstimatorProgress& told = {});

/// The rows as a table, and below it between what coverage should lie and how many rows do.
std::string estimator_table_text(std::span<const EstimatorRow> rows);

}  // namespace clout
