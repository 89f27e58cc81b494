// Agents that a link may be sought among, for the generator of follow graphs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/core/column.h"
#include "sim/core/ids.h"

namespace clout {

/// Each member is found with chance proportional to its fitness.
/// An alias table as in distributions.h (Walker 1977, Vose 1991) whose entries hold the ids themselves, so that a pick
/// is one cache line, and one that can be asked for ahead: drawing links is waiting for memory and little else.
class LinkPool {
 public:
  /// @param fitness  by agent id; those of `members` are >= 0 and not all 0. No members: nothing can be picked.
  /// Cost: O(members); 12 bytes each.
  void build(std::span<const AgentId> members, std::span<const double> fitness) {
    const std::size_t n = members.size();
    if (n == 0) return;
    double sum = 0;
    for (const AgentId a : members) sum += fitness[a];
    const double scale = static_cast<double>(n) / sum;
    entries_.resize(n);
    RawColumn<double> left(n);
    RawColumn<std::uint32_t> order(n);  // the poor from the front, the rich from the back
    std::size_t poor = 0, rich = n;
    for (std::size_t i = 0; i < n; ++i) {
      left[i] = fitness[members[i]] * scale;
      entries_[i] = {0xffffffffu, members[i], members[i]};
      if (left[i] < 1) {
        order[poor++] = static_cast<std::uint32_t>(i);
      } else {
        order[--rich] = static_cast<std::uint32_t>(i);
      }
    }
    std::size_t next = 0;
    while (next < poor && rich < n) {
      const std::uint32_t p = order[next++], r = order[rich];
      entries_[p].threshold = static_cast<std::uint32_t>(left[p] * 0x1p32);
      entries_[p].alias = members[r];
      left[r] -= 1 - left[p];
      if (left[r] < 1) {  // r is the next of the poor: its place in the order is free now, as all between are done
        ++rich;
        order[--next] = r;
      }
    }
  }

  /// Asks for the memory that pick(bits) will read.
  void prefetch(std::uint64_t bits) const { __builtin_prefetch(&entries_[column(bits) >> 32]); }
  /// The member that 64 uniform bits stand for.
  AgentId pick(std::uint64_t bits) const {
    const std::uint64_t c = column(bits);
    const Entry& e = entries_[c >> 32];
    return static_cast<std::uint32_t>(c) < e.threshold ? e.own : e.alias;
  }

 private:
  struct Entry {
    std::uint32_t threshold;  // of 2^32: below it the own id
    AgentId own, alias;
  };
  // bits * size: the entry from bit 32 up, below it the place in the entry.
  std::uint64_t column(std::uint64_t bits) const {
    const std::uint64_t n = entries_.size();
    return (bits >> 32) * n + (((bits & 0xffffffffu) * n) >> 32);
  }
  RawColumn<Entry> entries_;
};

}  // namespace clout
