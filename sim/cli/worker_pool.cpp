#include "sim/cli/worker_pool.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <exception>
#include <new>
#include <system_error>
#include <utility>
#include <vector>

namespace clout {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kLookEveryMilliseconds = 100;
constexpr int kDyingMilliseconds = 2000;  // between the end of what is said and that of who said it, at most

// The shadow of a sanitizer is data of the process too, terabytes of it: a limit would fell every task.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryHasLimits = false;
#else
constexpr bool kMemoryHasLimits = true;
#endif

/// Before the bytes of an answer.
struct AnswerHead {
  std::uint64_t task = 0, bytes = 0, memory_bytes = 0;
  double seconds = 0;
  std::uint64_t done = 0;
};

/// False at the end of the stream, on an error, or when nothing comes for as long as the socket waits.
bool read_all(int socket, void* to, std::size_t bytes) {
  auto* at = static_cast<char*>(to);
  while (bytes > 0) {
    const ssize_t got = ::recv(socket, at, bytes, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = 0;
    if (got <= 0) return false;
    at += got;
    bytes -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int socket, const void* from, std::size_t bytes) {
  const auto* at = static_cast<const char*>(from);
  while (bytes > 0) {
    const ssize_t put = ::send(socket, at, bytes, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    at += put;
    bytes -= static_cast<std::size_t>(put);
  }
  return true;
}

std::uint64_t most_memory() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::string out_of_memory(const WorkerLimits& limits) {
  if (limits.memory_bytes == 0) return "out of memory";
  return fmt::format("out of memory: a run may have {:.0f} MB", static_cast<double>(limits.memory_bytes) / 1e6);
}

/// The life of a child: task after task, until the caller hangs up.
[[noreturn]] void work(int socket, pid_t parent, const WorkerLimits& limits,
                       const std::function<std::string(std::size_t)>& task) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);  // it died before that
  std::signal(SIGINT, SIG_IGN);           // Ctrl-C is for the caller, who kills
  std::signal(SIGTERM, SIG_DFL);
  if (kMemoryHasLimits && limits.memory_bytes > 0) {
    const struct rlimit limit { limits.memory_bytes, limits.memory_bytes };
    ::setrlimit(RLIMIT_DATA, &limit);
  }
  for (std::uint64_t number = 0; read_all(socket, &number, sizeof number);) {
    AnswerHead head;
    std::string text;
    const Clock::time_point began = Clock::now();
    try {
      text = task(static_cast<std::size_t>(number));
      head.done = 1;
    } catch (const std::bad_alloc&) {
      text = out_of_memory(limits);
    } catch (const std::exception& error) {
      text = error.what();
    }
    head.task = number;
    head.bytes = text.size();
    head.memory_bytes = most_memory();
    head.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    if (!write_all(socket, &head, sizeof head) || !write_all(socket, text.data(), text.size())) break;
  }
  ::_exit(0);  // nothing of the caller's is to be closed or flushed here
}

/// A child as the caller sees it.
struct Worker {
  pid_t pid = -1;
  int socket = -1;
  std::optional<std::size_t> task;
  Clock::time_point began;

  double seconds() const { return std::chrono::duration<double>(Clock::now() - began).count(); }
};

class WorkerPool {
 public:
  WorkerPool(const WorkerLimits& limits, const std::function<std::string(std::size_t)>& task)
      : limits_(limits), task_(task), workers_(std::max(1u, limits.jobs)) {}
  ~WorkerPool() {
    for (Worker& worker : workers_) end(worker);
  }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  std::vector<Worker>& workers() { return workers_; }

  void give(Worker& worker, std::size_t task) {
    if (worker.pid < 0) begin(worker);
    worker.task = task;
    worker.began = Clock::now();
    const std::uint64_t number = task;
    write_all(worker.socket, &number, sizeof number);  // a child that died is noticed when its answer is read
  }

  /// Reads what a child says, or why it says no more.
  TaskEnd hear(Worker& worker) {
    AnswerHead head;
    std::string text;
    bool whole = read_all(worker.socket, &head, sizeof head);
    if (whole) {
      text.resize(head.bytes);
      whole = read_all(worker.socket, text.data(), text.size());
    }
    TaskEnd end_of_task;
    end_of_task.task = *worker.task;
    if (whole) {
      const bool late = limits_.max_seconds > 0 && head.seconds > limits_.max_seconds;  // before anybody looked
      end_of_task.done = head.done != 0 && !late;
      end_of_task.text = late ? late_text() : std::move(text);
      end_of_task.seconds = head.seconds;
      end_of_task.memory_bytes = head.memory_bytes;
    } else {
      const bool silent = errno == EAGAIN || errno == EWOULDBLOCK;
      end_of_task.seconds = worker.seconds();
      if (silent) end(worker);
      end_of_task.text = silent ? "its process began to answer and said no more" : death_of(worker);
    }
    worker.task.reset();
    return end_of_task;
  }

  bool is_late(const Worker& worker) const {
    return worker.task && limits_.max_seconds > 0 && worker.seconds() > limits_.max_seconds;
  }

  TaskEnd stop_late(Worker& worker) {
    TaskEnd late;
    late.task = *worker.task;
    late.seconds = worker.seconds();
    late.text = late_text();
    end(worker);
    return late;
  }

  /// Milliseconds until somebody may be late or `stop` has to be looked at.
  int patience() const {
    double seconds = kLookEveryMilliseconds / 1000.0;
    for (const Worker& worker : workers_)
      if (worker.task && limits_.max_seconds > 0) seconds = std::min(seconds, limits_.max_seconds - worker.seconds());
    return std::max(1, static_cast<int>(seconds * 1000) + 1);
  }

 private:
  std::string late_text() const { return fmt::format("took longer than {} s", limits_.max_seconds); }

  void begin(Worker& worker) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::system_error(errno, std::generic_category(), "a worker process cannot be spoken to");
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) {
      const int error = errno;
      ::close(ends[0]);
      ::close(ends[1]);
      throw std::system_error(error, std::generic_category(), "a worker process cannot be made");
    }
    if (pid == 0) {
      // What the caller has open is none of its business: the store above all, which a task that writes at random
      // would spoil.
      const auto own = static_cast<unsigned>(ends[1]);
      if (own > 3) ::close_range(3, own - 1, 0);
      ::close_range(own + 1, ~0U, 0);
      work(ends[1], parent, limits_, task_);
    }
    ::close(ends[1]);
    const auto seconds = static_cast<time_t>(limits_.silent_seconds);
    const double rest = limits_.silent_seconds - static_cast<double>(seconds);
    const timeval silent = {seconds, static_cast<suseconds_t>(rest * 1e6)};
    ::setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &silent, sizeof silent);
    worker.pid = pid;
    worker.socket = ends[0];
  }

  static int reap(Worker& worker) {
    int status = 0;
    while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
    ::close(worker.socket);
    worker = Worker{};
    return status;
  }

  static void end(Worker& worker) {
    if (worker.pid < 0) return;
    ::kill(worker.pid, SIGKILL);
    reap(worker);
  }

  /// Of a process that has hung up. One that lives on, for a task may close what it never opened, is ended.
  static std::string death_of(Worker& worker) {
    siginfo_t death{};
    for (int k = 0; k < kDyingMilliseconds && death.si_pid == 0; ++k) {
      if (::waitid(P_PID, static_cast<id_t>(worker.pid), &death, WEXITED | WNOHANG | WNOWAIT) != 0) break;
      if (death.si_pid == 0) ::poll(nullptr, 0, 1);
    }
    if (death.si_pid == 0) {
      end(worker);
      return "its process hung up without an answer and lived on";
    }
    const int status = reap(worker);
    if (WIFSIGNALED(status))
      return fmt::format("its process was ended by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
    return fmt::format("its process ended with code {}", WEXITSTATUS(status));
  }

  const WorkerLimits limits_;
  const std::function<std::string(std::size_t)>& task_;
  std::vector<Worker> workers_;
};

}  // namespace

bool run_tasks(const WorkerLimits& limits, const std::function<std::string(std::size_t task)>& task,
               const std::function<std::optional<std::size_t>()>& next, const std::function<void(TaskEnd&&)>& finished,
               const std::atomic<bool>& stop) {
  WorkerPool pool(limits, task);
  std::vector<pollfd> waiting;
  std::vector<Worker*> who;
  while (!stop) {
    waiting.clear();
    who.clear();
    for (Worker& worker : pool.workers()) {
      if (!worker.task)
        if (const auto more = next()) pool.give(worker, *more);
      if (!worker.task) continue;
      waiting.push_back({worker.socket, POLLIN, 0});
      who.push_back(&worker);
    }
    if (waiting.empty()) return true;
    ::poll(waiting.data(), waiting.size(), pool.patience());
    for (std::size_t k = 0; k < who.size() && !stop; ++k) {
      Worker& worker = *who[k];
      const bool speaks = waiting[k].revents != 0;
      if (!speaks && !pool.is_late(worker)) continue;
      TaskEnd end = speaks ? pool.hear(worker) : pool.stop_late(worker);
      if (const auto more = next()) pool.give(worker, *more);  // it works on while this one is written down
      finished(std::move(end));
    }
  }
  return false;
}

}  // namespace clout
