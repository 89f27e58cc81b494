#include "sim/cli/figure_text.h"

#include <fmt/format.h>

#include <cmath>

namespace clout {

std::string fixed_number(double value, int digits) { return fmt::format("{:.{}f}", value, digits); }

std::string short_number(double value) {
  const double size = std::fabs(value);
  return fixed_number(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

std::string interval_text(const Interval& interval) {
  std::string text = short_number(interval.estimate);
  if (interval.known) text += " [" + short_number(interval.low) + ", " + short_number(interval.high) + ']';
  return text;
}

std::string percent_text(const Interval& share) {
  if (share.worlds == 0) return "?";
  Interval percent = share;
  for (double* figure : {&percent.estimate, &percent.low, &percent.high}) *figure *= 100;
  return interval_text(percent) + " %";
}

}  // namespace clout
