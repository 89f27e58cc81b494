#include "models/strategies/casual.h"

#include "models/strategies/planned.h"

namespace clout {

CasualParams::CasualParams() : Plan(casual_plan()) {}

}  // namespace clout
