// A table of counts, an account a row: followers, posts, reactions received ... What most data sets about influence
// are.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/core/faults.h"
#include "sim/recorded/recording.h"

namespace clout {

struct CountsTableParams {
  std::map<std::string, std::string> columns;  ///< what the file calls our columns: followers -> A_follower_count
  std::string pairs_judged_by;                 ///< the column that says who of a pair leads; empty = no pairs
};

struct CountsTable {
  Recording recording;
  std::uint64_t rounded = 0;  ///< counts that were no whole numbers
  /// Of pairs: 1 if the first was judged ahead, 0 if the second. Pair k is agents 2k and 2k + 1.
  std::vector<std::uint8_t> first_leads;
};

/// What a column may be called, besides `id`: the inputs that are numbers (score_inputs.h).
std::vector<std::string> counts_table_columns();

/// Reads a CSV with a header row. Columns: `id` (left out: 1, 2, ...) and any of counts_table_columns(), by these names
/// or by those of params.columns; others are left alone. Numbers >= 0, rounded to whole ones. The counts are taken for
/// what happened on one day: a cap or a window of a score sees them so.
///
/// With pairs every row holds two accounts, the columns of the first begin with A_, those of the second with B_, and
/// the column params.pairs_judged_by is 1 (the first leads) or 0. `columns` names them without the beginning.
/// All faults go to `faults` with line and column; the result is then of no use.
[[nodiscard]] CountsTable read_counts_table(const std::string& path, const CountsTableParams& params, Faults& faults);

}  // namespace clout
