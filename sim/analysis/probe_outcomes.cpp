#include "sim/analysis/probe_outcomes.h"

#include <string_view>

namespace clout {

std::string measure_unit(const std::string& measure) {
  const std::string_view name = measure;
  if (name.starts_with("score_")) return "points";
  if (name.starts_with("gain_") || name.starts_with("value_")) return "average people";
  if (name.starts_with("hours_")) return "h/week";
  return "agents";
}

}  // namespace clout
