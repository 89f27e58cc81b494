// A figure of one day.
#pragma once

#include <cstdint>
#include <string>

namespace clout {

struct DailyRow {
  std::int32_t day = 0;  ///< counted from the end of burn-in; before it: < 0
  std::string strategy;  ///< a name or ALL
  std::string measure, unit;
  double value = 0;
};

}  // namespace clout
