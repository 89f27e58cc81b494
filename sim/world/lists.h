// One growing list per agent, all in one arena: followees, ties and engagers live in these.
// Only the owner of a list changes it, so lists of different agents may grow at once from several threads. Where a
// list lies depends on threads; what it holds does not. A copy is packed again, which is how a world's copy stays small.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/state.h"

namespace clout {

template <class T>
class Lists {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Lists() = default;
  explicit Lists(std::size_t agents) : slots_(agents) {}
  Lists(const Lists& other) { pack_from(other); }
  Lists& operator=(const Lists& other) {
    if (this != &other) {
      Lists copy(other);
      *this = std::move(copy);
    }
    return *this;
  }
  Lists(Lists&& other) noexcept { *this = std::move(other); }
  Lists& operator=(Lists&& other) noexcept {
    slots_ = std::move(other.slots_);
    blocks_ = std::move(other.blocks_);
    free_ = std::move(other.free_);
    tail_ = other.tail_;
    tail_end_ = other.tail_end_;
    other.tail_ = other.tail_end_ = nullptr;
    return *this;
  }

  std::size_t agents() const { return slots_.size(); }
  std::size_t size(AgentId a) const { return slots_[a].size; }
  std::span<const T> of(AgentId a) const { return {slots_[a].data, slots_[a].size}; }
  std::span<T> of(AgentId a) { return {slots_[a].data, slots_[a].size}; }
  void prefetch(AgentId a) const { __builtin_prefetch(&slots_[a]); }
  void prefetch_items(AgentId a) const { __builtin_prefetch(slots_[a].data); }

  /// Puts `item` before position `at` (0 .. size). Only the owner's thread may call it. Amortised O(size - at).
  void insert(AgentId a, std::size_t at, const T& item) {
    Slot& s = slots_[a];
    if (s.size == s.capacity) grow(s);
    std::memmove(s.data + at + 1, s.data + at, (s.size - at) * sizeof(T));
    s.data[at] = item;
    ++s.size;
  }
  void push_back(AgentId a, const T& item) { insert(a, slots_[a].size, item); }
  void erase(AgentId a, std::size_t at) {
    Slot& s = slots_[a];
    std::memmove(s.data + at, s.data + at + 1, (s.size - at - 1) * sizeof(T));
    --s.size;
  }
  /// Keeps the first `count` items.
  void truncate(AgentId a, std::size_t count) { slots_[a].size = static_cast<std::uint32_t>(count); }
  /// Replaces a's whole list.
  void assign(AgentId a, std::span<const T> items) {
    Slot& s = slots_[a];
    if (items.size() > s.capacity) {
      if (s.capacity) release(s);
      allocate(s, items.size());
    }
    if (!items.empty()) std::memcpy(s.data, items.data(), items.size() * sizeof(T));
    s.size = static_cast<std::uint32_t>(items.size());
  }

  std::uint64_t total() const {
    std::uint64_t n = 0;
    for (const Slot& s : slots_) n += s.size;
    return n;
  }
  /// Bytes held, slack and holes included.
  std::size_t memory_bytes() const {
    std::size_t n = slots_.size() * sizeof(Slot);
    for (const auto& b : blocks_) n += b.size() * sizeof(T);
    return n;
  }

  void visit_state(StateVisitor& v, const char* name) {
    std::uint64_t n = slots_.size();
    v.value(name, n);
    Column<std::uint32_t> sizes(n);
    if (!v.loading())
      for (std::size_t a = 0; a < n; ++a) sizes[a] = slots_[a].size;
    v.column(name, sizes);
    if (v.loading()) *this = Lists(n);
    for (std::size_t a = 0; a < n; ++a) {
      if (v.loading() && sizes[a]) {
        allocate(slots_[a], sizes[a]);
        slots_[a].size = sizes[a];
      }
      if (sizes[a]) v.raw(name, slots_[a].data, sizes[a] * sizeof(T));
    }
  }

 private:
  struct Slot {
    T* data = nullptr;
    std::uint32_t size = 0, capacity = 0;
  };
  static constexpr std::size_t kBlock = std::size_t{1} << 18;
  static constexpr std::size_t kClasses = 64;

  // Capacities are 4 or 6 times a power of two, so that a freed block fits the next list of its class.
  static std::size_t size_class(std::size_t wanted) {
    std::size_t c = 0;
    while (class_capacity(c) < wanted) ++c;
    return c;
  }
  static std::size_t class_capacity(std::size_t c) { return (c % 2 ? std::size_t{6} : std::size_t{4}) << (c / 2); }

  void grow(Slot& s) {
    const Slot old = s;
    allocate(s, old.size + 1);
    if (old.size) std::memcpy(s.data, old.data, old.size * sizeof(T));
    if (old.capacity) release(old);
  }
  void allocate(Slot& s, std::size_t wanted) {
    const std::size_t c = size_class(wanted);
    if (c >= kClasses) throw std::length_error("a list of one agent is too long");
    const std::size_t capacity = class_capacity(c);
    std::lock_guard lock(*mutex_);
    if (!free_[c].empty()) {
      s.data = free_[c].back();
      free_[c].pop_back();
    } else {
      s.data = carve(capacity);
    }
    s.capacity = static_cast<std::uint32_t>(capacity);
  }
  void release(const Slot& s) {
    const std::size_t c = size_class(s.capacity);
    if (class_capacity(c) != s.capacity) return;  // packed lists have odd capacities; their place is not used again
    std::lock_guard lock(*mutex_);
    free_[c].push_back(s.data);
  }
  T* carve(std::size_t count) {
    if (tail_ == nullptr || static_cast<std::size_t>(tail_end_ - tail_) < count) {
      blocks_.emplace_back(std::max(kBlock, count));
      tail_ = blocks_.back().data();
      tail_end_ = tail_ + blocks_.back().size();
    }
    T* place = tail_;
    tail_ += count;
    return place;
  }
  // Lists of a copy are laid out by agent with a little slack, so that a first new item does not move a list.
  void pack_from(const Lists& other) {
    slots_.resize(other.slots_.size());
    std::size_t needed = 0;
    for (const Slot& s : other.slots_) needed += packed_capacity(s.size);
    if (needed == 0) return;
    blocks_.emplace_back(needed);
    T* place = blocks_.back().data();
    for (std::size_t a = 0; a < slots_.size(); ++a) {
      const Slot& from = other.slots_[a];
      if (from.size == 0) continue;
      slots_[a] = {place, from.size, static_cast<std::uint32_t>(packed_capacity(from.size))};
      std::memcpy(place, from.data, from.size * sizeof(T));
      place += slots_[a].capacity;
    }
  }
  static std::size_t packed_capacity(std::size_t size) { return size ? size + size / 32 + 1 : 0; }

  Column<Slot> slots_;
  std::vector<Column<T>> blocks_;
  std::array<std::vector<T*>, kClasses> free_;
  T* tail_ = nullptr;
  T* tail_end_ = nullptr;
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
};

}  // namespace clout
