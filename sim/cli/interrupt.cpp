#include "sim/cli/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <string_view>

#include "sim/cli/command.h"

namespace clout {
namespace {

std::atomic<bool> flag{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // a handler sets it

extern "C" void on_signal(int number) {
  flag = true;
  std::signal(number, SIG_DFL);
}

extern "C" void on_signal_at_the_end(int) {
  constexpr std::string_view kSays = "\nclout: interrupted; what was lived is kept, the same command goes on\n";
  (void)!write(STDERR_FILENO, kSays.data(), kSays.size());
  _exit(kInterrupted);
}

}  // namespace

std::atomic<bool>& interrupted() { return flag; }

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

void let_interrupts_end() {
  std::signal(SIGINT, on_signal_at_the_end);
  std::signal(SIGTERM, on_signal_at_the_end);
  if (flag) on_signal_at_the_end(SIGINT);
}

}  // namespace clout
