// Figures as people read them in a terminal.
#pragma once

#include <string>

#include "sim/analysis/interval.h"

namespace clout {

/// Three digits that count, more before a point and fewer of what is below 0.1: 0.012, 1.23, 12.3, 123, 12345.
std::string short_number(double value);

/// With so many digits after the point, >= 0: fixed_number(1.5, 3) is 1.500.
std::string fixed_number(double value, int digits);

/// `1.23 [1.10, 1.36]`, or the estimate alone where no interval is known.
std::string interval_text(const Interval& interval);

/// A share as `12.3 [11.0, 13.6] %`; "?" if no world has it.
std::string percent_text(const Interval& share);

}  // namespace clout
