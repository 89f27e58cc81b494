// Counts of days and hops that are kept as double but must be whole in YAML.
#pragma once

#include <cstdint>

#include "sim/core/params.h"

namespace clout {

/// Visits `value`, which holds a whole number, as one.
inline void visit_count(ParamVisitor& v, const char* name, double& value, Range range, Doc doc) {
  auto count = static_cast<std::int64_t>(value);
  v.whole(name, count, range, doc);
  if (v.reading()) value = static_cast<double>(count);
}

}  // namespace clout
