// Work done by child processes: a task that eats all memory, crashes or never ends takes nothing with it. The caller
// alone hears what came of tasks, on its own thread; so one process writes, however many work.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace clout {

struct WorkerLimits {
  unsigned jobs = 1;               ///< processes, at least 1
  std::uint64_t memory_bytes = 0;  ///< that a process may allocate; 0 = no limit
  double max_seconds = 0;          ///< by the clock that a task may take; 0 = no limit
  double silent_seconds = 10;      ///< without a byte from a process that has begun to answer: it has been stopped
};

/// What came of a task.
struct TaskEnd {
  std::size_t task = 0;
  bool done = false;
  std::string text;                ///< what the task returned, or why it failed: a sentence
  double seconds = 0;              ///< by the clock
  std::uint64_t memory_bytes = 0;  ///< the most that its process has held so far; 0 if that died
};

/// Does tasks in child processes until there are none.
///
/// A child is a copy of the caller as it is when run_tasks begins, so that tasks may read all that stands in memory;
/// what they change there is lost. It lives as long as its tasks end, and dies with the caller.
/// @param task      called in a child; returns any bytes. What it throws is why it failed.
/// @param next      called when a child is free: the next task. Nothing: none at the moment, so it is asked again when
///                  a task has ended; the work is over when there is none and nobody works.
/// @param finished  called once a task, in the order in which they end. The child has its next task by then.
/// @param stop      looked at ten times a second; set: all children are killed and what they were at is not heard of.
/// @return  false if stopped.
/// @throws std::system_error  no process can be made.
/// The caller must have no other threads, since a copy of it has only the one.
/// Cost: a task takes some 50 us more than by itself.
bool run_tasks(const WorkerLimits& limits, const std::function<std::string(std::size_t task)>& task,
               const std::function<std::optional<std::size_t>()>& next, const std::function<void(TaskEnd&&)>& finished,
               const std::atomic<bool>& stop);

}  // namespace clout
