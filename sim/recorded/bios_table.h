// What stands in the bios of the people of a recording.
#pragma once

#include <string>

#include "sim/core/faults.h"
#include "sim/recorded/recording.h"

namespace clout {

/// Reads a CSV with a header row and the columns, in any order:
///   id      the account, as the recording calls it; a row for each. Others than those are left alone
///   city    any text but none; one word for all where cities do not matter. At most 65,536 different ones
///   topics  what they are interested in, any texts between semicolons: chess;rowing. At most 64 different ones
/// and sets the recording's city and topics, numbered in the order of their names; other columns are left alone.
/// All faults go to `faults` with line and column; the recording is then of no use.
/// Cost: O(rows log rows).
void read_bios(const std::string& path, Recording& recording, Faults& faults);

}  // namespace clout
