#include "sim/cli/interrupt.h"

#include <csignal>

namespace clout {
namespace {

std::atomic<bool> flag{false};
std::atomic<int> which{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);  // a handler sets them

extern "C" void on_signal(int number) {
  which = number;
  flag = true;
  std::signal(number, SIG_DFL);
}

}  // namespace

std::atomic<bool>& interrupted() { return flag; }

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

void let_interrupts_end() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  if (flag) std::raise(which);
}

}  // namespace clout
