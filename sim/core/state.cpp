#include "sim/core/state.h"

#include <cstring>

namespace clout {
namespace {

std::uint64_t stir(std::uint64_t h, std::uint64_t word) {
  h = (h ^ word) * 0xd6e8feb86659fd93ull;
  return h ^ (h >> 32);
}

}  // namespace

void StateDigest::raw(const char* name, void* data, std::size_t bytes) {
  for (const char* c = name; *c; ++c) hash_ = stir(hash_, static_cast<unsigned char>(*c));
  hash_ = stir(hash_, bytes);
  const auto* p = static_cast<const unsigned char*>(data);
  std::size_t i = 0;
  for (; i + 8 <= bytes; i += 8) {
    std::uint64_t word;
    std::memcpy(&word, p + i, 8);
    hash_ = stir(hash_, word);
  }
  std::uint64_t tail = 0;
  for (unsigned shift = 0; i < bytes; ++i, shift += 8) tail |= static_cast<std::uint64_t>(p[i]) << shift;
  hash_ = stir(hash_, tail);
}

}  // namespace clout
