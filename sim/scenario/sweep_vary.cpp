#include "sim/scenario/sweep_vary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "sim/core/math.h"
#include "sim/core/nearest.h"
#include "sim/core/params.h"
#include "sim/scenario/amount.h"

namespace clout {
namespace {

constexpr std::size_t kMostValues = 100'000;

const std::vector<std::string> kFunctions = {"range", "log", "uniform", "loguniform"};

[[noreturn]] void refuse(const std::string& text, const std::string& message) {
  throw std::invalid_argument("--vary " + in_quotes(text) + ": " + message);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Splits at commas that are in no bracket and no quotes; nothing if those do not match.
std::optional<std::vector<std::string>> split(std::string_view text) {
  std::vector<std::string> parts;
  std::string open;  // brackets that have to be closed, the innermost last
  char quote = 0;
  std::size_t begin = 0;
  const auto end_part = [&](std::size_t end) { parts.emplace_back(trimmed(text.substr(begin, end - begin))); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == '{') {
      open += c == '[' ? ']' : '}';
    } else if (c == ']' || c == '}') {
      if (open.empty() || open.back() != c) return std::nullopt;
      open.pop_back();
    } else if (c == ',' && open.empty()) {
      end_part(i);
      begin = i + 1;
    }
  }
  if (quote != 0 || !open.empty()) return std::nullopt;
  end_part(text.size());
  return parts;
}

std::string list_of_values(const std::vector<std::string>& values) {
  std::string yaml;
  for (const std::string& value : values) yaml += (yaml.empty() ? "[" : ", ") + value;
  return yaml + ']';
}

/// NAME(a,b,c): the name, and the arguments with their common unit.
struct Call {
  std::string name;
  std::vector<Amount> arguments;
};

Call parse_call(const std::string& text, std::string_view values) {
  Call call{std::string(values.substr(0, values.find('('))), {}};
  if (std::find(kFunctions.begin(), kFunctions.end(), call.name) == kFunctions.end())
    refuse(text, in_quotes(call.name) + " is not one of " + list_of(kFunctions) + did_you_mean(call.name, kFunctions));
  const std::string_view inside = values.substr(call.name.size() + 1, values.size() - call.name.size() - 2);
  const bool three = call.name == "range" || call.name == "log";
  const char* form = call.name == "range" ? "range(a,b,step)" : call.name == "log" ? "log(a,b,n)" : "";
  const std::string would_do = "; write " + (three ? std::string(form) : call.name + "(a,b)");
  const std::optional<std::vector<std::string>> parts = split(inside);
  if (!parts || parts->size() != (three ? 3u : 2u))
    refuse(text, call.name + " takes " + (three ? "three" : "two") + " numbers" + would_do);
  for (const std::string& part : *parts) {
    const std::optional<Amount> amount = parse_amount(part);
    if (!amount) refuse(text, in_quotes(part) + " is no number" + would_do);
    call.arguments.push_back(*amount);
  }
  const bool counts = call.name == "log";  // its third has no unit
  for (std::size_t k = 1; k < call.arguments.size() - (counts ? 1 : 0); ++k)
    if (call.arguments[k].unit != call.arguments[0].unit)
      refuse(text, "the numbers have different units; write the same behind each");
  return call;
}

/// The literal times 10^decimals, if that is whole and below 2^53.
std::optional<std::int64_t> scaled(Numeral numeral, std::int64_t decimals) {
  numeral.exponent += decimals;
  bool fits = true;
  const std::optional<std::int64_t> whole = to_whole(numeral, fits);
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  if (!whole || !fits || *whole > kExact || *whole < -kExact) return std::nullopt;
  return whole;
}

std::vector<std::string> range_values(const std::string& text, const std::vector<Amount>& arguments) {
  std::int64_t decimals = 0;
  for (const Amount& a : arguments)
    decimals = std::max(decimals, static_cast<std::int64_t>(a.numeral.fraction.size()) - a.numeral.exponent);
  std::array<std::int64_t, 3> whole{};
  for (std::size_t k = 0; k < 3; ++k) {
    const std::optional<std::int64_t> value = decimals <= 15 ? scaled(arguments[k].numeral, decimals) : std::nullopt;
    if (!value) refuse(text, "the numbers have too many digits; 15 would do");
    whole[k] = *value;
  }
  const auto [from, to, step] = whole;
  if (step == 0 || (to > from) != (step > 0))
    refuse(text, "steps of " + amount_text(arguments[2].value, arguments[2].unit) + " do not lead from " +
                     amount_text(arguments[0].value, "") + " to " + amount_text(arguments[1].value, ""));
  const std::int64_t last = (to - from) / step;
  if (last >= static_cast<std::int64_t>(kMostValues)) refuse(text, "more than 100,000 values; a longer step would do");
  double scale = 1;
  for (std::int64_t d = 0; d < decimals; ++d) scale *= 10;  // exact below 10^22
  std::vector<std::string> values;
  for (std::int64_t k = 0; k <= last; ++k)
    values.push_back(amount_text(static_cast<double>(from + k * step) / scale, arguments[0].unit));
  return values;
}

std::vector<std::string> log_values(const std::string& text, const std::vector<Amount>& arguments) {
  const double from = arguments[0].value, to = arguments[1].value, count = arguments[2].value;
  if (!(from > 0 && to > 0) || from == to) refuse(text, "the ends must differ and be above 0");
  if (!(count >= 2 && count <= static_cast<double>(kMostValues)) || count != std::floor(count) ||
      !arguments[2].unit.empty())
    refuse(text, "the third number counts the values; a whole number from 2 to 100000 would do");
  std::vector<std::string> values;
  for (double k = 0; k < count; ++k) {
    // To 12 digits, so that log(1,1000,4) is 1, 10, 100, 1000.
    const double value = k == 0           ? from
                         : k == count - 1 ? to
                                          : to_digits(from * det_pow(to / from, k / (count - 1)), 12);
    values.push_back(amount_text(value, arguments[0].unit));
  }
  return values;
}

/// The list of the values rounded to whole numbers, those that become equal once; nothing where an end is not whole.
std::string whole_list(const std::vector<Amount>& ends, const std::vector<std::string>& values) {
  if (ends[0].value != std::floor(ends[0].value) || ends[1].value != std::floor(ends[1].value)) return "";
  std::vector<std::string> whole;
  for (const std::string& value : values) {
    std::string rounded = amount_text(std::floor(parse_amount(value)->value + 0.5), ends[0].unit);
    if (whole.empty() || rounded != whole.back()) whole.push_back(std::move(rounded));
  }
  return list_of_values(whole);
}

}  // namespace

VariedAxis parse_vary(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    refuse(text, "expected PATH=VALUES; write value.theta=0.2,0.5 or value.theta=range(0,1,0.1)");
  VariedAxis axis;
  axis.path = std::string(trimmed(std::string_view(text).substr(0, equals)));
  if (axis.path.empty() || axis.path.find_first_of("\"' []{},") != std::string::npos)
    refuse(text, in_quotes(axis.path) + " is not a path; write keys with single dots between them");
  const std::string shown = in_quotes(text);
  axis.place = {"--vary " + shown.substr(1, shown.size() - 2), 0, 0};

  const std::string_view values = trimmed(std::string_view(text).substr(equals + 1));
  if (values.empty()) refuse(text, "there are no values; write " + axis.path + "=0.2,0.5");
  const std::size_t bracket = values.find('(');
  const bool is_call = bracket != std::string_view::npos && bracket > 0 && values.back() == ')' &&
                       values.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == bracket;
  if (!is_call) {
    const std::optional<std::vector<std::string>> parts = split(values);
    if (!parts) refuse(text, "brackets or quotes are not closed");
    if (std::any_of(parts->begin(), parts->end(), [](const std::string& part) { return part.empty(); }))
      refuse(text, "a value is missing between commas; write ~ for nothing");
    axis.yaml = list_of_values(*parts);
    return axis;
  }
  const Call call = parse_call(text, values);
  if (call.name == "range") {
    axis.yaml = list_of_values(range_values(text, call.arguments));
  } else if (call.name == "log") {
    const std::vector<std::string> points = log_values(text, call.arguments);
    axis.yaml = list_of_values(points);
    axis.whole_yaml = whole_list(call.arguments, points);
  } else {
    const Amount &from = call.arguments[0], &to = call.arguments[1];
    axis.yaml = "{from: " + amount_text(from.value, from.unit) + ", to: " + amount_text(to.value, to.unit) +
                (call.name == "loguniform" ? ", scale: log}" : "}");
  }
  return axis;
}

}  // namespace clout
