#include "sim/cli/interrupt.h"

#include <csignal>

namespace clout {
namespace {

std::atomic<bool> flag{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // a signal handler may set it

extern "C" void on_signal(int number) {
  flag = true;
  std::signal(number, SIG_DFL);
}

}  // namespace

std::atomic<bool>& interrupted() { return flag; }

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

}  // namespace clout
