// One growing list per agent, all in one arena: followees, ties and engagers live in these.
// Only the owner of a list changes it, so lists of different agents may grow at once from several threads. Where a
// list lies depends on threads; what it holds does not. A copy is packed again, so a world's copy stays small.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/core/column.h"
#include "sim/core/ids.h"
#include "sim/core/state.h"

namespace clout {

template <class T>
class Lists {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  /// Bytes that an agent's list costs though it be empty.
  static constexpr std::size_t kBytesPerAgent = 16;

  Lists() = default;
  explicit Lists(std::size_t agents) : slots_(agents) {}
  Lists(const Lists& other) { pack_from(other); }
  Lists& operator=(const Lists& other) {
    if (this != &other) *this = Lists(other);
    return *this;
  }
  Lists(Lists&& other) noexcept { *this = std::move(other); }
  Lists& operator=(Lists&& other) noexcept {
    if (this == &other) return *this;
    slots_ = std::exchange(other.slots_, {});
    blocks_ = std::exchange(other.blocks_, {});
    free_ = std::exchange(other.free_, {});
    tail_ = std::exchange(other.tail_, nullptr);
    tail_end_ = std::exchange(other.tail_end_, nullptr);
    held_ = std::exchange(other.held_, 0);
    return *this;
  }

  std::size_t agents() const { return slots_.size(); }
  std::size_t size(AgentId a) const { return slots_[a].size; }
  std::span<const T> of(AgentId a) const { return {slots_[a].data, slots_[a].size}; }
  std::span<T> of(AgentId a) { return {slots_[a].data, slots_[a].size}; }
  /// Asks for a's list: first with near = false for its place; some time later, with near = true, for what it holds,
  /// or of a long list for where a search of it will look first.
  void prefetch(AgentId a, bool near) const {
    constexpr std::size_t kLine = 64, kLines = 8;
    const Slot& s = slots_[a];
    if (!near) return __builtin_prefetch(&s);
    const auto* const begin = reinterpret_cast<const char*>(s.data);
    const std::size_t bytes = s.size * sizeof(T), step = std::max(kLine, bytes / kLines);
    for (std::size_t at = 0; at < bytes; at += step) __builtin_prefetch(begin + at);
  }

  /// Instead of near = true, for a walk along the list: a long one's beginning, from where the processor goes on.
  void prefetch_whole(AgentId a) const {
    constexpr std::size_t kLine = 64, kLines = 16;
    const Slot& s = slots_[a];
    const auto* const begin = reinterpret_cast<const char*>(s.data);
    const std::size_t bytes = std::min(s.size * sizeof(T), kLine * kLines);
    for (std::size_t at = 0; at < bytes; at += kLine) __builtin_prefetch(begin + at);
  }

  /// Puts `item` before position `at` (0 .. size). Only the owner's thread may call it. Amortised O(size - at).
  /// Spans from of(a) may dangle afterwards.
  void insert(AgentId a, std::size_t at, T item) {
    Slot& s = slots_[a];
    if (s.size == s.capacity) grow(s);
    std::memmove(s.data + at + 1, s.data + at, (s.size - at) * sizeof(T));
    s.data[at] = item;
    ++s.size;
  }
  void push_back(AgentId a, T item) {
    Slot& s = slots_[a];
    if (s.size == s.capacity) grow(s);
    s.data[s.size++] = item;
  }
  void erase(AgentId a, std::size_t at) {
    Slot& s = slots_[a];
    std::memmove(s.data + at, s.data + at + 1, (s.size - at - 1) * sizeof(T));
    --s.size;
  }
  /// Keeps the first `count` items, count <= size.
  void truncate(AgentId a, std::size_t count) { slots_[a].size = static_cast<std::uint32_t>(count); }
  /// Replaces a's whole list. `items` may not be a part of it.
  void assign(AgentId a, std::span<const T> items) {
    Slot& s = slots_[a];
    if (items.size() > s.capacity) {
      if (s.capacity != 0) release(s);
      allocate(s, items.size(), packed_capacity(items.size()));
    }
    if (!items.empty()) std::memcpy(s.data, items.data(), items.size() * sizeof(T));
    s.size = static_cast<std::uint32_t>(items.size());
  }
  /// Lays all lists out again by agent, without holes. Holds both arenas for a moment. Not while others change lists.
  void pack() { *this = Lists(*this); }

  std::uint64_t total() const {
    std::uint64_t n = 0;
    for (const Slot& s : slots_) n += s.size;
    return n;
  }
  /// Bytes held, slack and holes included.
  std::size_t memory_bytes() const { return slots_.size() * sizeof(Slot) + held_ * sizeof(T); }

  /// The sizes, then the items of all lists one after the other.
  void visit_state(StateVisitor& v, const char* name) {
    std::uint64_t n = slots_.size();
    v.value(name, n);
    Column<std::uint32_t> sizes(n);
    if (!v.loading())
      for (std::size_t a = 0; a < n; ++a) sizes[a] = slots_[a].size;
    v.column(name, sizes);
    if (v.loading()) {
      *this = Lists(n);
      lay_out(sizes);
    }
    // In batches cut by the sizes alone: a call per list would cost more than its bytes.
    std::vector<T> batch;
    for (std::size_t begin = 0, end = 0; begin < n; begin = end) {
      std::size_t items = 0;
      for (end = begin; end < n && (end == begin || items + sizes[end] <= kBatch); ++end) items += sizes[end];
      if (items == 0) continue;
      batch.resize(items);
      if (!v.loading()) {
        T* to = batch.data();
        for (std::size_t a = begin; a < end; ++a) to = std::copy_n(slots_[a].data, sizes[a], to);
      }
      v.raw(name, batch.data(), items * sizeof(T));
      if (v.loading()) {
        const T* from = batch.data();
        for (std::size_t a = begin; a < end; from += sizes[a++]) std::copy_n(from, sizes[a], slots_[a].data);
      }
    }
  }

 private:
  struct Slot {
    T* data = nullptr;
    std::uint32_t size = 0, capacity = 0;
  };
  static_assert(sizeof(Slot) == kBytesPerAgent);
  using Block = RawColumn<T>;

  static constexpr std::size_t kSmallestBlock = (std::size_t{1} << 16) / sizeof(T) + 1;
  static constexpr std::size_t kLargestBlock = (std::size_t{1} << 25) / sizeof(T);
  static constexpr std::size_t kBatch = std::size_t{1} << 16;
  static constexpr std::size_t kClasses = 240;
  static constexpr std::size_t kLongest = std::size_t{1} << 30;

  // Capacities are 1 to 7 and then 8 to 15 times a power of two: a freed place fits the next list of its class, and a
  // list of a class fills 19 in 20 of its place on average.
  static constexpr std::size_t class_capacity(std::size_t c) {
    return c < 7 ? c + 1 : (8 + (c - 7) % 8) << ((c - 7) / 8);
  }
  // The smallest class that holds `wanted`.
  static constexpr std::size_t size_class(std::size_t wanted) {
    if (wanted <= 7) return wanted == 0 ? 0 : wanted - 1;
    const auto octave = static_cast<std::size_t>(std::bit_width(wanted)) - 4;  // 8 <= wanted >> octave < 16
    const std::size_t eighths = (wanted + (std::size_t{1} << octave) - 1) >> octave;  // 8 .. 16
    return 7 + 8 * octave + (eighths - 8);
  }
  // Most lists of a copy never grow: slack for one item in 32, none for the short.
  static constexpr std::size_t packed_capacity(std::size_t size) { return size + size / 32; }

  void grow(Slot& s) {
    const Slot old = s;
    const std::size_t wanted = std::size_t{old.size} + 1;
    allocate(s, wanted, class_capacity(size_class(wanted)));
    if (old.size != 0) std::memcpy(s.data, old.data, old.size * sizeof(T));
    if (old.capacity != 0) release(old);
  }
  // A freed place of the class of `wanted`, or a new one of `fresh` items.
  void allocate(Slot& s, std::size_t wanted, std::size_t fresh) {
    if (wanted > kLongest) throw std::length_error("Lists: a list of one agent is longer than 2^30");
    const std::size_t c = size_class(wanted);
    const std::lock_guard lock(mutex_);
    if (!free_[c].empty()) {
      s.data = free_[c].back();
      free_[c].pop_back();
      s.capacity = static_cast<std::uint32_t>(class_capacity(c));
    } else {
      s.data = carve(fresh);
      s.capacity = static_cast<std::uint32_t>(fresh);
    }
  }
  // A place of odd size, as a copy and assign() make them, serves the largest class that fits into it.
  void release(const Slot& s) {
    if (s.capacity < class_capacity(0)) return;
    std::size_t c = size_class(s.capacity);
    if (class_capacity(c) > s.capacity) --c;
    const std::lock_guard lock(mutex_);
    free_[c].push_back(s.data);
  }
  T* carve(std::size_t count) {
    if (static_cast<std::size_t>(tail_end_ - tail_) < count) {
      add_block(std::max(count, std::clamp(held_ / 32, kSmallestBlock, kLargestBlock)));
    }
    return std::exchange(tail_, tail_ + count);
  }
  void add_block(std::size_t count) {
    blocks_.emplace_back(count);
    held_ += count;
    tail_ = blocks_.back().data();
    tail_end_ = tail_ + count;
  }
  // Gives every list its place for so many items, by agent, in one block. Only for lists that have none.
  void lay_out(std::span<const std::uint32_t> sizes) {
    std::size_t needed = 0;
    for (const std::uint32_t size : sizes) needed += packed_capacity(size);
    if (needed == 0) return;
    add_block(needed);
    for (std::size_t a = 0; a < sizes.size(); ++a) {
      if (sizes[a] == 0) continue;
      const std::size_t capacity = packed_capacity(sizes[a]);
      slots_[a] = {carve(capacity), sizes[a], static_cast<std::uint32_t>(capacity)};
    }
  }
  void pack_from(const Lists& other) {
    const std::size_t n = other.slots_.size();
    slots_.resize(n);
    Column<std::uint32_t> sizes(n);
    for (std::size_t a = 0; a < n; ++a) sizes[a] = other.slots_[a].size;
    lay_out(sizes);
    for (std::size_t a = 0; a < n; ++a)
      if (sizes[a] != 0) std::memcpy(slots_[a].data, other.slots_[a].data, sizes[a] * sizeof(T));
  }

  Column<Slot> slots_;
  std::vector<Block> blocks_;
  std::array<std::vector<T*>, kClasses> free_;
  T* tail_ = nullptr;
  T* tail_end_ = nullptr;
  std::size_t held_ = 0;  // items in all blocks
  std::mutex mutex_;      // of all but slots_
};

}  // namespace clout
