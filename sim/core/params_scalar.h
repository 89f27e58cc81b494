// What reading and writing of parameters share beyond params.h; for sim/core/params_*.cpp.
#pragma once

#include <string_view>

#include "sim/core/params.h"

namespace clout {

/// "d" for days.
std::string_view unit_name(TimeUnit unit);

}  // namespace clout
