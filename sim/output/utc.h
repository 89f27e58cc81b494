// The time of day, for the record. Nothing that is compared may hold it.
#pragma once

#include <string>

namespace clout {

/// UTC, to the second: 2026-01-31T12:00:00Z.
std::string now_utc();

}  // namespace clout
