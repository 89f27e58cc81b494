#include "sim/cli/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ostream>
#include <string_view>

namespace clout {

bool stderr_is_terminal() {
  const char* term = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && (term == nullptr || std::string_view(term) != "dumb");
}

bool stderr_has_colour() {
  const char* no_color = std::getenv("NO_COLOR");
  return stderr_is_terminal() && (no_color == nullptr || *no_color == '\0');
}

std::size_t stdout_columns() {
  winsize size{};
  if (isatty(STDOUT_FILENO) != 1 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

std::string seconds_text(double seconds) {
  char text[64];
  if (!(seconds >= 0)) seconds = 0;
  if (seconds < 9.95) {
    std::snprintf(text, sizeof text, "%.1f s", seconds);
    return text;
  }
  const auto whole = static_cast<long long>(std::min(std::round(seconds), 1e15));
  if (whole < 60) {
    std::snprintf(text, sizeof text, "%lld s", whole);
  } else if (whole < 3600) {
    std::snprintf(text, sizeof text, "%lld min %02lld s", whole / 60, whole % 60);
  } else if (whole < 48 * 3600) {
    std::snprintf(text, sizeof text, "%lld h %02lld min", whole / 3600, whole / 60 % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld days %02lld h", whole / 86400, whole / 3600 % 24);
  }
  return text;
}

std::string progress_text(double done, const std::string& what, double elapsed_seconds) {
  done = std::clamp(done, 0.0, 1.0);
  char percent[16];
  std::snprintf(percent, sizeof percent, "%3d %%", static_cast<int>(done * 100));
  std::string text = std::string(percent) + "  " + what;
  if (done >= 0.01 && elapsed_seconds >= 1) text += "  " + seconds_text(elapsed_seconds * (1 - done) / done) + " left";
  return text;
}

ProgressLine::ProgressLine(std::ostream& err, bool visible, bool colour)
    : err_(err), visible_(visible), colour_(colour), began_(std::chrono::steady_clock::now()) {}

void ProgressLine::show(double done, const std::string& what) {
  if (!visible_) return;
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - last_ < std::chrono::milliseconds(100)) return;
  const std::string text = progress_text(done, what, std::chrono::duration<double>(now - began_).count());
  err_ << "\r\x1b[K" << (colour_ ? "\x1b[2m" : "") << text << (colour_ ? "\x1b[0m" : "") << std::flush;
  drawn_ = true;
  last_ = now;
}

void ProgressLine::clear() {
  const std::lock_guard lock(mutex_);
  if (drawn_) err_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

}  // namespace clout
