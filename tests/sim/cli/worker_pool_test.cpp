#include "sim/cli/worker_pool.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace clout;

namespace {

const std::atomic<bool> kGoOn{false};

// Tasks 0 .. n - 1, once each, to their ends.
std::map<std::size_t, TaskEnd> ends_of(std::size_t n, const WorkerLimits& limits,
                                       const std::function<std::string(std::size_t)>& task) {
  std::map<std::size_t, TaskEnd> ends;
  std::size_t given = 0;
  CHECK(run_tasks(
      limits, task, [&] { return given < n ? std::optional(given++) : std::nullopt; },
      [&](TaskEnd&& end) {
        CHECK(!ends.contains(end.task));
        ends[end.task] = std::move(end);
      },
      kGoOn));
  CHECK(ends.size() == n);
  return ends;
}

}  // namespace

TEST_CASE("every task is done once, whatever the number of processes, and says what it returned") {
  for (const unsigned jobs : {1u, 3u}) {
    const auto ends = ends_of(20, {jobs, 0, 0}, [](std::size_t k) { return std::string(k * 10000, 'x'); });
    for (const auto& [k, end] : ends) {
      CHECK(end.done);
      CHECK(end.text.size() == k * 10000);  // longer than what fits into a socket at once
      CHECK(end.memory_bytes > 0);
    }
  }
}

TEST_CASE("a task that throws has failed by what it said, and the others go on") {
  const auto ends = ends_of(3, {2, 0, 0}, [](std::size_t k) -> std::string {
    if (k == 1) throw std::runtime_error("no such day");
    return "fine";
  });
  CHECK_FALSE(ends.at(1).done);
  CHECK(ends.at(1).text == "no such day");
  CHECK(ends.at(2).text == "fine");
}

TEST_CASE("a process that is killed or ends is told of by its signal or code, and another takes its place") {
  const auto ends = ends_of(5, {1, 0, 0}, [](std::size_t k) -> std::string {
    if (k == 1) std::raise(SIGKILL);
    if (k == 3) ::_exit(7);
    return "fine";
  });
  CHECK(ends.at(1).text == "its process was ended by signal 9 (Killed)");
  CHECK(ends.at(3).text == "its process ended with code 7");
  for (const std::size_t k : {0u, 2u, 4u}) CHECK(ends.at(k).done);
}

TEST_CASE("a task that takes too long is stopped and has failed") {
  const auto began = std::chrono::steady_clock::now();
  const auto ends = ends_of(3, {2, 0, 0.3}, [](std::size_t k) {
    if (k == 0) std::this_thread::sleep_for(std::chrono::seconds(60));
    return std::string("fine");
  });
  CHECK_FALSE(ends.at(0).done);
  CHECK(ends.at(0).text == "took longer than 0.3 s");
  CHECK(ends.at(2).done);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(30));
}

TEST_CASE("a process that hangs up and lives on is ended, and the others go on") {
  const auto ends = ends_of(3, {1, 0, 0}, [](std::size_t k) {
    if (k == 1) {
      ::close_range(3, ~0U, 0);
      std::this_thread::sleep_for(std::chrono::seconds(600));
    }
    return std::string("fine");
  });
  CHECK(ends.at(1).text == "its process hung up without an answer and lived on");
  for (const std::size_t k : {0u, 2u}) CHECK(ends.at(k).done);
}

TEST_CASE("a process has nothing open of what its caller has") {
  const int open = ::dup(1);
  REQUIRE(open > 2);
  const auto ends = ends_of(2, {2, 0, 0}, [&](std::size_t) {
    std::string still;
    for (int file = 3; file < 256; ++file)
      if (struct stat is{}; ::fstat(file, &is) == 0 && !S_ISSOCK(is.st_mode)) still += std::to_string(file) + ' ';
    return still;
  });
  ::close(open);
  for (const std::size_t k : {0u, 1u}) CHECK(ends.at(k).text == "");
}

TEST_CASE("a process that is stopped in the middle of its answer has failed, and the others go on") {
  // Stopped before its first byte, on a busy machine, it takes too long instead.
  const auto ends = ends_of(3, {2, 0, 20, 0.3}, [](std::size_t k) {
    if (k > 0) return std::string("fine");
    std::string answer(std::size_t{256} << 20, 'x');  // of which a socket holds little: it is sent while it is read
    std::signal(SIGALRM, [](int) { ::raise(SIGSTOP); });
    const struct itimerval soon {
      {0, 0}, { 0, 2000 }
    };
    ::setitimer(ITIMER_REAL, &soon, nullptr);
    return answer;
  });
  CHECK_FALSE(ends.at(0).done);
  const std::string why = ends.at(0).text;
  CHECK((why == "its process began to answer and said no more" || why == "took longer than 20 s"));
  CHECK(ends.at(2).done);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they take the memory of a machine for themselves
TEST_CASE("a task that wants more memory than it may have has failed, and its process goes on") {
  const auto ends = ends_of(2, {1, 300'000'000, 0}, [](std::size_t k) {
    std::vector<char> much(k == 0 ? 1'000'000'000 : 1000, 'x');
    return std::string(1, much[much.size() / 2]);
  });
  CHECK_FALSE(ends.at(0).done);
  CHECK(ends.at(0).text == "out of memory: a run may have 300 MB");
  CHECK(ends.at(1).text == "x");
}
#endif

TEST_CASE("who is told to stop hears no more, and leaves no process behind") {
  std::atomic<bool> stop{false};
  std::vector<std::size_t> heard;
  std::size_t given = 0;
  const bool whole = run_tasks(
      {2, 0, 0},
      [](std::size_t k) {
        if (k > 0) std::this_thread::sleep_for(std::chrono::seconds(60));
        return std::string();
      },
      [&] { return std::optional(given++); },
      [&](TaskEnd&& end) {
        heard.push_back(end.task);
        stop = true;
      },
      stop);
  CHECK_FALSE(whole);
  CHECK(heard == std::vector<std::size_t>{0});
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left to wait for
}

TEST_CASE("with nothing to do at the moment the work waits for a task to end and asks again") {
  // Task 2 may be begun only when 0 and 1 have ended.
  std::size_t given = 0, ended = 0;
  std::vector<std::size_t> order;
  CHECK(run_tasks(
      {2, 0, 0}, [](std::size_t) { return std::string(); },
      [&]() -> std::optional<std::size_t> {
        if (given == 3 || (given == 2 && ended < 2)) return std::nullopt;
        return given++;
      },
      [&](TaskEnd&& end) {
        ++ended;
        order.push_back(end.task);
      },
      kGoOn));
  CHECK(order.size() == 3);
  CHECK(order.back() == 2);
}
