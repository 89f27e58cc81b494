// Ctrl-C as a flag that loops look at between days.
#pragma once

#include <atomic>

namespace clout {

/// Set by the first SIGINT or SIGTERM after catch_interrupts; a second one ends the process at once.
std::atomic<bool>& interrupted();

void catch_interrupts();

/// From here on the first signal ends the process at once with kInterrupted and a sentence on stderr: for work that
/// loses nothing by it. Ends it at once if a signal came after the last look at the flag.
void let_interrupts_end();

}  // namespace clout
