// What --help says of each verb, above its options.
#pragma once

#include "sim/cli/options.h"

namespace clout {

/// Usage and what it does; ends with a new line. Verb::none: of the program.
const char* usage_page(Verb verb);

}  // namespace clout
