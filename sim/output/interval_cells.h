// An interval as three cells of a row.
#pragma once

#include "sim/analysis/interval.h"
#include "sim/output/csv.h"

namespace clout {

/// Estimate, low, high; the estimate is blank where nothing is there, low and high where no interval is known.
inline void write_interval(CsvWriter& csv, const Interval& interval, bool is_there = true) {
  if (is_there) {
    csv << interval.estimate;
  } else {
    csv.blank();
  }
  if (is_there && interval.known) {
    csv << interval.low << interval.high;
  } else {
    csv.blank().blank();
  }
}

}  // namespace clout
