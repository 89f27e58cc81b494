#include "sim/cli/figure_text.h"

#include <cmath>
#include <cstdio>

namespace clout {

std::string short_number(double value) {
  char text[64];
  const double size = std::fabs(value);
  std::snprintf(text, sizeof text, "%.*f", size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3, value);
  return text;
}

std::string interval_text(const Interval& interval) {
  std::string text = short_number(interval.estimate);
  if (interval.known) text += " [" + short_number(interval.low) + ", " + short_number(interval.high) + ']';
  return text;
}

}  // namespace clout
