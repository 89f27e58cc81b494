#include "sim/analysis/who_pays.h"

#include <cstddef>
#include <stdexcept>

namespace clout {

std::optional<HourReturn> return_per_hour(std::span<const double> base, std::span<const double> branch,
                                          std::span<const std::uint8_t> probe, double hours_added) {
  if (base.size() != branch.size() || base.size() != probe.size())
    throw std::invalid_argument("return_per_hour: columns of different length");
  HourReturn result;
  bool any = false;
  for (std::size_t a = 0; a < base.size(); ++a) {
    (probe[a] ? result.own : result.others) += branch[a] - base[a];
    any = any || probe[a];
  }
  if (!any || !(hours_added > 0)) return std::nullopt;
  result.own /= hours_added;
  result.others /= hours_added;
  return result;
}

}  // namespace clout
