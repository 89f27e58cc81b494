// Ctrl-C as a flag that loops look at between days.
#pragma once

#include <atomic>

namespace clout {

/// Set by the first SIGINT or SIGTERM after catch_interrupts; a second one ends the process at once.
std::atomic<bool>& interrupted();

void catch_interrupts();

}  // namespace clout
