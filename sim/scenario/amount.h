// A number with a unit behind it, as the ends of a range are written: 0.1, 30d, 8h. What the unit means is the business
// of the parameter that gets it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/core/numeral.h"

namespace clout {

struct Amount {
  double value = 0;  ///< finite
  Numeral numeral;   ///< the same, exactly as written
  std::string unit;  ///< letters a-z, or empty
};

/// Nothing for what is no such text: 1h30min, 007, inf.
/// Example: "-2.5d" is -2.5 and "d".
std::optional<Amount> parse_amount(std::string_view text);

/// The shortest text that parses to the same number, with the unit.
std::string amount_text(double value, const std::string& unit);

/// To so many significant digits, at least 1.
double to_digits(double value, int digits);

}  // namespace clout
