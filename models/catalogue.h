// Everything pluggable that comes with Clout, as one list.
#pragma once

#include "sim/plugin/catalogue.h"

namespace clout {

/// The whole list, in the order in which `clout models` prints it. Cheap: parameters at their defaults, no models.
Catalogue make_catalogue();

}  // namespace clout
