#include "sim/core/numeral.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace clout {

std::optional<Numeral> scan_numeral(std::string_view text, std::size_t& at) {
  Numeral result;
  std::size_t i = at;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) result.negative = text[i++] == '-';
  while (i < text.size() && is_digit(text[i])) result.digits += text[i++];
  if (i < text.size() && text[i] == '.') {
    ++i;
    while (i < text.size() && is_digit(text[i])) result.fraction += text[i++];
  }
  if (result.digits.empty() && result.fraction.empty()) return std::nullopt;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    std::size_t j = i + 1;
    bool negative = false;
    if (j < text.size() && (text[j] == '-' || text[j] == '+')) negative = text[j++] == '-';
    if (j < text.size() && is_digit(text[j])) {
      constexpr std::int64_t kHuge = 1'000'000'000;
      while (j < text.size() && is_digit(text[j])) {
        result.exponent = std::min<std::int64_t>(result.exponent * 10 + (text[j++] - '0'), kHuge);
      }
      if (negative) result.exponent = -result.exponent;
      i = j;
    }
  }
  at = i;
  return result;
}

std::optional<Numeral> parse_numeral(std::string_view text) {
  std::size_t end = 0;
  std::optional<Numeral> result = scan_numeral(text, end);
  if (end != text.size()) return std::nullopt;
  return result;
}

double to_double(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);  // from_chars takes none
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    const std::optional<Numeral> numeral = parse_numeral(text);
    // Which side: the order of magnitude of the first digit that is not zero.
    std::int64_t magnitude = -1'000'000'000'000;
    if (numeral) {
      const std::string all = numeral->digits + numeral->fraction;
      const std::size_t first = all.find_first_not_of('0');
      if (first != std::string::npos) {
        magnitude =
            numeral->exponent + static_cast<std::int64_t>(numeral->digits.size()) - static_cast<std::int64_t>(first);
      }
    }
    return magnitude > 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  }
  return value == 0 ? 0 : value;  // no negative zero
}

std::optional<std::int64_t> to_whole(const Numeral& numeral, bool& fits) {
  fits = true;
  std::string digits = numeral.digits + numeral.fraction;
  std::int64_t exponent = numeral.exponent - static_cast<std::int64_t>(numeral.fraction.size());
  digits.erase(0, digits.find_first_not_of('0'));
  if (digits.empty()) return 0;
  while (digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  if (exponent < 0) return std::nullopt;
  if (static_cast<std::int64_t>(digits.size()) + exponent > 19) {
    fits = false;
    return 0;
  }
  digits.append(static_cast<std::size_t>(exponent), '0');
  if (numeral.negative) digits.insert(0, 1, '-');
  std::int64_t value = 0;
  fits = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
  return value;
}

bool has_leading_zero(const Numeral& numeral) { return numeral.digits.size() > 1 && numeral.digits[0] == '0'; }

std::string without_leading_zeros(std::string_view text) {
  std::string result(text);
  const std::size_t sign = result[0] == '-' || result[0] == '+' ? 1 : 0;
  while (result.size() > sign + 1 && result[sign] == '0' && is_digit(result[sign + 1])) result.erase(sign, 1);
  return result;
}

}  // namespace clout
