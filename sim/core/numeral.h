// Decimal literals as people write them, before anybody knows what they are for: exact where a double would round.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clout {

/// A literal in its parts: digits.fraction e exponent.
struct Numeral {
  bool negative = false;
  std::string digits;
  std::string fraction;
  std::int64_t exponent = 0;
};

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The literal at text[at], or nothing; `at` is moved behind it. Numbers of YAML 1.2:
/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
std::optional<Numeral> scan_numeral(std::string_view text, std::size_t& at);

/// The literal that the whole text is, or nothing.
std::optional<Numeral> parse_numeral(std::string_view text);

/// The nearest double of a text that is a literal. Too large: infinity; too small for anything but 0: NaN.
double to_double(std::string_view text);

/// The whole number that a literal is, exactly. Nothing: it has a fraction. `fits` false: beyond 64 bits.
std::optional<std::int64_t> to_whole(const Numeral& numeral, bool& fits);

/// 007, which readers of YAML 1.1 take for octal.
bool has_leading_zero(const Numeral& numeral);
/// The text of such a literal as it should be written.
std::string without_leading_zeros(std::string_view text);

}  // namespace clout
