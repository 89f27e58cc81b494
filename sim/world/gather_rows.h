// Turns "for each source, some (row, value) pairs" into sorted rows: transposes, symmetric graphs, returned links.
// Threads write into a row in any order; the rows are sorted afterwards, so the result does not depend on them.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/parallel.h"
#include "sim/world/follow_graph.h"

namespace clout {

/// Rows of all values that were sent to them, ascending, duplicates kept.
/// @param emit  emit(source, send) calls send(row, value) for each pair of `source`. It runs twice for each source and
///              must send the same both times.
/// Cost: O(rows + pairs log(pairs of a row)).
template <class Emit>
[[nodiscard]] Csr gather_rows(ThreadPool& pool, std::size_t sources, std::size_t rows, Emit&& emit) {
  constexpr std::size_t kChunk = 2048;
  Csr out;
  Column<std::uint32_t> count(rows);
  pool.for_chunks(sources, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t s = begin; s < end; ++s) {
      emit(s, [&](std::size_t row, AgentId) {
        std::atomic_ref(count[row]).fetch_add(1, std::memory_order_relaxed);
      });
    }
  });
  out.begin.resize(rows + 1);
  for (std::size_t r = 0; r < rows; ++r) out.begin[r + 1] = out.begin[r] + count[r];
  out.columns.resize(out.begin[rows]);
  pool.for_chunks(sources, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t s = begin; s < end; ++s) {
      emit(s, [&](std::size_t row, AgentId value) {
        const std::uint32_t left = std::atomic_ref(count[row]).fetch_sub(1, std::memory_order_relaxed);
        out.columns[out.begin[row] + left - 1] = value;
      });
    }
  });
  pool.for_chunks(rows, kChunk, [&](std::size_t, std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t r = begin; r < end; ++r)
      std::sort(out.columns.begin() + static_cast<std::ptrdiff_t>(out.begin[r]),
                out.columns.begin() + static_cast<std::ptrdiff_t>(out.begin[r + 1]));
  });
  return out;
}

}  // namespace clout
