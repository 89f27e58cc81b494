// Ctrl-C as a flag that loops look at between days.
#pragma once

#include <atomic>
#include <string>

namespace clout {

/// Set by the first SIGINT or SIGTERM after catch_interrupts; a second one ends the process at once.
std::atomic<bool>& interrupted();

void catch_interrupts();

/// What to do after an interrupt: with --overwrite the same command would begin again.
std::string goes_on_text(bool overwrite);

/// From here on the first signal ends the process at once with kInterrupted and a sentence on stderr: for work that
/// loses nothing by it. Ends it at once if a signal came after the last look at the flag.
void let_interrupts_end(bool overwrite);

}  // namespace clout
