#include "sim/scenario/amount.h"

#include <array>
#include <charconv>
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

double to_digits(double value, int digits) {
  std::array<char, 40> buffer;
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific, digits - 1);
  return to_double(std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data())));
}

}  // namespace clout
