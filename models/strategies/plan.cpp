#include "models/strategies/plan.h"

#include "models/strategies/planned.h"

namespace clout {

PlanParams::PlanParams() : Plan(casual_plan()) {}

}  // namespace clout
