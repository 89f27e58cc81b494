// Scalars as text: numbers, durations, words; read with a fault that says what to write, and written so that they read
// back the same.
#include "sim/core/params_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "sim/core/math.h"
#include "sim/core/numeral.h"

namespace clout {
namespace {

// "; write 1000" for 1_000, 1,000, 0x3e8, 50%; "" for what is no number at all.
std::string number_hint(std::string_view text) {
  if (text.size() > 40) return "";
  std::string bare;
  for (const char c : text) {
    if (c != '_' && c != ',' && c != '\'' && c != ' ') bare += c;
  }
  if (bare.size() != text.size() && parse_numeral(bare)) return "; write " + without_leading_zeros(bare);
  if (bare.size() > 1 && bare.back() == '%') {
    const std::string percent = bare.substr(0, bare.size() - 1);
    const double value = to_double(percent) / 100;
    if (parse_numeral(percent) && std::isfinite(value)) return "; write " + number_text(value);
  }
  for (const auto& [prefix, base] : {std::pair<std::string_view, int>{"0x", 16}, {"0o", 8}, {"0b", 2}}) {
    if (bare.rfind(prefix, 0) != 0) continue;
    std::int64_t value = 0;
    const char* end = bare.data() + bare.size();
    const auto [stop, error] = std::from_chars(bare.data() + prefix.size(), end, value, base);
    if (error == std::errc() && stop == end) return "; write " + std::to_string(value);
  }
  return "";
}

bool is_not_finite(std::string_view text) {
  std::string lower;
  for (const char c : text.substr(0, 12)) {
    if (c != '.' && c != '+' && c != '-') lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower == "inf" || lower == "infinity" || lower == "nan";
}

// The numeral of a section that is one, else a fault that says `expected` what.
std::optional<Numeral> read_numeral(const Section& section, const char* expected, Faults& faults) {
  const auto refuse = [&](const std::string& message) {
    faults.add(section.place(), section.path(), message);
    return std::nullopt;
  };
  const std::string got = std::string("expected ") + expected + ", got " + section.what();
  if (!section.is_scalar()) return refuse(got);
  const std::string& text = section.text();
  std::optional<Numeral> numeral = parse_numeral(text);
  if (section.was_quoted()) return refuse(numeral ? got + " in quotes; write it without" : got);
  if (is_not_finite(text)) return refuse(got + ", which is not finite");
  if (!numeral) return refuse(got + number_hint(text));
  if (has_leading_zero(*numeral))
    return refuse(got + (text.size() <= 40 ? "; write " + without_leading_zeros(text) : ""));
  return numeral;
}

struct Unit {
  std::string_view name;
  double seconds;
};

constexpr std::array<Unit, 5> kUnits = {{{"w", 604800}, {"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}}};

const Unit& unit_of(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::days:
      return kUnits[1];
    case TimeUnit::hours:
      return kUnits[2];
    case TimeUnit::minutes:
      return kUnits[3];
    case TimeUnit::seconds:
      break;
  }
  return kUnits[4];
}

// `1h30min` in the unit it is stored in; nothing if it is no duration. Units must go from large to small.
std::optional<double> parse_duration(std::string_view text, const Unit& stored) {
  double seconds = 0;
  double same_unit = 0;
  std::size_t terms = 0;
  double last_unit = kInfinity;
  bool only_same = true;
  bool negative = false;
  std::size_t at = 0;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) negative = text[at++] == '-';
  while (at < text.size()) {
    if (terms > 0 && text[at] == ' ') ++at;
    if (at >= text.size() || text[at] == '-' || text[at] == '+') return std::nullopt;
    const std::size_t begin = at;
    if (!scan_numeral(text, at)) return std::nullopt;
    const double number = to_double(text.substr(begin, at - begin));
    if (at < text.size() && text[at] == ' ') ++at;
    const std::size_t name = at;
    while (at < text.size() && text[at] >= 'a' && text[at] <= 'z') ++at;
    const std::string_view unit_name = text.substr(name, at - name);
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return u.name == unit_name; });
    if (unit == kUnits.end() || unit->seconds >= last_unit) return std::nullopt;
    last_unit = unit->seconds;
    only_same = only_same && unit->name == stored.name;
    same_unit = number;
    seconds += number * unit->seconds;
    ++terms;
  }
  if (terms == 0) return std::nullopt;
  const double value = only_same ? same_unit : seconds / stored.seconds;
  return negative && value != 0 ? -value : value;
}

}  // namespace

std::string_view unit_name(TimeUnit unit) { return unit_of(unit).name; }

// ---- Range ----

Range Range::any() { return {-kInfinity, kInfinity}; }
Range Range::at_least(double low) { return {low, kInfinity}; }
Range Range::above(double low) { return {low, kInfinity, true}; }
Range Range::probability() { return {0, 1}; }

bool Range::contains(double value) const {
  const bool low_holds = low_open ? value > low : value >= low;
  const bool high_holds = high_open ? value < high : value <= high;
  return std::isfinite(value) && low_holds && high_holds;
}

std::string Range::text() const { return text(""); }

std::string Range::text(std::string_view unit) const {
  const auto end = [&](double value) {
    if (std::isinf(value)) return std::string(value > 0 ? "inf" : "-inf");
    return number_text(value).append(unit);
  };
  const std::string begin = low_open || std::isinf(low) ? "(" : "[";
  return begin + end(low) + ", " + end(high) + (high_open || std::isinf(high) ? ')' : ']');
}

// ---- Reading ----

std::optional<double> read_real(const Section& section, Faults& faults) {
  if (!read_numeral(section, "a number", faults)) return std::nullopt;
  const double value = to_double(section.text());
  if (std::isfinite(value)) return value;
  faults.add(section.place(), section.path(),
             in_quotes(section.text()) +
                 (std::isnan(value) ? " is too small for a number; write 0" : " is too large for a number"));
  return std::nullopt;
}

std::optional<std::int64_t> read_whole(const Section& section, Faults& faults) {
  const std::optional<Numeral> numeral = read_numeral(section, "a whole number", faults);
  if (!numeral) return std::nullopt;
  bool fits = true;
  const std::optional<std::int64_t> value = to_whole(*numeral, fits);
  if (value && fits) return value;
  faults.add(section.place(), section.path(),
             value ? in_quotes(section.text()) + " is too large for a whole number"
                   : "expected a whole number, got " + section.what());
  return std::nullopt;
}

std::optional<bool> read_flag(const Section& section, Faults& faults) {
  const std::string& text = section.text();
  if (section.is_scalar() && !section.was_quoted()) {
    if (text == "true") return true;
    if (text == "false") return false;
  }
  std::string message = "expected true or false, got " + section.what();
  std::string lower;
  for (const char c : text.substr(0, 8)) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const char* word : {"true", "yes", "on", "y", "1"}) {
    if (lower == word) message += "; write true";
  }
  for (const char* word : {"false", "no", "off", "n", "0"}) {
    if (lower == word) message += "; write false";
  }
  faults.add(section.place(), section.path(), message);
  return std::nullopt;
}

std::optional<std::string> read_text(const Section& section, Faults& faults) {
  if (section.is_scalar()) return section.text();
  faults.add(section.place(), section.path(), "expected a word or text, got " + section.what());
  return std::nullopt;
}

std::optional<double> read_duration(const Section& section, TimeUnit stored_in, Faults& faults) {
  const Unit& stored = unit_of(stored_in);
  const std::string example = '\'' + std::string("30").append(stored.name) + '\'';
  const auto refuse = [&](const std::string& message) {
    faults.add(section.place(), section.path(), message);
    return std::nullopt;
  };
  const std::string& text = section.text();
  if (!section.is_scalar()) return refuse("expected a duration such as " + example + ", got " + section.what());
  if (is_not_finite(text)) return refuse("expected a duration, got " + section.what() + ", which is not finite");
  if (const std::optional<Numeral> numeral = parse_numeral(text)) {
    const std::string with_unit = without_leading_zeros(text).append(stored.name);
    return refuse("expected a duration with a unit, got " + section.what() +
                  (text.size() <= 40 ? "; write '" + with_unit + '\'' : ""));
  }
  const std::optional<double> value = parse_duration(text, stored);
  if (!value) {
    return refuse("expected a duration such as " + example + ", got " + section.what() +
                  "; units are w, d, h, min, s, from large to small");
  }
  if (!std::isfinite(*value)) return refuse(section.what() + " is beyond the range of numbers");
  return value;
}

// ---- Writing ----

std::string number_text(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
  if (value == 0) return "0";
  std::array<char, 64> buffer;
  const double size = std::fabs(value);
  const bool fixed = size >= 1e-5 && size < 1e15;
  const auto format = fixed ? std::chars_format::fixed : std::chars_format::scientific;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
  std::string result(buffer.data(), end);
  // Readers of YAML 1.1 take a number with exponent and without point for text.
  if (!fixed && result.find('.') == std::string::npos) result.insert(result.find('e'), ".0");
  return result;
}

std::string duration_text(double value, TimeUnit stored_in) {
  const Unit& stored = unit_of(stored_in);
  if (value != 0) {
    for (const Unit& unit : kUnits) {
      if (unit.name == "w") continue;
      const double count = unit.name == stored.name ? value : value * stored.seconds / unit.seconds;
      if (count != std::floor(count) || std::fabs(count) >= 1e15) continue;
      const std::string text = number_text(count).append(unit.name);
      if (parse_duration(text, stored) == value) return text;
    }
  }
  return number_text(value).append(stored.name);
}

std::string yaml_quoted(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  bool plain = !text.empty() && is_letter(text[0]) && text.back() != ' ';
  std::string lower;
  for (const char c : text) {
    plain = plain && (is_letter(c) || is_digit(c) || c == '.' || c == '/' || c == '+' || c == '-' || c == ' ');
    if (lower.size() < 6) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  for (const char* word : {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "inf", "nan"}) {
    plain = plain && lower != word;
  }
  if (plain) return std::string(text);
  constexpr char kHex[] = "0123456789abcdef";
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += std::string("\\") + c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      result += std::string("\\x") + kHex[byte >> 4] + kHex[byte & 15];
    } else if (text.substr(i, 3) == "\xef\xbb\xbf") {
      result += "\\ufeff";
      i += 2;
    } else {
      result += c;
    }
  }
  return result + '"';
}

}  // namespace clout
