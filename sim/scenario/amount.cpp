#include "sim/scenario/amount.h"

#include <cmath>

#include "sim/core/params.h"

namespace clout {

std::optional<Amount> parse_amount(std::string_view text) {
  std::size_t end = 0;
  const std::optional<Numeral> numeral = scan_numeral(text, end);
  if (!numeral || has_leading_zero(*numeral)) return std::nullopt;
  const double value = to_double(text.substr(0, end));
  const std::string_view unit = text.substr(end);
  if (!std::isfinite(value) || unit.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos)
    return std::nullopt;
  return Amount{value, *numeral, std::string(unit)};
}

std::string amount_text(double value, const std::string& unit) { return number_text(value) + unit; }

}  // namespace clout
