// The pool's protocol. The caller publishes a loop by opening `state_`; workers that see it join by counting themselves
// into the same word, take chunks from `next_`, and count themselves out. The caller closes the word when no chunk is
// left and waits only for those who joined: a worker that the system wakes late costs nobody any time, and finds the
// word closed.
#include "sim/core/parallel.h"

#include <sched.h>

#include <string>
#include <utility>

namespace clout {
namespace {

constexpr std::uint64_t kOpen = std::uint64_t{1} << 16;
constexpr std::uint64_t kInLoop = kOpen - 1;
constexpr std::uint64_t kGeneration = std::uint64_t{1} << 17;
constexpr unsigned kMaxThreads = 1024;
constexpr int kSpins = 400;  // about 20 microseconds of pauses

void pause() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#else
  std::this_thread::yield();
#endif
}

// The bodies that this thread is inside of, innermost first: to see a nested call.
struct Frame {
  const ThreadPool* pool;
  unsigned worker;
  const Frame* outer;
};
thread_local const Frame* innermost = nullptr;

class FrameScope {
 public:
  FrameScope(const ThreadPool* pool, unsigned worker) noexcept : frame_{pool, worker, innermost} {
    innermost = &frame_;
  }
  ~FrameScope() { innermost = frame_.outer; }
  FrameScope(const FrameScope&) = delete;
  FrameScope& operator=(const FrameScope&) = delete;

 private:
  Frame frame_;
};

}  // namespace

unsigned usable_threads() noexcept {
  cpu_set_t mask;
  if (sched_getaffinity(0, sizeof mask, &mask) == 0) return static_cast<unsigned>(std::max(CPU_COUNT(&mask), 1));
  return std::max(std::thread::hardware_concurrency(), 1u);  // more processors than a cpu_set_t holds
}

ThreadPool::ThreadPool(unsigned threads) : threads_(threads) {
  if (threads == 0 || threads > kMaxThreads) {
    throw std::invalid_argument("ThreadPool: " + std::to_string(threads) + " threads; from 1 to 1024 will do");
  }
  workers_.reserve(threads - 1);
  try {
    for (unsigned worker = 1; worker < threads; ++worker) {
      workers_.emplace_back([this, worker] { worker_loop(worker); });
    }
  } catch (...) {  // the system gave fewer: let those that started end before the members go
    {
      const std::lock_guard lock(sleep_mutex_);
      stop_.store(true);
    }
    wake_.notify_all();
    workers_.clear();
    throw;
  }
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(sleep_mutex_);
    stop_.store(true);
  }
  wake_.notify_all();
}

void ThreadPool::run(std::size_t n, std::size_t chunk, Call call, void* context) {
  if (chunk == 0) throw std::invalid_argument("ThreadPool::for_chunks: a chunk has at least one entry");
  const std::size_t chunks = n / chunk + (n % chunk != 0);
  const Frame* inside = innermost;
  while (inside != nullptr && inside->pool != this) inside = inside->outer;

  if (inside != nullptr || threads_ == 1 || chunks <= 1) {
    // In place. On one thread the lock still keeps two callers from being worker 0 at once.
    std::unique_lock lock(callers_, std::defer_lock);
    if (inside == nullptr) lock.lock();
    const unsigned worker = inside != nullptr ? inside->worker : 0;
    const FrameScope scope(this, worker);
    for (std::size_t i = 0; i < chunks; ++i) {
      const std::size_t begin = i * chunk;
      call(context, i, begin, begin + std::min(chunk, n - begin), worker);
    }
    return;
  }

  const std::lock_guard lock(callers_);
  job_ = {call, context, n, chunk, chunks};
  next_.store(0, std::memory_order_relaxed);
  const std::uint64_t opened = (state_.load(std::memory_order_relaxed) & ~(kOpen | kInLoop)) + (kGeneration | kOpen);
  state_.store(opened);
  // Either this sees the sleeper, or the sleeper, which counts itself first and looks second, sees the open loop.
  if (sleeping_.load() != 0) {
    { const std::lock_guard sleep_lock(sleep_mutex_); }
    wake_.notify_all();
  }
  work(0);
  state_.fetch_and(~kOpen);
  for (int spin = 0; spin < kSpins && (state_.load(std::memory_order_acquire) & kInLoop) != 0; ++spin) pause();
  if ((state_.load(std::memory_order_acquire) & kInLoop) != 0) {
    std::unique_lock sleep_lock(sleep_mutex_);
    done_.wait(sleep_lock, [this] { return (state_.load() & kInLoop) == 0; });
  }
  if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void ThreadPool::work(unsigned worker) noexcept {
  const FrameScope scope(this, worker);
  const Job job = job_;
  for (;;) {
    const std::size_t index = next_.fetch_add(1, std::memory_order_relaxed);
    if (index >= job.chunks) return;
    const std::size_t begin = index * job.chunk;
    try {
      job.call(job.context, index, begin, begin + std::min(job.chunk, job.n - begin), worker);
    } catch (...) {
      record_failure(index);
    }
  }
}

// Chunks start in rising order, so every chunk below a failed one has started and will report: the smallest index that
// fails is the same whatever the threads do.
void ThreadPool::record_failure(std::size_t index) noexcept {
  const std::lock_guard lock(failure_mutex_);
  if (failure_ == nullptr || index < failure_index_) {
    failure_ = std::current_exception();
    failure_index_ = index;
  }
  next_.store(job_.chunks, std::memory_order_relaxed);
}

void ThreadPool::worker_loop(unsigned worker) noexcept {
  std::uint64_t seen = 0;  // generation of the last loop taken part in
  const auto is_new = [&](std::uint64_t state) { return (state & kOpen) != 0 && state / kGeneration != seen; };
  int spins = 0;
  while (!stop_.load(std::memory_order_relaxed)) {
    std::uint64_t state = state_.load(std::memory_order_acquire);
    if (is_new(state)) {
      if (!state_.compare_exchange_weak(state, state + 1)) continue;  // somebody else joined or it closed: look again
      seen = state / kGeneration;
      work(worker);
      const std::uint64_t left = state_.fetch_sub(1) - 1;
      if ((left & (kOpen | kInLoop)) == 0) {
        { const std::lock_guard lock(sleep_mutex_); }
        done_.notify_one();
      }
      spins = 0;
    } else if (++spins < kSpins) {
      pause();
    } else {
      std::unique_lock lock(sleep_mutex_);
      sleeping_.fetch_add(1);
      wake_.wait(lock, [&] { return stop_.load() || is_new(state_.load()); });
      sleeping_.fetch_sub(1);
      spins = 0;
    }
  }
}

}  // namespace clout
