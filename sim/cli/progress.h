// How far a run is: one line on a terminal that says so, and how long it will take.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <string>

namespace clout {

/// True if messages go to somebody who looks at them: stderr is a terminal that can go back to the start of a line.
bool stderr_is_terminal();

/// True if text on stderr may have colours: a terminal, and no NO_COLOR.
bool stderr_has_colour();

/// Columns of the terminal on stdout, 0 if it is none.
std::size_t stdout_columns();

/// "1 h 05 min", "3 min 20 s", "12 s", "0.4 s".
std::string seconds_text(double seconds);

/// " 42 %  2 of 4 worlds  1 min 10 s left". `done` is in [0, 1]; nothing is said of the time left before 1 % or one
/// second.
std::string progress_text(double done, const std::string& what, double elapsed_seconds);

/// Draws it, at most ten times a second. May be called from several threads.
class ProgressLine {
 public:
  /// `visible` false: draws nothing.
  ProgressLine(std::ostream& err, bool visible, bool colour);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `done` in [0, 1], what: such as "2 of 4 worlds".
  void show(double done, const std::string& what);
  /// Removes the line, so that a message can be printed.
  void clear();

 private:
  std::mutex mutex_;
  std::ostream& err_;
  bool visible_, colour_, drawn_ = false;
  std::chrono::steady_clock::time_point began_, last_;
};

/// How far a run is, with all its arms and points: agent-days lived and worlds landed, drawn as they change. May be
/// told from several threads.
class Progress {
 public:
  /// @param agent_days  to be lived; landed, all: worlds that are there already, and all that were asked for.
  Progress(std::ostream& err, bool visible, double agent_days, std::size_t landed, std::size_t all)
      : line_(err, visible, stderr_has_colour()), agent_days_(agent_days), all_(all), landed_(landed) {}
  void lived(std::uint64_t more) {
    const auto done = static_cast<double>(lived_ += more);
    line_.show(agent_days_ > 0 ? done / agent_days_ : 1,
               std::to_string(landed_.load()) + " of " + std::to_string(all_) + " worlds");
  }
  void landed() { ++landed_; }
  void clear() { line_.clear(); }
  double agent_days() const { return static_cast<double>(lived_.load()); }

 private:
  ProgressLine line_;
  const double agent_days_;
  const std::size_t all_;
  std::atomic<std::uint64_t> lived_{0};
  std::atomic<std::size_t> landed_;
};

}  // namespace clout
