// Where an agent stands in a row that is sorted by agent: a followee list, the ties of somebody.
// Ids of the people in a row are spread over all ids about evenly, so the search begins where the id says that it ends,
// and mostly ends within a few steps, in the same cache line. Where ids are not spread evenly (a real network) it goes
// on by halves.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/core/ids.h"

namespace clout {

/// Where `id` is to be expected in a row of `size` > 0 entries of ids below `agents`.
inline std::size_t guess_place(std::size_t size, AgentId id, std::size_t agents) {
  return std::min(size - 1, static_cast<std::size_t>(std::uint64_t{id} * size / agents));
}

/// Position of the first entry whose agent_of() is not below `id`; row.size() if there is none.
template <class T>
std::size_t place_in(std::span<const T> row, AgentId id, std::size_t agents) {
  constexpr int kSteps = 12;
  if (row.empty()) return 0;
  const auto by_halves = [&](std::size_t from, std::size_t to) {
    const auto at = std::lower_bound(row.begin() + static_cast<std::ptrdiff_t>(from),
                                     row.begin() + static_cast<std::ptrdiff_t>(to), id,
                                     [](const T& t, AgentId x) { return agent_of(t) < x; });
    return static_cast<std::size_t>(at - row.begin());
  };
  std::size_t at = guess_place(row.size(), id, agents);
  if (agent_of(row[at]) < id) {
    for (int step = 0; step < kSteps; ++step)
      if (++at == row.size() || agent_of(row[at]) >= id) return at;
    return by_halves(at, row.size());
  }
  for (int step = 0; step < kSteps; ++step, --at)
    if (at == 0 || agent_of(row[at - 1]) < id) return at;
  return by_halves(0, at);
}

/// Asks for what place_in() will read.
template <class T>
void prefetch_place(std::span<const T> row, AgentId id, std::size_t agents) {
  if (row.empty()) return;
  const auto* const guess = reinterpret_cast<const char*>(row.data() + guess_place(row.size(), id, agents));
  __builtin_prefetch(guess - 32);
  __builtin_prefetch(guess + 32);
}

}  // namespace clout
