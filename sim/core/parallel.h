// One pool of threads for everything, and loops over chunks whose results do not depend on it.
//
// A loop over 0 .. n-1 is cut into chunks by (n, chunk) alone; which thread gets which chunk is left to chance. A body
// that writes only what belongs to its chunk, or integers that are added, gives the same bits on any number of threads.
// Floating sums go through ordered_sum. No OpenMP: its runtime blinds the thread sanitizer.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <vector>

namespace clout {

/// Threads that this process may use at once: the processors in its affinity mask (a batch system sets it), at least 1.
[[nodiscard]] unsigned usable_threads() noexcept;

/// A fixed set of threads that run loops over chunks. The thread that calls takes part, so `threads` - 1 are started.
///
/// Idle workers look for work for some 20 microseconds, then sleep. Cost of a loop: about 0.1 microseconds when the
/// workers are awake, 10 for each that must be woken. A loop of one chunk, or on one thread, runs in place at no cost.
/// Calls from several threads at once wait for each other. A call from inside a body of the same pool runs in place.
class ThreadPool {
 public:
  /// @throws std::invalid_argument  threads is 0 or above 1024.
  explicit ThreadPool(unsigned threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// Threads that take part, the caller's included; workers are numbered 0 .. threads() - 1.
  [[nodiscard]] unsigned threads() const noexcept { return threads_; }

  /// Calls body(chunk_index, begin, end, worker) once for each chunk [begin, end) = [i * chunk, min(n, (i + 1) *
  /// chunk)).
  ///
  /// Chunks start in rising order, on whatever thread is free; no two bodies with one `worker` run at a time, so a
  /// scratch per worker is safe if no result depends on what was left in it.
  /// @param n      entries, may be 0.
  /// @param chunk  entries a chunk, >= 1; 4096 is a good one for light bodies.
  /// @throws std::invalid_argument  chunk is 0.
  /// @throws  what a body threw: that of the smallest chunk index, after all running bodies returned; chunks that had
  ///          not started are left out.
  template <class Body>
  void for_chunks(std::size_t n, std::size_t chunk, Body&& body) {
    using Plain = std::remove_reference_t<Body>;
    run(
        n, chunk,
        [](void* context, std::size_t index, std::size_t begin, std::size_t end, unsigned worker) {
          (*static_cast<Plain*>(context))(index, begin, end, worker);
        },
        const_cast<void*>(static_cast<const void*>(std::addressof(body))));
  }

 private:
  using Call = void (*)(void* context, std::size_t index, std::size_t begin, std::size_t end, unsigned worker);

  struct Job {
    Call call = nullptr;
    void* context = nullptr;
    std::size_t n = 0;
    std::size_t chunk = 1;
    std::size_t chunks = 0;
  };

  void run(std::size_t n, std::size_t chunk, Call call, void* context);
  void work(unsigned worker) noexcept;         // takes chunks of job_ until none is left
  void worker_loop(unsigned worker) noexcept;  // life of a started thread
  void record_failure(std::size_t index) noexcept;

  const unsigned threads_;
  std::mutex callers_;  // held during a loop: one at a time

  // The open loop. job_, failure_* are written while nobody has joined.
  Job job_;
  std::mutex failure_mutex_;
  std::size_t failure_index_ = 0;
  std::exception_ptr failure_;
  alignas(64) std::atomic<std::size_t> next_{0};
  // generation << 17 | open << 16 | workers that have joined. A worker touches job_ only between joining and leaving.
  alignas(64) std::atomic<std::uint64_t> state_{0};
  std::atomic<unsigned> sleeping_{0};
  std::atomic<bool> stop_{false};
  std::mutex sleep_mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  std::vector<std::jthread> workers_;  // last, so that it ends first
};

/// Sum over chunks of f(begin, end), added in the order of chunks: the same bits on any number of threads. The bits do
/// depend on `chunk`: keep it fixed where results are compared.
/// Cost: as for_chunks, and a double a chunk.
template <class F>
[[nodiscard]] double ordered_sum(ThreadPool& pool, std::size_t n, std::size_t chunk, F&& f) {
  if (chunk == 0) throw std::invalid_argument("ordered_sum: a chunk has at least one entry");
  std::vector<double> part(n / chunk + (n % chunk != 0));
  pool.for_chunks(
      n, chunk, [&](std::size_t index, std::size_t begin, std::size_t end, unsigned) { part[index] = f(begin, end); });
  double sum = 0;
  for (const double p : part) sum += p;
  return sum;
}

}  // namespace clout
