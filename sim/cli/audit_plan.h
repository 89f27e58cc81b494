// Exploit plans from a file, as `clout audit` prints them.
#pragma once

#include <string>
#include <vector>

#include "sim/audit/audit.h"
#include "sim/core/faults.h"

namespace clout {

/// Reads the plans of a file: one mapping, `{name: ring, accounts: 6, ...}`, or a list of them below `plans:`, which is
/// how an audit ends. All faults go to `faults`, among them what cannot be done in such an attack; the result is then
/// of no use.
[[nodiscard]] std::vector<ExploitPlan> read_exploit_plans(const std::string& path, const AuditParams& params,
                                                          Faults& faults);

}  // namespace clout
