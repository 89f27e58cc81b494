// Reading, writing and listing parameters; the literals of numbers and durations.
#include "sim/core/params.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "sim/core/nearest.h"

namespace clout {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// ---- Numbers ----

// A decimal literal in its parts: digits.fraction e exponent.
struct Numeral {
  bool negative = false;
  std::string digits;
  std::string fraction;
  std::int64_t exponent = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The numbers of YAML 1.2: [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
// Reads from `at`, which is moved behind it.
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

// The text as from_chars wants it: without a plus.
double to_double(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
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
    return magnitude > 0 ? kInfinity : std::numeric_limits<double>::quiet_NaN();
  }
  return value == 0 ? 0 : value;  // no negative zero
}

// The whole number that a numeral is, exactly. nullopt: it has a fraction. `fits` false: beyond 64 bits.
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

// ---- Durations ----

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

// ---- Messages ----

constexpr std::size_t kBrief = 40;  // longer texts are not repeated in suggestions

std::string outside(const std::string& written, const std::string& range) {
  return (written.size() <= kBrief ? written : in_quotes(written)) + " is outside " + range;
}

// "; write [klout]" for a lone word where a list is wanted.
std::string list_hint(const Section& at) {
  return at.is_scalar() && at.text().size() <= kBrief ? "; write [" + yaml_quoted(at.text()) + ']' : "";
}

std::string list_of(std::span<const std::string> words) {
  constexpr std::size_t kMost = 16;
  std::string result;
  for (std::size_t i = 0; i < words.size() && i < kMost; ++i) result += (i > 0 ? ", " : "") + words[i];
  return words.size() > kMost ? result + " ..." : result;
}

std::string not_an_option(const std::string& word, std::span<const std::string> options) {
  return in_quotes(word) + " is not one of " + list_of(options) + did_you_mean(word, options);
}

bool is_name(const char* name) { return std::string_view(name) == "name"; }

std::string joined(const std::vector<std::string>& words) {
  std::string result = "[";
  for (std::size_t i = 0; i < words.size(); ++i) result += (i > 0 ? ", " : "") + words[i];
  return result + ']';
}

std::string reals_text(const std::vector<double>& values) {
  std::vector<std::string> words;
  for (const double value : values) words.push_back(number_text(value));
  return joined(words);
}

std::string names_text(const std::vector<std::string>& values) {
  std::vector<std::string> words;
  for (const std::string& value : values) words.push_back(yaml_quoted(value));
  return joined(words);
}

}  // namespace

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
  return (low_open || std::isinf(low) ? "(" : "[") + end(low) + ", " + end(high) +
         (high_open || std::isinf(high) ? ")" : "]");
}

// ---- Values ----

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

// ---- Reader ----

ParamReader::ParamReader(Section section, Faults& faults) : section_(std::move(section)), faults_(&faults) {
  shorthand_ = section_.is_scalar();
  if (section_.is_list()) {
    broken_ = true;
    faults_->add(section_.place(), section_.path(), "expected a mapping, got a list");
  }
}

Section ParamReader::take(const char* name) {
  visited_.emplace_back(name);
  if (!shorthand_) return section_.find(name);
  if (is_name(name) && !broken_) return section_;
  if (visited_.size() == 1) {
    broken_ = true;
    faults_->add(section_.place(), section_.path(), "expected a mapping, got " + section_.what());
  }
  return section_.find(name);  // missing
}

bool ParamReader::given(const char* name) const {
  if (shorthand_) return is_name(name);
  return section_.find(name).exists();
}

void ParamReader::refuse(const char* name, const std::string& message) {
  const Section at = shorthand_ && is_name(name) ? section_ : section_.find(name);
  faults_->add(at.place(), at.path(), message);
}

Section ParamReader::raw(const char* name) { return take(name); }

void ParamReader::real(const char* name, double& value, Range range, Doc) {
  const Section at = take(name);
  if (!at) return;
  const std::optional<double> read = read_real(at, *faults_);
  if (!read) return;
  if (range.contains(*read)) {
    value = *read;
  } else {
    faults_->add(at.place(), at.path(), outside(at.text(), range.text()));
  }
}

void ParamReader::whole(const char* name, std::int64_t& value, Range range, Doc) {
  const Section at = take(name);
  if (!at) return;
  const std::optional<std::int64_t> read = read_whole(at, *faults_);
  if (!read) return;
  if (range.contains(static_cast<double>(*read))) {
    value = *read;
  } else {
    faults_->add(at.place(), at.path(), outside(at.text(), range.text()));
  }
}

void ParamReader::flag(const char* name, bool& value, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (const std::optional<bool> read = read_flag(at, *faults_)) value = *read;
}

void ParamReader::text(const char* name, std::string& value, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (const std::optional<std::string> read = read_text(at, *faults_)) value = *read;
}

bool ParamReader::read_choice(const Section& at, std::string& value, std::span<const std::string> options) {
  const std::optional<std::string> read = read_text(at, *faults_);
  if (!read) return false;
  if (std::find(options.begin(), options.end(), *read) == options.end()) {
    faults_->add(at.place(), at.path(), not_an_option(*read, options));
    return false;
  }
  value = *read;
  return true;
}

void ParamReader::choice(const char* name, std::string& value, std::span<const std::string> options, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (!read_choice(at, value, options) && is_name(name)) name_refused_ = true;
}

void ParamReader::reals(const char* name, std::vector<double>& values, Range each, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (!at.is_list()) {
    faults_->add(
        at.place(), at.path(),
        "expected a list of numbers, got " + at.what() +
            (at.is_scalar() && parse_numeral(at.text()) ? "; write [" + without_leading_zeros(at.text()) + ']' : ""));
    return;
  }
  std::vector<double> read;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Section row = at.at(i);
    const std::optional<double> value = read_real(row, *faults_);
    if (!value) continue;
    if (each.contains(*value)) {
      read.push_back(*value);
    } else {
      faults_->add(row.place(), row.path(), outside(row.text(), each.text()));
    }
  }
  if (read.size() == at.size()) values = std::move(read);
}

void ParamReader::names(const char* name, std::vector<std::string>& values, std::span<const std::string> options, Doc) {
  const Section at = take(name);
  if (!at) return;
  if (!at.is_list()) {
    faults_->add(at.place(), at.path(), "expected a list of words, got " + at.what() + list_hint(at));
    return;
  }
  std::vector<std::string> read;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Section row = at.at(i);
    std::string word;
    if (!options.empty()) {
      if (read_choice(row, word, options)) read.push_back(word);
    } else if (const std::optional<std::string> any = read_text(row, *faults_)) {
      read.push_back(*any);
    }
  }
  if (read.size() == at.size()) values = std::move(read);
}

void ParamReader::duration(const char* name, double& value, TimeUnit stored_in, Range range, Doc) {
  const Section at = take(name);
  if (!at) return;
  const std::optional<double> read = read_duration(at, stored_in, *faults_);
  if (!read) return;
  if (range.contains(*read)) {
    value = *read;
  } else {
    faults_->add(at.place(), at.path(), outside(at.text(), range.text(unit_of(stored_in).name)));
  }
}

void ParamReader::group(const char* name, Doc, const std::function<void(ParamVisitor&)>& body) {
  ParamReader inside(take(name), *faults_);
  body(inside);
  inside.finish();
}

void ParamReader::rows(const char* name, Doc, const std::function<void(std::size_t)>& resize, std::size_t,
                       const std::function<void(ParamVisitor&, std::size_t)>& row) {
  const Section at = take(name);
  if (!at) return;
  if (!at.is_list()) {
    const char* hint = at.is_null()  ? "; write [] for none"
                       : at.is_map() ? "; begin each row with '- '"
                                     : "; write [...] around it";
    faults_->add(at.place(), at.path(), "expected a list, got " + at.what() + hint);
    return;
  }
  resize(0);
  resize(at.size());
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Section section = at.at(i);
    if (section.is_null()) {
      faults_->add(section.place(), section.path(), "expected a mapping, got nothing");
      continue;
    }
    ParamReader inside(section, *faults_);
    row(inside, i);
    inside.finish();
  }
}

void ParamReader::finish() {
  if (broken_ || name_refused_) return;
  if (shorthand_) {
    if (visited_.empty()) faults_->add(section_.place(), section_.path(), "expected a mapping, got " + section_.what());
    return;
  }
  std::vector<std::string> known;  // once each, in the order of the visits
  for (const std::string& name : visited_) {
    if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
  }
  constexpr std::size_t kMost = 20;
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < section_.size(); ++i) {
    const Section at = section_.at(i);
    if (std::find(known.begin(), known.end(), at.key()) != known.end()) continue;
    if (++unknown > kMost) continue;
    std::string hint = did_you_mean(at.key(), known);
    if (hint.empty()) hint = known.empty() ? "; there are no keys here" : "; the keys here are " + list_of(known);
    faults_->add(at.key_place(), section_.path(), "unknown key " + in_quotes(at.key()) + hint);
  }
  if (unknown > kMost) {
    faults_->add(section_.place(), section_.path(), "and " + std::to_string(unknown - kMost) + " more unknown keys");
  }
}

// ---- Writer ----

void ParamWriter::line(const char* name, const std::string& value) {
  out_.append(static_cast<std::size_t>(indent_), ' ').append(name).append(": ").append(value).append("\n");
}

void ParamWriter::real(const char* name, double& value, Range, Doc) { line(name, number_text(value)); }
void ParamWriter::whole(const char* name, std::int64_t& value, Range, Doc) { line(name, std::to_string(value)); }
void ParamWriter::flag(const char* name, bool& value, Doc) { line(name, value ? "true" : "false"); }
void ParamWriter::text(const char* name, std::string& value, Doc) { line(name, yaml_quoted(value)); }
void ParamWriter::choice(const char* name, std::string& value, std::span<const std::string>, Doc) {
  line(name, yaml_quoted(value));
}
void ParamWriter::reals(const char* name, std::vector<double>& values, Range, Doc) { line(name, reals_text(values)); }
void ParamWriter::names(const char* name, std::vector<std::string>& values, std::span<const std::string>, Doc) {
  line(name, names_text(values));
}
void ParamWriter::duration(const char* name, double& value, TimeUnit stored_in, Range, Doc) {
  line(name, duration_text(value, stored_in));
}

void ParamWriter::group(const char* name, Doc, const std::function<void(ParamVisitor&)>& body) {
  ParamWriter inside(indent_ + 2);
  body(inside);
  if (inside.out_.empty()) {
    line(name, "{}");
  } else {
    out_.append(static_cast<std::size_t>(indent_), ' ').append(name).append(":\n").append(inside.out_);
  }
}

void ParamWriter::rows(const char* name, Doc, const std::function<void(std::size_t)>&, std::size_t size,
                       const std::function<void(ParamVisitor&, std::size_t)>& row) {
  if (size == 0) {
    line(name, "[]");
    return;
  }
  out_.append(static_cast<std::size_t>(indent_), ' ').append(name).append(":\n");
  for (std::size_t i = 0; i < size; ++i) {
    ParamWriter inside(indent_ + 4);
    row(inside, i);
    const auto indent = static_cast<std::size_t>(indent_ + 2);
    out_.append(indent, ' ').append("- ");
    out_.append(inside.out_.empty() ? "{}\n" : inside.out_.substr(indent + 2));
  }
}

// ---- Lister ----

ParamRow& ParamLister::add(const char* name, const char* type, Doc doc) {
  ParamRow row;
  row.path = prefix_ + name;
  row.type = type;
  row.unit = doc.unit;
  row.doc = doc.text;
  row.source = doc.source;
  list_.push_back(std::move(row));
  return list_.back();
}

void ParamLister::real(const char* name, double& value, Range range, Doc doc) {
  ParamRow& row = add(name, "number", doc);
  row.default_text = number_text(value);
  row.range = range.text();
  row.limits = range;
}

void ParamLister::whole(const char* name, std::int64_t& value, Range range, Doc doc) {
  ParamRow& row = add(name, "whole number", doc);
  row.default_text = std::to_string(value);
  row.range = range.text();
  row.limits = range;
}

void ParamLister::flag(const char* name, bool& value, Doc doc) {
  add(name, "true or false", doc).default_text = value ? "true" : "false";
}

void ParamLister::text(const char* name, std::string& value, Doc doc) {
  add(name, "text", doc).default_text = yaml_quoted(value);
}

void ParamLister::choice(const char* name, std::string& value, std::span<const std::string> options, Doc doc) {
  ParamRow& row = add(name, "choice", doc);
  row.default_text = yaml_quoted(value);
  row.options.assign(options.begin(), options.end());
  for (const std::string& option : options) row.range += (row.range.empty() ? "" : " | ") + option;
}

void ParamLister::reals(const char* name, std::vector<double>& values, Range each, Doc doc) {
  ParamRow& row = add(name, "numbers", doc);
  row.default_text = reals_text(values);
  row.range = each.text();
  row.limits = each;
}

void ParamLister::names(const char* name, std::vector<std::string>& values, std::span<const std::string> options,
                        Doc doc) {
  ParamRow& row = add(name, "names", doc);
  row.default_text = names_text(values);
  row.options.assign(options.begin(), options.end());
  for (const std::string& option : options) row.range += (row.range.empty() ? "" : " | ") + option;
}

void ParamLister::duration(const char* name, double& value, TimeUnit stored_in, Range range, Doc doc) {
  ParamRow& row = add(name, "duration", doc);
  row.default_text = duration_text(value, stored_in);
  row.range = range.text(unit_of(stored_in).name);
  row.limits = range;
}

void ParamLister::group(const char* name, Doc doc, const std::function<void(ParamVisitor&)>& body) {
  add(name, "mapping", doc);
  ParamLister inside(prefix_ + name + '.');
  body(inside);
  list_.insert(list_.end(), inside.list_.begin(), inside.list_.end());
}

void ParamLister::rows(const char* name, Doc doc, const std::function<void(std::size_t)>& resize, std::size_t size,
                       const std::function<void(ParamVisitor&, std::size_t)>& row) {
  add(name, "list", doc);
  ParamLister inside(prefix_ + name + ".*.");
  if (size == 0) resize(1);
  row(inside, 0);
  if (size == 0) resize(0);
  list_.insert(list_.end(), inside.list_.begin(), inside.list_.end());
}

}  // namespace clout
