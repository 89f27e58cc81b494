// One list of what a thing remembers serves copying to disk, coming back, and comparing bit by bit.
// Every stateful part of a world has `void visit_state(StateVisitor&)`, and names each column once, in a fixed order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "sim/core/column.h"

namespace clout {

/// Walks over state. Implementations: save to a file, load from one (sim/output/checkpoint.cpp), hash
/// (sim/core/state.cpp).
class StateVisitor {
 public:
  virtual ~StateVisitor() = default;

  /// `bytes` bytes at `data` under `name`; a loader overwrites them.
  virtual void raw(const char* name, void* data, std::size_t bytes) = 0;
  /// True if what is visited is being overwritten from a file.
  virtual bool loading() const = 0;

  template <class T>
  void value(const char* name, T& v) {
    static_assert(std::is_trivially_copyable_v<T>);
    raw(name, &v, sizeof(T));
  }
  template <class T>
  void column(const char* name, Column<T>& c) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::uint64_t n = c.size();
    value(name, n);
    if (loading()) c.resize(n);
    raw(name, c.data(), n * sizeof(T));
  }
};

/// Hash of everything visited: equal bytes give equal digests; names and lengths count.
class StateDigest final : public StateVisitor {
 public:
  void raw(const char* name, void* data, std::size_t bytes) override;
  bool loading() const override { return false; }
  std::uint64_t digest() const { return hash_; }

 private:
  std::uint64_t hash_ = 0x9e3779b97f4a7c15ull;
};

}  // namespace clout
