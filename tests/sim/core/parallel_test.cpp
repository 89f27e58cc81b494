// The pool gives every chunk once to one worker, and nothing that it returns depends on how many workers there are.
// The timing-free races in here are what the thread sanitizer is run on.
#include "sim/core/parallel.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/random.h"

namespace clout {

TEST_CASE("every entry is visited once, in the chunks that n and chunk name, on any number of threads") {
  for (const unsigned threads : {1u, 2u, 3u, 7u}) {
    ThreadPool pool(threads);
    CHECK(pool.threads() == threads);
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{3}, std::size_t{4096}}) {
      for (const std::size_t n : {0, 1, 2, 4095, 4096, 4097, 10000}) {
        std::vector<int> visits(n, 0);
        std::vector<std::atomic<int>> chunks((n + chunk - 1) / chunk);
        std::atomic<bool> right{true};
        pool.for_chunks(n, chunk, [&](std::size_t index, std::size_t begin, std::size_t end, unsigned worker) {
          if (begin != index * chunk || end != std::min(n, begin + chunk) || worker >= threads) right = false;
          ++chunks[index];
          for (std::size_t i = begin; i < end; ++i) ++visits[i];
        });
        CHECK(right);
        CHECK(std::all_of(visits.begin(), visits.end(), [](int v) { return v == 1; }));
        CHECK(std::all_of(chunks.begin(), chunks.end(), [](const auto& v) { return v == 1; }));
      }
    }
  }
}

TEST_CASE("every thread takes part when there is work for all, each under its own number") {
  for (const unsigned threads : {1u, 2u, 3u}) {
    ThreadPool pool(threads);
    std::vector<std::thread::id> ids(threads);
    std::atomic<unsigned> arrived{0};
    pool.for_chunks(threads, 1, [&](std::size_t, std::size_t, std::size_t, unsigned worker) {
      ids[worker] = std::this_thread::get_id();
      ++arrived;
      while (arrived < threads) std::this_thread::yield();  // nobody can take two
    });
    for (unsigned a = 0; a < threads; ++a) {
      CHECK(ids[a] != std::thread::id{});
      for (unsigned b = 0; b < a; ++b) CHECK(ids[a] != ids[b]);
    }
    CHECK(ids[0] == std::this_thread::get_id());
  }
}

TEST_CASE("no two bodies run under one worker number at a time") {
  ThreadPool pool(3);
  std::vector<std::atomic<int>> inside(3);
  std::atomic<bool> alone{true};
  pool.for_chunks(20000, 1, [&](std::size_t, std::size_t, std::size_t, unsigned worker) {
    if (++inside[worker] != 1) alone = false;
    --inside[worker];
  });
  CHECK(alone);
}

TEST_CASE("many short loops follow each other without losing one") {
  ThreadPool pool(3);
  std::uint64_t total = 0;
  for (int loop = 0; loop < 5000; ++loop) {
    std::array<std::uint64_t, 5> part{};
    pool.for_chunks(5, 1, [&](std::size_t index, std::size_t, std::size_t, unsigned) { part[index] = index + 1; });
    total += std::accumulate(part.begin(), part.end(), std::uint64_t{0});
  }
  CHECK(total == 5000 * 15);
}

TEST_CASE("a pool whose workers have gone to sleep wakes up") {
  ThreadPool pool(3);
  for (int loop = 0; loop < 5; ++loop) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::atomic<unsigned> arrived{0};
    pool.for_chunks(3, 1, [&](std::size_t, std::size_t, std::size_t, unsigned) {
      ++arrived;
      while (arrived < 3) std::this_thread::yield();
    });
    CHECK(arrived == 3);
  }
}

TEST_CASE("an idle pool burns no processor time") {
  ThreadPool pool(3);
  pool.for_chunks(3, 1, [](std::size_t, std::size_t, std::size_t, unsigned) {});
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const std::clock_t before = std::clock();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC < 0.05);
}

TEST_CASE("of several exceptions the caller gets that of the first chunk, and the pool lives on") {
  for (const unsigned threads : {1u, 2u, 3u}) {
    ThreadPool pool(threads);
    for (int round = 0; round < 50; ++round) {
      std::string caught;
      try {
        pool.for_chunks(1000, 1, [](std::size_t index, std::size_t, std::size_t, unsigned) {
          if (index % 10 == 7) throw std::runtime_error("chunk " + std::to_string(index));
        });
      } catch (const std::runtime_error& error) {
        caught = error.what();
      }
      CHECK(caught == "chunk 7");
    }
    std::atomic<int> calls{0};
    pool.for_chunks(100, 1, [&](std::size_t, std::size_t, std::size_t, unsigned) { ++calls; });
    CHECK(calls == 100);
  }
}

TEST_CASE("a loop inside a body runs in place, under the same worker number") {
  ThreadPool pool(3);
  std::atomic<int> inner{0};
  std::atomic<bool> in_place{true};
  pool.for_chunks(100, 1, [&](std::size_t, std::size_t, std::size_t, unsigned worker) {
    const std::thread::id here = std::this_thread::get_id();
    pool.for_chunks(10, 2, [&](std::size_t, std::size_t begin, std::size_t end, unsigned again) {
      if (again != worker || std::this_thread::get_id() != here) in_place = false;
      inner += static_cast<int>(end - begin);
    });
  });
  CHECK(inner == 1000);
  CHECK(in_place);
}

TEST_CASE("loops called from several threads at once take turns") {
  ThreadPool pool(2);
  std::array<int, 2> inside{};  // per worker, deliberately not atomic
  std::atomic<int> calls{0};
  {
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 3; ++caller) {
      callers.emplace_back([&] {
        for (int loop = 0; loop < 100; ++loop) {
          pool.for_chunks(loop % 3, 1, [&](std::size_t, std::size_t, std::size_t, unsigned worker) {
            ++inside[worker];
            ++calls;
          });
        }
      });
    }
  }
  CHECK(calls == 3 * (33 * (1 + 2)));
  CHECK(inside[0] + inside[1] == calls);
}

TEST_CASE("ordered_sum gives the same bits on any number of threads") {
  std::vector<double> x(100000);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = to_unit(draw(Key{1}, i)) * (i % 3 == 0 ? 1e10 : -1e-3);
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{4096}}) {
    const auto sum_on = [&](unsigned threads) {
      ThreadPool pool(threads);
      return ordered_sum(pool, x.size(), chunk, [&](std::size_t begin, std::size_t end) {
        double sum = 0;
        for (std::size_t i = begin; i < end; ++i) sum += x[i];
        return sum;
      });
    };
    double expected = 0;  // by hand: chunk after chunk
    for (std::size_t begin = 0; begin < x.size(); begin += chunk) {
      double sum = 0;
      for (std::size_t i = begin; i < std::min(x.size(), begin + chunk); ++i) sum += x[i];
      expected += sum;
    }
    for (const unsigned threads : {1u, 2u, 3u}) CHECK(sum_on(threads) == expected);
  }
}

TEST_CASE("impossible pools and chunks are refused") {
  CHECK_THROWS_WITH_AS(ThreadPool(0), "ThreadPool: 0 threads; from 1 to 1024 will do", std::invalid_argument);
  CHECK_THROWS_AS(ThreadPool(4294967295u), std::invalid_argument);
  ThreadPool pool(2);
  CHECK_THROWS_AS(pool.for_chunks(1, 0, [](std::size_t, std::size_t, std::size_t, unsigned) {}), std::invalid_argument);
  CHECK_THROWS_AS((void)ordered_sum(pool, 1, 0, [](std::size_t, std::size_t) { return 0.0; }), std::invalid_argument);
  CHECK(usable_threads() >= 1);
}

TEST_CASE("columns are zero, raw columns are not written, and large ones lie on huge page boundaries") {
  Column<std::uint32_t> column(3 << 20);
  CHECK(std::all_of(column.begin(), column.end(), [](std::uint32_t x) { return x == 0; }));
  CHECK(reinterpret_cast<std::uintptr_t>(column.data()) % (2 << 20) == 0);
  column.assign(column.size(), 7);
  column.resize(6 << 20);
  CHECK(column[(3 << 20) - 1] == 7);
  CHECK(column[3 << 20] == 0);
  const Column<std::uint32_t> copy = column;
  CHECK(copy == column);

  RawColumn<std::uint32_t> raw(100);
  raw.assign(100, 5);
  raw.clear();
  raw.resize(100);  // the memory as it was
  CHECK(raw[99] == 5);
  CHECK(RawColumn<int>(10, 3)[9] == 3);
}

}  // namespace clout
