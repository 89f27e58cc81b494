// One growing list per agent: followees, ties and engagers live in these.
// Only the owner of a list changes it, so lists of different agents may grow at once from several threads. Where a
// list lies depends on threads; what it holds does not. Agents with neighbouring ids share an arena; arenas are packed
// one by one, so that packing holds little twice. A copy is packed, so a world's copy stays small.
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
  explicit Lists(std::size_t agents) : slots_(agents), arenas_((agents + kAgentsOfArena - 1) / kAgentsOfArena) {
    for (auto& arena : arenas_) arena = std::make_unique<Arena>();
  }
  Lists(const Lists& other) : Lists(other.agents()) {
    for (std::size_t i = 0; i < arenas_.size(); ++i) lay_out(i, other.slots_);
  }
  Lists& operator=(const Lists& other) {
    if (this != &other) *this = Lists(other);
    return *this;
  }
  Lists(Lists&&) noexcept = default;
  Lists& operator=(Lists&&) noexcept = default;

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
    if (s.size == s.capacity) grow(a);
    std::memmove(s.data + at + 1, s.data + at, (s.size - at) * sizeof(T));
    s.data[at] = item;
    ++s.size;
  }
  void push_back(AgentId a, T item) {
    Slot& s = slots_[a];
    if (s.size == s.capacity) grow(a);
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
      Arena& arena = *arenas_[a / kAgentsOfArena];
      if (s.capacity != 0) arena.release(s);
      arena.allocate(s, items.size(), packed_capacity(items.size()));
    }
    if (!items.empty()) std::memcpy(s.data, items.data(), items.size() * sizeof(T));
    s.size = static_cast<std::uint32_t>(items.size());
  }
  /// Lays all lists out again by agent, without holes. Holds an arena twice for a moment. Not while others change
  /// lists.
  void pack() {
    for (std::size_t i = 0; i < arenas_.size(); ++i) lay_out(i, slots_);
  }
  /// Packs arenas in which slack and holes are more than a twelfth of the items and a block. Cost: O(agents) to see.
  void pack_if_loose() {
    for (std::size_t i = 0; i < arenas_.size(); ++i) {
      std::size_t items = 0;
      for (const Slot& s : slots_of(i, slots_)) items += s.size;
      if (arenas_[i]->held > items + items / 12 + kSmallestBlock) lay_out(i, slots_);
    }
  }

  std::uint64_t total() const {
    std::uint64_t n = 0;
    for (const Slot& s : slots_) n += s.size;
    return n;
  }
  /// Bytes held, slack and holes included.
  std::size_t memory_bytes() const {
    std::size_t held = 0;
    for (const auto& arena : arenas_) held += arena->held;
    return slots_.size() * sizeof(Slot) + held * sizeof(T);
  }

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
      Column<Slot> loaded(n);
      for (std::size_t a = 0; a < n; ++a) loaded[a].size = sizes[a];
      for (std::size_t i = 0; i < arenas_.size(); ++i) lay_out(i, loaded);
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

  static constexpr std::size_t kAgentsOfArena = std::size_t{1} << 16;
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
    const auto octave = static_cast<std::size_t>(std::bit_width(wanted)) - 4;         // 8 <= wanted >> octave < 16
    const std::size_t eighths = (wanted + (std::size_t{1} << octave) - 1) >> octave;  // 8 .. 16
    return 7 + 8 * octave + (eighths - 8);
  }
  // Most lists of a copy never grow: slack for one item in 32, none for the short.
  static constexpr std::size_t packed_capacity(std::size_t size) { return size + size / 32; }

  // Where the lists of kAgentsOfArena agents lie.
  struct Arena {
    // A freed place of the class of `wanted`, or a new one of `fresh` items.
    void allocate(Slot& s, std::size_t wanted, std::size_t fresh) {
      if (wanted > kLongest) throw std::length_error("Lists: a list of one agent is longer than 2^30");
      const std::size_t c = size_class(wanted);
      const std::lock_guard lock(mutex);
      if (!free[c].empty()) {
        s.data = free[c].back();
        free[c].pop_back();
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
      const std::lock_guard lock(mutex);
      free[c].push_back(s.data);
    }
    T* carve(std::size_t count) {
      if (static_cast<std::size_t>(tail_end - tail) < count)
        add_block(std::max(count, std::clamp(held / 32, kSmallestBlock, kLargestBlock)));
      return std::exchange(tail, tail + count);
    }
    void add_block(std::size_t count) {
      blocks.emplace_back(count);
      held += count;
      tail = blocks.back().data();
      tail_end = tail + count;
    }

    std::vector<Block> blocks;
    std::array<std::vector<T*>, kClasses> free;
    T* tail = nullptr;
    T* tail_end = nullptr;
    std::size_t held = 0;  // items in all blocks
    std::mutex mutex;
  };

  static std::span<const Slot> slots_of(std::size_t arena, std::span<const Slot> slots) {
    const std::size_t first = arena * kAgentsOfArena;
    return slots.subspan(first, std::min(kAgentsOfArena, slots.size() - first));
  }
  void grow(AgentId a) {
    Slot& s = slots_[a];
    Arena& arena = *arenas_[a / kAgentsOfArena];
    const Slot old = s;
    const std::size_t wanted = std::size_t{old.size} + 1;
    arena.allocate(s, wanted, class_capacity(size_class(wanted)));
    if (old.size != 0) std::memcpy(s.data, old.data, old.size * sizeof(T));
    if (old.capacity != 0) arena.release(old);
  }
  // A new arena for the agents of this one: by agent, in one block, a place as large as each list in `from`, filled if
  // that list has data.
  void lay_out(std::size_t index, std::span<const Slot> from) {
    std::size_t needed = 0;
    for (const Slot& s : slots_of(index, from)) needed += packed_capacity(s.size);
    auto arena = std::make_unique<Arena>();
    if (needed != 0) arena->add_block(needed);
    std::size_t a = index * kAgentsOfArena;
    for (const Slot s : slots_of(index, from)) {  // a copy: slots_ itself when it is packed
      Slot& mine = slots_[a++];
      mine = {};
      if (s.size == 0) continue;
      const std::size_t capacity = packed_capacity(s.size);
      mine = {arena->carve(capacity), s.size, static_cast<std::uint32_t>(capacity)};
      if (s.data != nullptr) std::memcpy(mine.data, s.data, s.size * sizeof(T));
    }
    arenas_[index] = std::move(arena);
  }

  Column<Slot> slots_;
  std::vector<std::unique_ptr<Arena>> arenas_;
};

}  // namespace clout
