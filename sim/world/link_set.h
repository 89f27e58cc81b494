// The links of one agent while they are drawn, without doubles.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <vector>

#include "sim/core/ids.h"

namespace clout {

/// A small open-addressing set, to refuse doubles, and the list of what is in it.
class LinkSet {
 public:
  /// Empties the set and makes room for `wanted` links; more must not be added.
  void start(std::size_t wanted) {
    const std::size_t size = std::bit_ceil(2 * wanted + 2);
    if (slots_.size() < size) slots_.resize(size);
    shift_ = 64 - std::countr_zero(size);
    mask_ = size - 1;
    std::fill_n(slots_.begin(), size, kNoAgent);
    links_.clear();
  }
  /// False if v is in the set already.
  bool add(AgentId v) {
    std::size_t at = (v * 0x9e3779b97f4a7c15u) >> shift_;
    while (slots_[at] != kNoAgent) {
      if (slots_[at] == v) return false;
      at = (at + 1) & mask_;
    }
    slots_[at] = v;
    links_.push_back(v);
    return true;
  }
  /// In the order in which they were added.
  const std::vector<AgentId>& links() const { return links_; }
  std::vector<AgentId>& links() { return links_; }

 private:
  std::vector<AgentId> slots_, links_;
  int shift_ = 0;
  std::size_t mask_ = 0;
};

}  // namespace clout
