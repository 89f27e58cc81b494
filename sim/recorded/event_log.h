// A log of what people did, an act a row.
#pragma once

#include <string>

#include "sim/core/faults.h"
#include "sim/recorded/recording.h"

namespace clout {

/// Reads a CSV with a header row and the columns, in any order:
///   day     a whole number >= 0, of which 0 is a Sunday, or a date 2011-03-17, also with a time behind it, such as
///           T23:59:59+02:00. With a zone it is the day at Greenwich that counts, without one the day as written. The
///           earliest becomes the day of that weekday in the first week, 0 (Sunday) to 6
///   actor   who did it: any text
///   act     post, like, reshare, reply, follow, unfollow, message, meeting or read
///   target  to whom; empty for post and read
///   post    optional: any text that names a post. A post defines it, a reaction refers to it
/// Rows may stand in any order; of one day they count in the order of the file. Others than these columns are left
/// alone. An act on oneself, a reaction to a post of somebody else than its target, to one that comes later or that is
/// put out twice are faults. A log knows no hours online, and nobody's bio (bios_table.h).
/// All faults go to `faults` with line and column; the result is then of no use.
/// Cost: O(rows log rows); about 300 bytes a row while reading.
[[nodiscard]] Recording read_event_log(const std::string& path, Faults& faults);

}  // namespace clout
