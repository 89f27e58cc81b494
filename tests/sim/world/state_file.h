// A file in memory, to save state into and load it from.
#pragma once

#include <cstring>
#include <stdexcept>
#include <vector>

#include "sim/core/state.h"

namespace clout {

class MemorySaver final : public StateVisitor {
 public:
  void raw(const char*, void* data, std::size_t size) override {
    const auto* p = static_cast<const unsigned char*>(data);
    bytes.insert(bytes.end(), p, p + size);
  }
  bool loading() const override { return false; }
  std::vector<unsigned char> bytes;
};

class MemoryLoader final : public StateVisitor {
 public:
  explicit MemoryLoader(const std::vector<unsigned char>& from) : from_(from) {}
  void raw(const char*, void* data, std::size_t bytes) override {
    if (at_ + bytes > from_.size()) throw std::out_of_range("read past the end");
    if (bytes != 0) std::memcpy(data, from_.data() + at_, bytes);
    at_ += bytes;
  }
  bool loading() const override { return true; }
  bool at_end() const { return at_ == from_.size(); }

 private:
  const std::vector<unsigned char>& from_;
  std::size_t at_ = 0;
};

template <class T>
std::uint64_t digest_of(T& state) {
  StateDigest digest;
  state.visit_state(digest);
  return digest.digest();
}

}  // namespace clout
