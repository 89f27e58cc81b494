// Columns: one vector per attribute, an entry per agent, in memory that random access is fast in.
//
// A random read of a large array spends half of its time on the page table with 4 KiB pages; large columns therefore
// ask for huge pages (measured: twice the random reads a second).
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace clout {

/// Whether vector(n) and resize(n) write zeros or leave trivial elements as the memory came.
enum class Fill { zero, none };

/// Standard allocator that puts blocks of 1.5 MiB and more (two bytes an agent of a million) on 2 MiB boundaries and
/// asks the kernel for huge pages there (a wish: where it is refused everything works, slower). Smaller blocks come
/// from operator new.
/// @throws std::bad_alloc  no memory.
template <class T, Fill kFill = Fill::zero>
class HugePageAllocator {
 public:
  using value_type = T;
  using is_always_equal = std::true_type;
  using propagate_on_container_move_assignment = std::true_type;
  template <class U>
  struct rebind {
    using other = HugePageAllocator<U, kFill>;
  };

  HugePageAllocator() noexcept = default;
  template <class U>
  HugePageAllocator(const HugePageAllocator<U, kFill>&) noexcept {}  // NOLINT: converting by the allocator contract

  [[nodiscard]] T* allocate(std::size_t n) {
    if (n > std::numeric_limits<std::size_t>::max() / 2 / sizeof(T)) throw std::bad_array_new_length();
    if (n * sizeof(T) < kHugeFrom) return std::allocator<T>().allocate(n);
    const std::size_t bytes = (n * sizeof(T) + kHugePage - 1) / kHugePage * kHugePage;
    void* memory = std::aligned_alloc(kHugePage, bytes);
    if (memory == nullptr) throw std::bad_alloc();
    madvise(memory, bytes, MADV_HUGEPAGE);
    return static_cast<T*>(memory);
  }

  void deallocate(T* memory, std::size_t n) noexcept {
    if (n * sizeof(T) < kHugeFrom) {
      std::allocator<T>().deallocate(memory, n);
    } else {
      std::free(memory);
    }
  }

  template <class U, class... Args>
  void construct(U* place, Args&&... args) {
    if constexpr (sizeof...(Args) == 0 && kFill == Fill::none) {
      ::new (static_cast<void*>(place)) U;
    } else {
      ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
    }
  }

  friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) noexcept { return true; }

 private:
  static constexpr std::size_t kHugePage = std::size_t{2} << 20;
  static constexpr std::size_t kHugeFrom = std::size_t{3} << 19;
};

/// A vector on huge pages; new elements are zero, as in any vector.
template <class T>
using Column = std::vector<T, HugePageAllocator<T>>;

/// A vector on huge pages whose new trivial elements are unset: write each before reading it. Saves a pass over memory
/// that is filled anyway, and lets the threads that fill it touch its pages first.
template <class T>
using RawColumn = std::vector<T, HugePageAllocator<T, Fill::none>>;

}  // namespace clout
