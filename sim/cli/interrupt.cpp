#include "sim/cli/interrupt.h"

#include <unistd.h>

#include <csignal>

#include "sim/cli/command.h"

namespace clout {
namespace {

std::atomic<bool> flag{false};
std::string at_the_end;  // said by on_signal_at_the_end; written before that is installed
static_assert(std::atomic<bool>::is_always_lock_free);  // a handler sets it

extern "C" void on_signal(int number) {
  flag = true;
  std::signal(number, SIG_DFL);
}

extern "C" void on_signal_at_the_end(int) {
  (void)!write(STDERR_FILENO, at_the_end.data(), at_the_end.size());
  _exit(kInterrupted);
}

}  // namespace

std::atomic<bool>& interrupted() { return flag; }

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

std::string goes_on_text(bool overwrite) {
  return std::string("the same command ") + (overwrite ? "without --overwrite " : "") + "goes on";
}

void let_interrupts_end(bool overwrite) {
  at_the_end = "\nclout: interrupted; what was lived is kept, " + goes_on_text(overwrite) + '\n';
  std::signal(SIGINT, on_signal_at_the_end);
  std::signal(SIGTERM, on_signal_at_the_end);
  if (flag) on_signal_at_the_end(SIGINT);
}

}  // namespace clout
